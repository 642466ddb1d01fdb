// The paths of a query as one automaton beside a walk over a tree: the state of a node follows from its parent's state, its
// kind and, where a path asks for it, its field. So each node costs one look-up, whatever the number of paths, and deep
// nesting costs nothing extra. States are made when first met.
#ifndef DRIFT_AUTOMATON_H_
#define DRIFT_AUTOMATON_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tree_sitter/api.h>

#include "runtime.h"

// One step of a path: the kinds that match and the field the node must have (0: any).
typedef struct {
  uint32_t first_kind;
  uint32_t kind_count;
  uint16_t field;
} Step;

// Position in all paths at once: steps are numbered through, so a position is the number of the next step to match.
typedef struct {
  uint32_t *positions;
  uint32_t position_count;
  // Ascending, without duplicates.
  uint32_t *captures;
  uint32_t capture_count;
} State;

// A transition that depends on the field.
typedef struct {
  uint64_t key;
  uint16_t target;
} FieldTransition;

typedef struct {
  ThreadLanguage *language;
  uint16_t *kinds;
  Step *steps;
  // For each step: the capture id that matching it completes, or -1.
  int32_t *completes;
  uint32_t step_count;
  uint32_t *starts;
  uint32_t start_count;
  // By capture id.
  uint8_t *counted;
  State *states;
  uint32_t state_count;
  uint32_t state_capacity;
  // By state, a row of `width` entries by symbol as the tree has it: a state, BY_FIELD, or 0 when not met yet. The last is
  // that of error nodes. No transition leads to state 0.
  uint16_t *next;
  uint32_t width;
  // Open-addressed, empty where the key is 0.
  FieldTransition *by_field;
  uint32_t by_field_size;
  uint32_t by_field_used;
} Automaton;

// In `next`: the target is in `by_field`. There are fewer states than this.
#define BY_FIELD 0xFFFF

typedef enum { AUTOMATON_OK, AUTOMATON_MALFORMED, AUTOMATON_NO_MEMORY } AutomatonStatus;

// A path in `paths`: capture id, number of steps, then for each step: field id, number of kinds, kinds. `counted` has a byte
// for each capture id.
AutomatonStatus automaton_new(Automaton **result, const TSLanguage *language, const uint32_t *paths, size_t words,
                              const uint8_t *counted, size_t captures);
void automaton_free(Automaton *a);

// The entry of `next` that is met for the first time; 0 when there is no memory.
uint16_t automaton_learn(Automaton *a, uint16_t from, TSSymbol symbol);
// Where a node with this field leads whose entry is BY_FIELD; 0 when there is no memory.
uint16_t automaton_by_field(Automaton *a, uint16_t from, TSSymbol symbol, TSFieldId field);

static inline uint32_t automaton_column(const Automaton *a, TSSymbol symbol) {
  return symbol < a->width ? symbol : a->width - 1;
}

#endif
