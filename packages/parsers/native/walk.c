// Goes over the subtrees themselves, because the runtime's cursor keeps rows, columns and counts for every node that nobody
// asks for here. What is a node of the tree, and its kind and its field, is as `tree_cursor.c` has it.
#include "walk.h"
#include "language.h"
#include "subtree.h"
#include "tree.h"
#include <stdlib.h>
#include <string.h>

#ifdef __GNUC__
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) (void)(address)
#endif

struct Frame {
  const Subtree *child;
  const Subtree *end;
  // Of the next structural child (all but extras); NULL: no child has an alias.
  const TSSymbol *alias;
  const TSFieldMapEntry *fields;
  const TSFieldMapEntry *fields_end;
  uint32_t structural_index;
  // Where the padding of the next child begins.
  uint32_t position;
  uint16_t state;
  // Of a node that the grammar hides: its children take over its field.
  TSFieldId field;
};

void words_free(Words *w) {
  if (!w->lent) free(w->data);
  *w = (Words){0};
}

bool words_grow(Words *w, size_t needed) {
  size_t capacity = w->capacity < 1024 ? 1024 : w->capacity * 2;
  while (capacity < needed) capacity *= 2;
  uint32_t *data = realloc(w->lent ? NULL : w->data, capacity * sizeof *data);
  if (data == NULL) return false;
  if (w->lent && w->count > 0) memcpy(data, w->data, w->count * sizeof *data);
  w->data = data;
  w->capacity = capacity;
  w->lent = false;
  return true;
}

void walk_free(Walk *w) {
  words_free(&w->captures);
  words_free(&w->errors);
  free(w->frames);
  w->frames = NULL;
}

static TSFieldId field_of(const Frame *frame, bool extra, uint32_t structural_index) {
  if (extra) return 0;
  for (const TSFieldMapEntry *entry = frame->fields; entry < frame->fields_end; entry++)
    if (!entry->inherited && entry->child_index == structural_index) return entry->field_id;
  return frame->field;
}

// A walk meets captures nearly in order: only those of one range, and those of nodes without extent, may belong before some
// that are there. After too many moves the rest is appended as it comes, so that the walk stays linear.
static bool put(Walk *w, size_t *moves, uint32_t id, uint32_t start, uint32_t end, uint32_t children) {
  if (!words_reserve(&w->captures, STRIDE)) return false;
  uint32_t *first = w->captures.data, *last = first + w->captures.count, *at = last;
  if (!w->disordered) {
    for (; at > first; at -= STRIDE) {
      const uint32_t *before = at - STRIDE;
      if (before[1] < start || (before[1] == start && before[2] > end)) break;
      if (before[1] == start && before[2] == end) {
        if (before[0] == id) return true;
        if (before[0] < id) break;
      }
    }
    *moves += (size_t)(last - at);
    if (*moves > 64 * (w->captures.count + 1024)) {
      w->disordered = true;
      at = last;
    }
    if (at < last) memmove(at + STRIDE, at, (size_t)(last - at) * sizeof *at);
  }
  at[0] = id;
  at[1] = start;
  at[2] = end;
  at[3] = children;
  w->captures.count += STRIDE;
  return true;
}

static bool put_error(Walk *w, uint32_t start, uint32_t end) {
  if (!words_reserve(&w->errors, 2)) return false;
  w->errors.data[w->errors.count++] = start;
  w->errors.data[w->errors.count++] = end;
  return true;
}

static bool push_frame(Walk *w, Frame **frame, const TSLanguage *language, Subtree node, uint32_t position, uint16_t state,
                       TSFieldId field) {
  size_t depth = (size_t)(*frame - w->frames) + 1;
  if (depth == w->frame_capacity) {
    Frame *grown = realloc(w->frames, depth * 2 * sizeof *grown);
    if (grown == NULL) return false;
    w->frames = grown;
    w->frame_capacity = depth * 2;
  }
  *frame = w->frames + depth;
  const SubtreeHeapData *data = node.ptr;
  const Subtree *children = ts_subtree_children(node);
  PREFETCH(children[0].ptr);
  if (data->child_count > 1) PREFETCH(children[1].ptr);
  **frame = (Frame){
      .child = children,
      .end = children + data->child_count,
      .alias = ts_language_alias_sequence(language, data->production_id),
      .position = position,
      .state = state,
      .field = field,
  };
  ts_language_field_map(language, data->production_id, &(*frame)->fields, &(*frame)->fields_end);
  return true;
}

WalkResult walk_tree(Walk *w, Automaton *a, const TSTree *tree, bool (*is_expired)(void *), void *limit) {
  const TSLanguage *language = tree->language;
  w->captures.count = 0;
  w->errors.count = 0;
  w->disordered = false;
  if (w->frames == NULL) {
    w->frames = malloc(64 * sizeof *w->frames);
    if (w->frames == NULL) return WALK_NO_MEMORY;
    w->frame_capacity = 64;
  }
  bool has_errors = ts_subtree_error_cost(tree->root) > 0;
  // A missing token that the grammar hides is no node: then the last node that holds an error stands for it.
  uint32_t hidden_start = 0, hidden_end = 0;
  uint32_t visited = 0;
  size_t moves = 0;
  // Above the root every path may begin, and none has.
  Frame *frame = w->frames;
  *frame = (Frame){.child = &tree->root, .end = &tree->root + 1};
  for (;;) {
    while (frame->child == frame->end) {
      if (frame == w->frames) goto done;
      frame--;
    }
    const Subtree node = *frame->child++;
    if (frame->end - frame->child > 1) PREFETCH(frame->child[1].ptr);
    TSSymbol symbol;
    uint32_t start, end;
    bool visible, extra;
    if (node.data.is_inline) {
      symbol = node.data.symbol;
      visible = node.data.visible;
      extra = node.data.extra;
      start = frame->position + node.data.padding_bytes;
      end = start + node.data.size_bytes;
    } else {
      symbol = node.ptr->symbol;
      visible = node.ptr->visible;
      extra = node.ptr->extra;
      start = frame->position + node.ptr->padding.bytes;
      end = start + node.ptr->size.bytes;
    }
    uint32_t structural_index = frame->structural_index;
    uint32_t position = frame->position;
    frame->position = end;
    if (!extra) {
      frame->structural_index++;
      if (frame->alias != NULL && frame->alias[structural_index] != 0) {
        symbol = frame->alias[structural_index];
        visible = true;
      }
    }
    bool has_children = ts_subtree_visible_child_count(node) > 0;
    if (!visible) {
      if (!has_children) continue;
      TSFieldId field = field_of(frame, extra, structural_index);
      if (!push_frame(w, &frame, language, node, position, frame->state, field)) return WALK_NO_MEMORY;
      continue;
    }

    uint16_t state = a->next[(size_t)frame->state * a->width + automaton_column(a, symbol)];
    if (state == 0 && (state = automaton_learn(a, frame->state, symbol)) == 0) return WALK_NO_MEMORY;
    if (state == BY_FIELD) {
      state = automaton_by_field(a, frame->state, symbol, field_of(frame, extra, structural_index));
      if (state == 0) return WALK_NO_MEMORY;
    }
    const State *s = &a->states[state];
    for (uint32_t i = 0; i < s->capture_count; i++) {
      uint32_t id = s->captures[i];
      uint32_t children = a->counted[id] && ts_subtree_child_count(node) > 0 ? node.ptr->named_child_count : 0;
      if (!put(w, &moves, id, start, end, children)) return WALK_NO_MEMORY;
    }
    if (has_errors) {
      if (ts_subtree_error_cost(node) > 0) {
        hidden_start = start;
        hidden_end = end;
      }
      if ((symbol == ts_builtin_sym_error || ts_subtree_missing(node)) && !put_error(w, start, end)) return WALK_NO_MEMORY;
    }
    if ((++visited & 0x3FFF) == 0 && is_expired(limit)) return WALK_EXPIRED;
    if (has_children && !push_frame(w, &frame, language, node, position, state, 0)) return WALK_NO_MEMORY;
  }
done:
  if (has_errors && w->errors.count == 0 && !put_error(w, hidden_start, hidden_end)) return WALK_NO_MEMORY;
  return WALK_DONE;
}
