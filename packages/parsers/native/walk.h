// A walk over a syntax tree that writes the captures of an automaton into a table.
#ifndef DRIFT_WALK_H_
#define DRIFT_WALK_H_

#include "automaton.h"

// Words of one capture: capture id, start byte, end byte, number of named children (counted captures only).
#define STRIDE 4

// Words that may be lent: memory of the caller's, which is left for memory of its own when it is too small.
typedef struct {
  uint32_t *data;
  size_t count;
  size_t capacity;
  bool lent;
} Words;

void words_free(Words *w);
bool words_grow(Words *w, size_t needed);

static inline bool words_reserve(Words *w, size_t more) {
  return w->count + more <= w->capacity || words_grow(w, w->count + more);
}

// A node whose children are being visited.
typedef struct Frame Frame;

typedef struct {
  // In the order of start, end descending and id, without duplicates, unless `disordered`.
  Words captures;
  bool disordered;
  // Start and end byte of every syntax error.
  Words errors;
  Frame *frames;
  size_t frame_capacity;
} Walk;

void walk_free(Walk *w);

typedef enum { WALK_DONE, WALK_EXPIRED, WALK_NO_MEMORY } WalkResult;

// Asks from time to time whether the time is over.
WalkResult walk_tree(Walk *w, Automaton *a, const TSTree *tree, bool (*is_expired)(void *), void *limit);

#endif
