#include "arena.h"
#include <stdio.h>
#include <stdlib.h>

// Most files need no more than the first chunk.
#define CHUNK (1u << 20)
#define KEPT (8u << 20)

struct ArenaChunk {
  ArenaChunk *next;
  size_t size;
};

#if defined(_MSC_VER)
__declspec(thread) Arena *arena_current;
#else
_Thread_local Arena *arena_current;
#endif

static void use(Arena *arena, ArenaChunk *chunk) {
  arena->at = (char *)(chunk + 1);
  arena->end = (char *)chunk + chunk->size;
}

void *arena_more(Arena *arena, size_t size) {
  size_t needed = size + sizeof(size_t) + sizeof(ArenaChunk);
  size_t wanted = arena->chunks == NULL ? CHUNK : arena->chunks->size * 2;
  if (wanted > KEPT) wanted = KEPT;
  if (wanted < needed) wanted = needed;
  ArenaChunk *chunk = malloc(wanted);
  if (chunk == NULL) {
    fprintf(stderr, "Out of memory: %zu bytes for a syntax tree\n", wanted);
    abort();
  }
  *chunk = (ArenaChunk){arena->chunks, wanted};
  arena->chunks = chunk;
  use(arena, chunk);
  return arena_malloc(size);
}

void **arena_large(Arena *arena, size_t *size) {
  size_t power = ARENA_LARGEST_LISTED;
  size_t list = 0;
  for (; *size > power * 2; power *= 2) list += 4;
  size_t step = power / 4, steps = (*size - power + step - 1) / step;
  *size = power + steps * step;
  return &arena->large[list + steps - 1];
}

void arena_reset(Arena *arena) {
  ArenaChunk *kept = NULL;
  for (ArenaChunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
    next = chunk->next;
    if (kept == NULL && chunk->size <= KEPT) kept = chunk;
    else free(chunk);
  }
  *arena = (Arena){0};
  if (kept == NULL) return;
  kept->next = NULL;
  arena->chunks = kept;
  use(arena, kept);
}

void arena_free(Arena *arena) {
  arena_reset(arena);
  free(arena->chunks);
  *arena = (Arena){0};
}
