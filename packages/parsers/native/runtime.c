// The tree-sitter runtime, from the sources that the `tree-sitter` package carries, as one translation unit. Nothing of them
// is changed, but some functions are put in front of theirs that do the same faster for what Drift does: parsing from
// nothing, all of a source, in one thread, with languages that belong to the thread.
#include "arena.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

// The accessors of subtrees return small structures, which is slow through a call.
#ifdef __GNUC__
#define inline inline __attribute__((always_inline))
#endif

#define ts_malloc arena_malloc
#define ts_calloc arena_calloc
#define ts_realloc arena_realloc
#define ts_free arena_release

// A tree never leaves its thread, so that counting references needs no locks.
#define TREE_SITTER_ATOMIC_H_
static inline size_t atomic_load(const volatile size_t *p) { return *p; }
static inline uint32_t atomic_inc(volatile uint32_t *p) { return ++*p; }
static inline uint32_t atomic_dec(volatile uint32_t *p) { return --*p; }

// ---------------------------------------------------------------------------------------------------------------------
// Parse tables

#define ts_language_lookup ts_language_search
#define ts_language_has_reduce_action ts_language_reduces
#include "language.h"
#undef ts_language_lookup
#undef ts_language_has_reduce_action

#include "runtime.h"

static inline uint16_t ts_language_lookup(const TSLanguage *self, TSStateId state, TSSymbol symbol) {
  if (state < self->large_state_count) return self->parse_table[(size_t)state * self->symbol_count + symbol];
  uint32_t key = (uint32_t)state << 16 | symbol;
  uint64_t *known = &((ThreadLanguage *)self)->lookups[key * 0x9E3779B1u >> (32 - LOOKUPS_BITS)];
  if (*known >> 32 != key) *known = (uint64_t)key << 32 | ts_language_search(self, state, symbol);
  return (uint16_t)*known;
}

// Asked only whether a token may be taken for missing. That can go on for ever without a step forward, where the scanner of a
// grammar (Kotlin) finds an empty token behind each: so a parse takes only so many.
static inline bool ts_language_has_reduce_action(const TSLanguage *self, TSStateId state, TSSymbol symbol) {
  uint32_t *left = &((ThreadLanguage *)self)->missing_left;
  if (*left == 0 || !ts_language_reduces(self, state, symbol)) return false;
  --*left;
  return true;
}

ThreadLanguage *thread_language_new(const TSLanguage *language) {
  ThreadLanguage *copy = calloc(1, sizeof *copy);
  if (copy == NULL) return NULL;
  // Older grammars end before the name.
  bool whole = language->abi_version >= LANGUAGE_VERSION_WITH_RESERVED_WORDS;
  memcpy(&copy->language, language, whole ? sizeof *language : offsetof(TSLanguage, name));
  return copy;
}

#include "alloc.c"
#include "get_changed_ranges.c"
#include "language.c"
#include "node.c"
#include "subtree.c"
#include "tree_cursor.c"
#include "tree.c"
#include "wasm_store.c"

// ---------------------------------------------------------------------------------------------------------------------
// Lexer

#define ts_lexer_start ts_lexer_start_any
#include "lexer.c"
#undef ts_lexer_start

// At the end of the source nothing moves any more, and a scanner that looks for the end of something without asking
// whether there is more goes round for ever: Kotlin's does when a file breaks off in the arguments of an annotation. After so
// many steps that lead nowhere it is shown, again and again, what such things end with. The lexer stays where it is.
#define PATIENCE 256
static const char ENDINGS[] = "\n*/\"\"\"\'\'\'``)]}>";
static _Thread_local uint32_t steps_at_end;

static void advance_at_end(Lexer *self) {
  if (++steps_at_end > PATIENCE) self->data.lookahead = ENDINGS[steps_at_end % (sizeof ENDINGS - 1)];
}

void ts_lexer_start(Lexer *self) {
  if (steps_at_end > PATIENCE && ts_lexer__eof(&self->data)) self->data.lookahead = 0;
  steps_at_end = 0;
  ts_lexer_start_any(self);
}

// The step from one ASCII character to another of the same chunk. There is one range and it is the whole source.
static void advance(TSLexer *data, bool skip) {
  Lexer *self = (Lexer *)data;
  uint32_t next = self->current_position.bytes - self->chunk_start + 1;
  if (self->lookahead_size == 1 && next < self->chunk_size && (signed char)self->chunk[next] >= 0) {
    self->current_position.bytes++;
    if (self->data.lookahead == '\n') {
      self->current_position.extent.row++;
      self->current_position.extent.column = 0;
      ts_lexer__set_column_data(self, 0);
    } else {
      self->current_position.extent.column++;
      ts_lexer__increment_column_data(self);
    }
    if (skip) self->token_start_position = self->current_position;
    self->data.lookahead = self->chunk[next];
  } else if (ts_lexer__eof(data)) advance_at_end(self);
  else ts_lexer__advance(data, skip);
}

// ---------------------------------------------------------------------------------------------------------------------
// Stack

#include "stack.h"

#define ts_stack_push ts_stack_push_any
#define ts_stack_pop_count ts_stack_pop_count_any
void ts_stack_push_any(Stack *self, StackVersion version, Subtree subtree, bool pending, TSStateId state);
StackSliceArray ts_stack_pop_count_any(Stack *self, StackVersion version, uint32_t count);
#include "stack.c"
#undef ts_stack_push
#undef ts_stack_pop_count

// Leaves alone the links that a new node does not have.
void ts_stack_push(Stack *self, StackVersion version, Subtree subtree, bool pending, TSStateId state) {
  StackNodeArray *pool = &self->node_pool;
  StackHead *head = array_get(&self->heads, version);
  StackNode *previous = head->node;
  StackNode *node = pool->size > 0 ? array_pop(pool) : ts_malloc(sizeof(StackNode));
  node->state = state;
  node->position = previous->position;
  node->links[0] = (StackLink){.node = previous, .subtree = subtree, .is_pending = pending};
  node->link_count = 1;
  node->ref_count = 1;
  node->error_cost = previous->error_cost;
  node->node_count = previous->node_count;
  node->dynamic_precedence = previous->dynamic_precedence;
  if (subtree.ptr) {
    node->error_cost += ts_subtree_error_cost(subtree);
    node->position = length_add(node->position, ts_subtree_total_size(subtree));
    node->node_count += stack__subtree_node_count(subtree);
    node->dynamic_precedence += ts_subtree_dynamic_precedence(subtree);
  } else head->node_count_at_last_error = node->node_count;
  head->node = node;
}

// Where no versions have merged there is one way back.
StackSliceArray ts_stack_pop_count(Stack *self, StackVersion version, uint32_t count) {
  StackNode *top = array_get(&self->heads, version)->node, *node = top;
  uint32_t size = 0;
  for (uint32_t counted = 0; counted < count; size++) {
    if (node->link_count != 1 || !node->links[0].subtree.ptr) return ts_stack_pop_count_any(self, version, count);
    if (!ts_subtree_extra(node->links[0].subtree)) counted++;
    node = node->links[0].node;
  }
  SubtreeArray subtrees = array_new();
  array_reserve(&subtrees, (uint32_t)(ts_subtree_alloc_size(size) / sizeof(Subtree)));
  subtrees.size = size;
  for (StackNode *from = top; from != node; from = from->links[0].node) {
    Subtree subtree = from->links[0].subtree;
    ts_subtree_retain(subtree);
    subtrees.contents[--size] = subtree;
  }
  array_clear(&self->slices);
  // A head that is all zero is active and has no summary.
  StackVersion added = self->heads.size;
  array_grow_by(&self->heads, 1);
  StackHead *head = array_get(&self->heads, added);
  head->node = node;
  head->node_count_at_last_error = array_get(&self->heads, version)->node_count_at_last_error;
  head->last_external_token = array_get(&self->heads, version)->last_external_token;
  stack_node_retain(node);
  if (head->last_external_token.ptr) ts_subtree_retain(head->last_external_token);
  array_push(&self->slices, ((StackSlice){subtrees, added}));
  return self->slices;
}

// ---------------------------------------------------------------------------------------------------------------------
// Parser

#include "parser.c"

// Sources that are not broken on purpose have fewer missing tokens.
#define LEAST_MISSING 200
#define BYTES_PER_MISSING 32

TSParser *thread_parser_new(ThreadLanguage *language, uint32_t length) {
  language->missing_left = LEAST_MISSING + length / BYTES_PER_MISSING;
  TSParser *parser = ts_parser_new();
  parser->lexer.data.advance = advance;
  ts_parser_set_language(parser, &language->language);
  return parser;
}
