#include "automaton.h"
#include "language.h"
#include <stdlib.h>
#include <string.h>

// In a path: a kind that every node has, and one that every named node has.
#define ANY_KIND 0xFFFF
#define NAMED_KIND 0xFFFE

void automaton_free(Automaton *a) {
  if (a == NULL) return;
  for (uint32_t i = 0; i < a->state_count; i++) {
    free(a->states[i].positions);
    free(a->states[i].captures);
  }
  free(a->states);
  free(a->next);
  free(a->by_field);
  free(a->language);
  free(a->kinds);
  free(a->steps);
  free(a->completes);
  free(a->starts);
  free(a->counted);
  free(a);
}

// Finds the state with these positions and captures, or adds it. Takes over both arrays. 0: out of memory, unless this is
// the first state.
static uint16_t intern(Automaton *a, uint32_t *positions, uint32_t np, uint32_t *captures, uint32_t nc) {
  // State 0 is above every root and no node's, so that no transition leads to it.
  for (uint32_t i = 1; i < a->state_count; i++) {
    State *s = &a->states[i];
    if (s->position_count == np && s->capture_count == nc &&
        (np == 0 || memcmp(s->positions, positions, np * sizeof *positions) == 0) &&
        (nc == 0 || memcmp(s->captures, captures, nc * sizeof *captures) == 0)) {
      free(positions);
      free(captures);
      return (uint16_t)i;
    }
  }
  if (a->state_count == BY_FIELD) goto no_memory;
  if (a->state_count == a->state_capacity) {
    uint32_t capacity = a->state_capacity == 0 ? 64 : a->state_capacity * 2;
    State *states = realloc(a->states, capacity * sizeof *states);
    if (states == NULL) goto no_memory;
    a->states = states;
    uint16_t *next = realloc(a->next, (size_t)capacity * a->width * sizeof *next);
    if (next == NULL) goto no_memory;
    a->next = next;
    a->state_capacity = capacity;
  }
  memset(a->next + (size_t)a->state_count * a->width, 0, a->width * sizeof *a->next);
  a->states[a->state_count] = (State){positions, np, captures, nc};
  return (uint16_t)a->state_count++;

no_memory:
  free(positions);
  free(captures);
  return 0;
}

static bool matches_kind(const Automaton *a, const Step *step, TSSymbol kind, bool named) {
  for (uint32_t i = 0; i < step->kind_count; i++) {
    uint16_t wanted = a->kinds[step->first_kind + i];
    if (wanted == kind || wanted == ANY_KIND || (wanted == NAMED_KIND && named)) return true;
  }
  return false;
}

static int compare_u32(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return a < b ? -1 : a > b;
}

// The state of a node with this field. `*depends`: whether another field could give another state.
static uint16_t target_of(Automaton *a, uint16_t from, TSSymbol symbol, TSFieldId field, bool *depends) {
  TSSymbol kind = ts_language_public_symbol(&a->language->language, symbol);
  bool named = ts_language_symbol_metadata(&a->language->language, symbol).named;
  uint32_t open = a->states[from].position_count;
  uint32_t limit = open + a->start_count;
  uint32_t *positions = malloc((limit + 1) * sizeof *positions);
  uint32_t *captures = malloc((limit + 1) * sizeof *captures);
  if (positions == NULL || captures == NULL) {
    free(positions);
    free(captures);
    return 0;
  }
  uint32_t np = 0, nc = 0;
  for (uint32_t i = 0; i < limit; i++) {
    uint32_t number = i < open ? a->states[from].positions[i] : a->starts[i - open];
    const Step *step = &a->steps[number];
    if (!matches_kind(a, step, kind, named)) continue;
    if (step->field != 0) *depends = true;
    if (step->field != 0 && step->field != field) continue;
    if (a->completes[number] >= 0) captures[nc++] = (uint32_t)a->completes[number];
    else positions[np++] = number + 1;
  }
  qsort(positions, np, sizeof *positions, compare_u32);
  qsort(captures, nc, sizeof *captures, compare_u32);
  uint32_t unique = 0;
  for (uint32_t i = 0; i < nc; i++)
    if (i == 0 || captures[i] != captures[unique - 1]) captures[unique++] = captures[i];
  return intern(a, positions, np, captures, unique);
}

uint16_t automaton_learn(Automaton *a, uint16_t from, TSSymbol symbol) {
  bool depends = false;
  uint16_t target = target_of(a, from, symbol, 0, &depends);
  if (target == 0) return 0;
  uint16_t entry = depends ? BY_FIELD : target;
  a->next[(size_t)from * a->width + automaton_column(a, symbol)] = entry;
  return entry;
}

static FieldTransition *slot_of(FieldTransition *table, uint32_t size, uint64_t key) {
  uint32_t slot = (uint32_t)((key * 0x9E3779B97F4A7C15ull) >> 32) & (size - 1);
  while (table[slot].key != 0 && table[slot].key != key) slot = (slot + 1) & (size - 1);
  return &table[slot];
}

uint16_t automaton_by_field(Automaton *a, uint16_t from, TSSymbol symbol, TSFieldId field) {
  uint64_t key = (uint64_t)1 << 48 | (uint64_t)from << 32 | (uint64_t)symbol << 16 | field;
  if (a->by_field_size > 0) {
    FieldTransition *known = slot_of(a->by_field, a->by_field_size, key);
    if (known->key == key) return known->target;
  }
  bool depends = false;
  uint16_t target = target_of(a, from, symbol, field, &depends);
  if (target == 0) return 0;
  if (a->by_field_used * 2 >= a->by_field_size) {
    uint32_t size = a->by_field_size == 0 ? 256 : a->by_field_size * 2;
    FieldTransition *table = calloc(size, sizeof *table);
    if (table == NULL) return 0;
    for (uint32_t i = 0; i < a->by_field_size; i++)
      if (a->by_field[i].key != 0) *slot_of(table, size, a->by_field[i].key) = a->by_field[i];
    free(a->by_field);
    a->by_field = table;
    a->by_field_size = size;
  }
  *slot_of(a->by_field, a->by_field_size, key) = (FieldTransition){key, target};
  a->by_field_used++;
  return target;
}

AutomatonStatus automaton_new(Automaton **result, const TSLanguage *language, const uint32_t *paths, size_t words,
                              const uint8_t *counted, size_t captures) {
  AutomatonStatus status = AUTOMATON_NO_MEMORY;
  Automaton *a = calloc(1, sizeof *a);
  if (a == NULL) return status;
  a->language = thread_language_new(language);
  if (a->language == NULL) goto failed;
  a->width = ts_language_symbol_count(language) + 1;
  // No table can need more entries than there are words.
  a->kinds = malloc((words + 1) * sizeof *a->kinds);
  a->steps = malloc((words + 1) * sizeof *a->steps);
  a->completes = malloc((words + 1) * sizeof *a->completes);
  a->starts = malloc((words + 1) * sizeof *a->starts);
  a->counted = malloc(captures + 1);
  if (!a->kinds || !a->steps || !a->completes || !a->starts || !a->counted) goto failed;
  memcpy(a->counted, counted, captures);
  status = AUTOMATON_MALFORMED;
  uint32_t kind_total = 0;
  for (size_t at = 0; at < words;) {
    if (at + 2 > words) goto failed;
    uint32_t capture = paths[at], steps = paths[at + 1];
    if (capture >= captures || steps == 0) goto failed;
    at += 2;
    a->starts[a->start_count++] = a->step_count;
    for (uint32_t i = 0; i < steps; i++) {
      if (at + 2 > words) goto failed;
      uint32_t field = paths[at], kinds = paths[at + 1];
      at += 2;
      if (kinds > words - at) goto failed;
      a->steps[a->step_count] = (Step){kind_total, kinds, (uint16_t)field};
      a->completes[a->step_count] = i + 1 == steps ? (int32_t)capture : -1;
      a->step_count++;
      for (uint32_t k = 0; k < kinds; k++) a->kinds[kind_total++] = (uint16_t)paths[at++];
    }
  }
  status = AUTOMATON_NO_MEMORY;
  intern(a, NULL, 0, NULL, 0);
  if (a->state_count == 0) goto failed;
  *result = a;
  return AUTOMATON_OK;

failed:
  automaton_free(a);
  return status;
}
