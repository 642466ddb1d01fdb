// The native parse engine: source bytes in, one flat table of captures out. It knows tree-sitter and capture tables, no
// language and no facts.
//
// A query is a set of downward paths of node kinds and fields. They run as one automaton beside a cursor walk: the state of
// a node follows from its parent's state, its kind and its field, so each node costs one table look-up, whatever the number
// of paths, and deep nesting costs nothing extra. States are made when first met.
//
// Everything that one environment (a thread) uses belongs to that environment and goes with it; nothing is shared, so a
// thread may end at any moment between two calls.

#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

#ifdef _WIN32
#include <windows.h>
static uint64_t thread_cpu_micros(void) {
  FILETIME creation, exit, kernel, user;
  GetThreadTimes(GetCurrentThread(), &creation, &exit, &kernel, &user);
  uint64_t ticks = ((uint64_t)kernel.dwHighDateTime << 32 | kernel.dwLowDateTime) +
                   ((uint64_t)user.dwHighDateTime << 32 | user.dwLowDateTime);
  return ticks / 10;
}
#else
#include <time.h>
static uint64_t thread_cpu_micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}
#endif

#define CHECK(call)                                                                                                   \
  do {                                                                                                                \
    napi_status status_ = (call);                                                                                     \
    if (status_ != napi_ok) return fail(env, status_);                                                                \
  } while (0)

// "tree-sitter", "language", as all grammar packages tag their language objects.
static const napi_type_tag LANGUAGE_TAG = {0x8AF2E5212AD58ABF, 0xD5006CAD83ABBA16};
// Drift's own tag of a compiled automaton.
static const napi_type_tag AUTOMATON_TAG = {0x6472696674617574, 0x6f6d61746f6e0001};

static napi_value fail(napi_env env, napi_status status) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) {
    const napi_extended_error_info *info = NULL;
    napi_get_last_error_info(env, &info);
    const char *message = info != NULL && info->error_message != NULL ? info->error_message : "N-API call failed";
    napi_throw_error(env, NULL, status == napi_ok ? "Out of memory" : message);
  }
  return NULL;
}

// ---------------------------------------------------------------------------------------------------------------------
// The automaton

#define ANY_KIND 0xFFFF
#define NAMED_KIND 0xFFFE

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
  uint32_t *captures;
  uint32_t capture_count;
  // Open-addressed table of the transitions seen so far.
  uint64_t *keys;
  uint32_t *targets;
  uint32_t size;
  uint32_t used;
} State;

typedef struct {
  const TSLanguage *language;
  uint16_t *kinds;
  Step *steps;
  // For each step: the capture id that matching it completes, or -1, and whether a further step follows it.
  int32_t *completes;
  uint32_t step_count;
  uint32_t *starts;
  uint32_t start_count;
  uint8_t *counted;
  uint32_t capture_total;
  State *states;
  uint32_t state_count;
  uint32_t state_capacity;
} Automaton;

typedef struct {
  TSParser *parser;
  uint32_t *rows;
  size_t row_words;
  size_t row_capacity;
  uint32_t *errors;
  size_t error_words;
  size_t error_capacity;
  uint32_t *stack;
  size_t stack_capacity;
} Workspace;

static void automaton_free(Automaton *a) {
  if (a == NULL) return;
  for (uint32_t i = 0; i < a->state_count; i++) {
    free(a->states[i].positions);
    free(a->states[i].captures);
    free(a->states[i].keys);
    free(a->states[i].targets);
  }
  free(a->states);
  free(a->kinds);
  free(a->steps);
  free(a->completes);
  free(a->starts);
  free(a->counted);
  free(a);
}

// Node keys are never 0: a kind of 0 (end of input) is no node.
static inline uint64_t key_of(TSSymbol kind, bool named, TSFieldId field) {
  return (uint64_t)kind << 17 | (uint64_t)field << 1 | (named ? 1 : 0) | (uint64_t)1 << 40;
}

static inline uint32_t slot_of(uint64_t key, uint32_t size) {
  return (uint32_t)((key * 0x9E3779B97F4A7C15ull) >> 33) & (size - 1);
}

static bool step_matches(const Automaton *a, const Step *step, TSSymbol kind, bool named, TSFieldId field) {
  if (step->field != 0 && step->field != field) return false;
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

// Finds the state with these positions and captures, or adds it. Takes over both arrays. UINT32_MAX: out of memory.
static uint32_t state_intern(Automaton *a, uint32_t *positions, uint32_t np, uint32_t *captures, uint32_t nc) {
  for (uint32_t i = 0; i < a->state_count; i++) {
    State *s = &a->states[i];
    if (s->position_count == np && s->capture_count == nc &&
        (np == 0 || memcmp(s->positions, positions, np * sizeof *positions) == 0) &&
        (nc == 0 || memcmp(s->captures, captures, nc * sizeof *captures) == 0)) {
      free(positions);
      free(captures);
      return i;
    }
  }
  if (a->state_count == a->state_capacity) {
    uint32_t capacity = a->state_capacity == 0 ? 64 : a->state_capacity * 2;
    State *grown = realloc(a->states, capacity * sizeof *grown);
    if (grown == NULL) return UINT32_MAX;
    a->states = grown;
    a->state_capacity = capacity;
  }
  State *s = &a->states[a->state_count];
  *s = (State){positions, np, captures, nc, NULL, NULL, 64, 0};
  s->keys = calloc(s->size, sizeof *s->keys);
  s->targets = malloc(s->size * sizeof *s->targets);
  if (s->keys == NULL || s->targets == NULL) return UINT32_MAX;
  return a->state_count++;
}

static bool table_insert(State *s, uint64_t key, uint32_t target) {
  if ((s->used + 1) * 2 > s->size) {
    uint32_t size = s->size * 2;
    uint64_t *keys = calloc(size, sizeof *keys);
    uint32_t *targets = malloc(size * sizeof *targets);
    if (keys == NULL || targets == NULL) return false;
    for (uint32_t i = 0; i < s->size; i++) {
      if (s->keys[i] == 0) continue;
      uint32_t slot = slot_of(s->keys[i], size);
      while (keys[slot] != 0) slot = (slot + 1) & (size - 1);
      keys[slot] = s->keys[i];
      targets[slot] = s->targets[i];
    }
    free(s->keys);
    free(s->targets);
    s->keys = keys;
    s->targets = targets;
    s->size = size;
  }
  uint32_t slot = slot_of(key, s->size);
  while (s->keys[slot] != 0) slot = (slot + 1) & (s->size - 1);
  s->keys[slot] = key;
  s->targets[slot] = target;
  s->used++;
  return true;
}

// Makes the transition that is met for the first time.
static uint32_t state_extend(Automaton *a, uint32_t from, TSSymbol kind, bool named, TSFieldId field) {
  uint32_t open = a->states[from].position_count;
  uint32_t limit = open + a->start_count;
  uint32_t *positions = malloc((limit + 1) * sizeof *positions);
  uint32_t *captures = malloc((limit + 1) * sizeof *captures);
  if (positions == NULL || captures == NULL) return UINT32_MAX;
  uint32_t np = 0, nc = 0;
  for (uint32_t i = 0; i < limit; i++) {
    uint32_t step = i < open ? a->states[from].positions[i] : a->starts[i - open];
    if (!step_matches(a, &a->steps[step], kind, named, field)) continue;
    if (a->completes[step] >= 0) captures[nc++] = (uint32_t)a->completes[step];
    else positions[np++] = step + 1;
  }
  qsort(positions, np, sizeof *positions, compare_u32);
  qsort(captures, nc, sizeof *captures, compare_u32);
  uint32_t unique = 0;
  for (uint32_t i = 0; i < nc; i++)
    if (i == 0 || captures[i] != captures[unique - 1]) captures[unique++] = captures[i];
  uint32_t target = state_intern(a, positions, np, captures, unique);
  if (target == UINT32_MAX) return target;
  return table_insert(&a->states[from], key_of(kind, named, field), target) ? target : UINT32_MAX;
}

static inline uint32_t state_next(Automaton *a, uint32_t from, TSSymbol kind, bool named, TSFieldId field) {
  const State *s = &a->states[from];
  uint64_t key = key_of(kind, named, field);
  uint32_t slot = slot_of(key, s->size);
  while (s->keys[slot] != 0) {
    if (s->keys[slot] == key) return s->targets[slot];
    slot = (slot + 1) & (s->size - 1);
  }
  return state_extend(a, from, kind, named, field);
}

// ---------------------------------------------------------------------------------------------------------------------
// Parsing and walking

typedef struct {
  const char *bytes;
  uint32_t length;
} Source;

static const char *read_source(void *payload, uint32_t at, TSPoint position, uint32_t *length) {
  (void)position;
  Source *source = payload;
  if (at >= source->length) {
    *length = 0;
    return "";
  }
  *length = source->length - at;
  return source->bytes + at;
}

typedef struct {
  uint64_t deadline;
  uint32_t calls;
  bool expired;
} Limit;

static bool is_expired(Limit *limit) {
  if (!limit->expired && thread_cpu_micros() > limit->deadline) limit->expired = true;
  return limit->expired;
}

static bool on_progress(TSParseState *state) {
  Limit *limit = state->payload;
  return (++limit->calls & 63) == 0 && is_expired(limit);
}

static bool reserve(uint32_t **words, size_t *capacity, size_t needed) {
  if (needed <= *capacity) return true;
  size_t grown_capacity = *capacity == 0 ? 4096 : *capacity;
  while (grown_capacity < needed) grown_capacity *= 2;
  uint32_t *grown = realloc(*words, grown_capacity * sizeof **words);
  if (grown == NULL) return false;
  *words = grown;
  *capacity = grown_capacity;
  return true;
}

typedef enum { WALK_DONE, WALK_EXPIRED, WALK_NO_MEMORY } WalkResult;

static WalkResult walk(Automaton *a, Workspace *w, TSNode root, Limit *limit) {
  w->row_words = 0;
  w->error_words = 0;
  bool has_errors = ts_node_has_error(root);
  // A missing token that the grammar hides is no visible node: then the last node that holds an error stands for it.
  uint32_t hidden_start = 0, hidden_end = 0;
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  WalkResult result = WALK_NO_MEMORY;
  size_t depth = 0;
  uint32_t visited = 0;
  // State 0 has no open positions: every path may start at any node.
  if (!reserve(&w->stack, &w->stack_capacity, 1)) goto end;
  w->stack[0] = 0;
  for (;;) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    TSFieldId field = depth == 0 ? 0 : ts_tree_cursor_current_field_id(&cursor);
    uint32_t state = state_next(a, w->stack[depth], ts_node_symbol(node), ts_node_is_named(node), field);
    if (state == UINT32_MAX) goto end;
    const State *s = &a->states[state];
    if (s->capture_count > 0) {
      if (!reserve(&w->rows, &w->row_capacity, w->row_words + 4 * (size_t)s->capture_count)) goto end;
      uint32_t start = ts_node_start_byte(node), stop = ts_node_end_byte(node);
      for (uint32_t i = 0; i < s->capture_count; i++) {
        uint32_t id = s->captures[i];
        uint32_t *row = w->rows + w->row_words;
        row[0] = id;
        row[1] = start;
        row[2] = stop;
        row[3] = a->counted[id] ? ts_node_named_child_count(node) : 0;
        w->row_words += 4;
      }
    }
    if (has_errors && ts_node_has_error(node)) {
      hidden_start = ts_node_start_byte(node);
      hidden_end = ts_node_end_byte(node);
    }
    if (has_errors && (ts_node_is_error(node) || ts_node_is_missing(node))) {
      if (!reserve(&w->errors, &w->error_capacity, w->error_words + 2)) goto end;
      w->errors[w->error_words++] = ts_node_start_byte(node);
      w->errors[w->error_words++] = ts_node_end_byte(node);
    }
    if ((++visited & 0x3FFF) == 0 && is_expired(limit)) {
      result = WALK_EXPIRED;
      goto end;
    }
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      depth++;
      if (!reserve(&w->stack, &w->stack_capacity, depth + 1)) goto end;
      w->stack[depth] = state;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (depth == 0 || !ts_tree_cursor_goto_parent(&cursor)) {
        if (has_errors && w->error_words == 0) {
          if (!reserve(&w->errors, &w->error_capacity, 2)) goto end;
          w->errors[w->error_words++] = hidden_start;
          w->errors[w->error_words++] = hidden_end;
        }
        result = WALK_DONE;
        goto end;
      }
      depth--;
    }
  }
end:
  ts_tree_cursor_delete(&cursor);
  return result;
}

// ---------------------------------------------------------------------------------------------------------------------
// JavaScript side

static napi_value words_to_js(napi_env env, const uint32_t *words, size_t count) {
  napi_value buffer, array;
  void *data = NULL;
  CHECK(napi_create_arraybuffer(env, count * sizeof *words, &data, &buffer));
  if (count > 0) memcpy(data, words, count * sizeof *words);
  CHECK(napi_create_typedarray(env, napi_uint32_array, count, buffer, 0, &array));
  return array;
}

static const TSLanguage *language_from(napi_env env, napi_value value) {
  bool tagged = false;
  void *language = NULL;
  if (napi_check_object_type_tag(env, value, &LANGUAGE_TAG, &tagged) != napi_ok || !tagged ||
      napi_get_value_external(env, value, &language) != napi_ok) {
    napi_throw_type_error(env, NULL, "Not a tree-sitter language object");
    return NULL;
  }
  uint32_t abi = ts_language_abi_version(language);
  if (abi < TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION || abi > TREE_SITTER_LANGUAGE_VERSION) {
    napi_throw_error(env, NULL, "The grammar was made for another version of tree-sitter");
    return NULL;
  }
  return language;
}

// describe(language): { kinds: [name, isNamed, ...], fields: [name, ...] } by id; field 0 is no field.
static napi_value describe(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value argument, result, kinds, fields, text, flag;
  CHECK(napi_get_cb_info(env, info, &argc, &argument, NULL, NULL));
  const TSLanguage *language = language_from(env, argument);
  if (language == NULL) return NULL;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_create_array(env, &kinds));
  CHECK(napi_create_array(env, &fields));
  uint32_t kind_count = ts_language_symbol_count(language);
  for (uint32_t i = 0; i < kind_count; i++) {
    TSSymbolType type = ts_language_symbol_type(language, (TSSymbol)i);
    const char *name = ts_language_symbol_name(language, (TSSymbol)i);
    bool visible = type == TSSymbolTypeRegular || type == TSSymbolTypeAnonymous;
    CHECK(napi_create_string_utf8(env, visible && name != NULL ? name : "", NAPI_AUTO_LENGTH, &text));
    CHECK(napi_get_boolean(env, type == TSSymbolTypeRegular, &flag));
    CHECK(napi_set_element(env, kinds, i * 2, text));
    CHECK(napi_set_element(env, kinds, i * 2 + 1, flag));
  }
  uint32_t field_count = ts_language_field_count(language);
  for (uint32_t i = 0; i <= field_count; i++) {
    const char *name = i == 0 ? "" : ts_language_field_name_for_id(language, (TSFieldId)i);
    CHECK(napi_create_string_utf8(env, name != NULL ? name : "", NAPI_AUTO_LENGTH, &text));
    CHECK(napi_set_element(env, fields, i, text));
  }
  CHECK(napi_set_named_property(env, result, "kinds", kinds));
  CHECK(napi_set_named_property(env, result, "fields", fields));
  return result;
}

static void automaton_finalize(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  automaton_free(data);
}

// compile(language, paths: Uint32Array, counted: Uint8Array): automaton
// A path in `paths`: capture id, number of steps, then for each step: field id, number of kinds, kinds.
static napi_value compile(napi_env env, napi_callback_info info) {
  size_t argc = 3;
  napi_value argv[3], external;
  CHECK(napi_get_cb_info(env, info, &argc, argv, NULL, NULL));
  const TSLanguage *language = language_from(env, argv[0]);
  if (language == NULL) return NULL;
  napi_typedarray_type type;
  size_t words = 0, captures = 0;
  void *paths_data = NULL, *counted_data = NULL;
  CHECK(napi_get_typedarray_info(env, argv[1], &type, &words, &paths_data, NULL, NULL));
  if (type != napi_uint32_array) return napi_throw_type_error(env, NULL, "paths must be a Uint32Array"), NULL;
  CHECK(napi_get_typedarray_info(env, argv[2], &type, &captures, &counted_data, NULL, NULL));
  if (type != napi_uint8_array) return napi_throw_type_error(env, NULL, "counted must be a Uint8Array"), NULL;

  Automaton *a = calloc(1, sizeof *a);
  if (a == NULL) return fail(env, napi_ok);
  a->language = language;
  a->capture_total = (uint32_t)captures;
  // No table can need more entries than there are words.
  a->kinds = malloc((words + 1) * sizeof *a->kinds);
  a->steps = malloc((words + 1) * sizeof *a->steps);
  a->completes = malloc((words + 1) * sizeof *a->completes);
  a->starts = malloc((words + 1) * sizeof *a->starts);
  a->counted = malloc(captures + 1);
  if (!a->kinds || !a->steps || !a->completes || !a->starts || !a->counted) goto no_memory;
  memcpy(a->counted, counted_data, captures);
  const uint32_t *paths = paths_data;
  uint32_t kind_total = 0;
  for (size_t at = 0; at < words;) {
    if (at + 2 > words) goto malformed;
    uint32_t capture = paths[at], steps = paths[at + 1];
    if (capture >= captures || steps == 0) goto malformed;
    at += 2;
    a->starts[a->start_count++] = a->step_count;
    for (uint32_t i = 0; i < steps; i++) {
      if (at + 2 > words) goto malformed;
      uint32_t field = paths[at], kinds = paths[at + 1];
      at += 2;
      if (kinds > words - at) goto malformed;
      a->steps[a->step_count] = (Step){kind_total, kinds, (uint16_t)field};
      a->completes[a->step_count] = i + 1 == steps ? (int32_t)capture : -1;
      a->step_count++;
      for (uint32_t k = 0; k < kinds; k++) a->kinds[kind_total++] = (uint16_t)paths[at++];
    }
  }
  if (state_intern(a, NULL, 0, NULL, 0) == UINT32_MAX) goto no_memory;
  napi_status status = napi_create_external(env, a, automaton_finalize, NULL, &external);
  if (status != napi_ok) {
    automaton_free(a);
    return fail(env, status);
  }
  CHECK(napi_type_tag_object(env, external, &AUTOMATON_TAG));
  return external;

malformed:
  automaton_free(a);
  napi_throw_range_error(env, NULL, "Malformed paths");
  return NULL;
no_memory:
  automaton_free(a);
  return fail(env, napi_ok);
}

// run(automaton, source: Uint8Array, limitMicros): [captures, errors] or undefined when the time limit was reached
static napi_value run(napi_env env, napi_callback_info info) {
  size_t argc = 3;
  napi_value argv[3], result = NULL;
  CHECK(napi_get_cb_info(env, info, &argc, argv, NULL, NULL));
  bool tagged = false;
  void *external = NULL;
  if (napi_check_object_type_tag(env, argv[0], &AUTOMATON_TAG, &tagged) != napi_ok || !tagged ||
      napi_get_value_external(env, argv[0], &external) != napi_ok) {
    napi_throw_type_error(env, NULL, "Not an automaton");
    return NULL;
  }
  Automaton *a = external;
  napi_typedarray_type type;
  size_t length = 0;
  void *bytes = NULL;
  CHECK(napi_get_typedarray_info(env, argv[1], &type, &length, &bytes, NULL, NULL));
  if (type != napi_uint8_array) return napi_throw_type_error(env, NULL, "source must be a Uint8Array"), NULL;
  if (length > UINT32_MAX / 2) return napi_throw_range_error(env, NULL, "source is too long"), NULL;
  double limit_micros = 0;
  CHECK(napi_get_value_double(env, argv[2], &limit_micros));

  Workspace *w = NULL;
  CHECK(napi_get_instance_data(env, (void **)&w));
  if (w->parser == NULL && (w->parser = ts_parser_new()) == NULL) return fail(env, napi_ok);
  if (!ts_parser_set_language(w->parser, a->language)) {
    napi_throw_error(env, NULL, "The grammar was made for another version of tree-sitter");
    return NULL;
  }
  Source source = {bytes, (uint32_t)length};
  Limit limit = {thread_cpu_micros() + (uint64_t)limit_micros, 0, false};
  TSInput input = {&source, read_source, TSInputEncodingUTF8, NULL};
  TSTree *tree = ts_parser_parse_with_options(w->parser, NULL, input, (TSParseOptions){&limit, on_progress});
  if (tree == NULL) {
    // Without this the next parse would go on with this one.
    ts_parser_reset(w->parser);
    CHECK(napi_get_undefined(env, &result));
    return result;
  }
  WalkResult walked = walk(a, w, ts_tree_root_node(tree), &limit);
  ts_tree_delete(tree);
  if (walked == WALK_NO_MEMORY) return fail(env, napi_ok);
  if (walked == WALK_EXPIRED) {
    CHECK(napi_get_undefined(env, &result));
    return result;
  }
  napi_value captures = words_to_js(env, w->rows, w->row_words);
  if (captures == NULL) return NULL;
  napi_value errors = words_to_js(env, w->errors, w->error_words);
  if (errors == NULL) return NULL;
  CHECK(napi_create_array_with_length(env, 2, &result));
  CHECK(napi_set_element(env, result, 0, captures));
  CHECK(napi_set_element(env, result, 1, errors));
  return result;
}

static void workspace_finalize(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  Workspace *w = data;
  if (w->parser != NULL) ts_parser_delete(w->parser);
  free(w->rows);
  free(w->errors);
  free(w->stack);
  free(w);
}

static napi_value init(napi_env env, napi_value exports) {
  Workspace *w = calloc(1, sizeof *w);
  if (w == NULL) return fail(env, napi_ok);
  napi_status status = napi_set_instance_data(env, w, workspace_finalize, NULL);
  if (status != napi_ok) {
    free(w);
    return fail(env, status);
  }
  const napi_property_descriptor functions[] = {
      {"describe", NULL, describe, NULL, NULL, NULL, napi_enumerable, NULL},
      {"compile", NULL, compile, NULL, NULL, NULL, napi_enumerable, NULL},
      {"run", NULL, run, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  CHECK(napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions));
  return exports;
}

NAPI_MODULE(NODE_GYP_MODULE_NAME, init)
