// Memory for one parse: handed out from the end of chunks, used again within the parse through lists by size, and given back
// all at once. A tree is many small pieces, which a general allocator would have to find a place for and take back one by
// one. Everything the runtime allocates lies in the arena of the thread that parses.
#ifndef DRIFT_ARENA_H_
#define DRIFT_ARENA_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct ArenaChunk ArenaChunk;

// Blocks of up to this many bytes are listed by their size.
#define ARENA_LARGEST_LISTED 1024
#define ARENA_UNIT 8
// Larger ones are rounded up to one of four sizes between two powers of two: recovery from an error copies a growing list of
// children for every token that it skips, so that what is not used again would add up to the square of the source.
#define ARENA_LARGE_LISTS 96

typedef struct {
  char *at;
  char *end;
  ArenaChunk *chunks;
  // By size in units; each block begins with the address of the next.
  void *listed[ARENA_LARGEST_LISTED / ARENA_UNIT + 1];
  void *large[ARENA_LARGE_LISTS];
} Arena;

// The arena of the parse that this thread is running.
#if defined(_MSC_VER)
extern __declspec(thread) Arena *arena_current;
#elif defined(__GLIBC__)
// One word of this kind a library can always have, and it saves a call at every allocation.
extern _Thread_local Arena *arena_current __attribute__((tls_model("initial-exec")));
#else
extern _Thread_local Arena *arena_current;
#endif

// Gives everything back, but keeps some memory for the next parse.
void arena_reset(Arena *arena);
void arena_free(Arena *arena);
// Ends the process when there is no memory, as the runtime does.
void *arena_more(Arena *arena, size_t size);
// The list of large blocks of this many bytes, which are rounded up.
void **arena_large(Arena *arena, size_t *size);

static inline size_t *arena_size_of(void *block) { return (size_t *)block - 1; }

static inline size_t arena_rounded(size_t wanted) {
  return wanted == 0 ? ARENA_UNIT : (wanted + ARENA_UNIT - 1) & ~(size_t)(ARENA_UNIT - 1);
}

// Where blocks of this size, which is rounded up, lie to be used again.
static inline void **arena_list(Arena *arena, size_t *size) {
  return *size <= ARENA_LARGEST_LISTED ? &arena->listed[*size / ARENA_UNIT] : arena_large(arena, size);
}

static inline void *arena_malloc(size_t wanted) {
  Arena *arena = arena_current;
  size_t size = arena_rounded(wanted);
  void **list = arena_list(arena, &size);
  void *listed = *list;
  if (listed != NULL) {
    memcpy(list, listed, sizeof *list);
    return listed;
  }
  if ((size_t)(arena->end - arena->at) < size + sizeof(size_t)) return arena_more(arena, size);
  char *block = arena->at + sizeof(size_t);
  arena->at = block + size;
  *arena_size_of(block) = size;
  return block;
}

static inline void *arena_calloc(size_t count, size_t size) {
  void *block = arena_malloc(count * size);
  memset(block, 0, count * size);
  return block;
}

static inline void arena_release(void *block) {
  if (block == NULL) return;
  Arena *arena = arena_current;
  size_t size = *arena_size_of(block);
  if ((char *)block + size == arena->at) arena->at = (char *)arena_size_of(block);
  else {
    void **list = arena_list(arena, &size);
    memcpy(block, list, sizeof *list);
    *list = block;
  }
}

static inline void *arena_realloc(void *block, size_t wanted) {
  if (block == NULL) return arena_malloc(wanted);
  Arena *arena = arena_current;
  size_t size = *arena_size_of(block);
  if (wanted <= size) return block;
  size_t grown = arena_rounded(wanted);
  arena_list(arena, &grown);
  if ((char *)block + size == arena->at && grown - size <= (size_t)(arena->end - arena->at)) {
    arena->at += grown - size;
    *arena_size_of(block) = grown;
    return block;
  }
  void *moved = arena_malloc(wanted);
  memcpy(moved, block, size);
  arena_release(block);
  return moved;
}

#endif
