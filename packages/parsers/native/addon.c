// The native parse engine: source bytes in, one flat table of captures out. It knows tree-sitter and capture tables, no
// language and no facts.
//
// This file is its JavaScript side; a query is run as an automaton (`automaton.h`) beside a walk over the tree (`walk.h`).
//
// Everything that one environment (a thread) uses belongs to that environment and goes with it; nothing is shared, so a
// thread may end at any moment between two calls.

#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

#include "arena.h"
#include "runtime.h"
#include "walk.h"

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

typedef struct {
  Arena arena;
  Walk walk;
} Workspace;

// ---------------------------------------------------------------------------------------------------------------------
// Parsing

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

static bool is_expired(void *data) {
  Limit *limit = data;
  if (!limit->expired && thread_cpu_micros() > limit->deadline) limit->expired = true;
  return limit->expired;
}

static bool on_progress(TSParseState *state) {
  Limit *limit = state->payload;
  return (++limit->calls & 63) == 0 && is_expired(limit);
}

// Parser and tree live in the arena, so that nothing of them is to be taken down but what the grammar has of its own.
static WalkResult parse(Workspace *w, Automaton *a, Source source, uint64_t limit_micros) {
  Limit limit = {thread_cpu_micros() + limit_micros, 0, false};
  TSInput input = {&source, read_source, TSInputEncodingUTF8, NULL};
  arena_current = &w->arena;
  TSParser *parser = thread_parser_new(a->language, source.length);
  TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, (TSParseOptions){&limit, on_progress});
  WalkResult result = WALK_EXPIRED;
  if (tree != NULL) result = walk_tree(&w->walk, a, tree, is_expired, &limit);
  else ts_parser_reset(parser);
  arena_reset(&w->arena);
  arena_current = NULL;
  return result;
}

// ---------------------------------------------------------------------------------------------------------------------
// JavaScript side

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

  Automaton *a = NULL;
  AutomatonStatus made = automaton_new(&a, language, paths_data, words, counted_data, captures);
  if (made == AUTOMATON_MALFORMED) return napi_throw_range_error(env, NULL, "Malformed paths"), NULL;
  if (made != AUTOMATON_OK) return fail(env, napi_ok);
  napi_status status = napi_create_external(env, a, automaton_finalize, NULL, &external);
  if (status != napi_ok) {
    automaton_free(a);
    return fail(env, status);
  }
  CHECK(napi_type_tag_object(env, external, &AUTOMATON_TAG));
  return external;
}

// An array of the same capacity with the same contents.
static napi_status words_to_js(napi_env env, const Words *words, napi_value *array) {
  napi_value buffer;
  void *data = NULL;
  napi_status status = napi_create_arraybuffer(env, words->capacity * sizeof *words->data, &data, &buffer);
  if (status != napi_ok) return status;
  memcpy(data, words->data, words->count * sizeof *words->data);
  return napi_create_typedarray(env, napi_uint32_array, words->capacity, buffer, 0, array);
}

static Automaton *automaton_from(napi_env env, napi_value value) {
  bool tagged = false;
  void *automaton = NULL;
  if (napi_check_object_type_tag(env, value, &AUTOMATON_TAG, &tagged) != napi_ok || !tagged ||
      napi_get_value_external(env, value, &automaton) != napi_ok) {
    napi_throw_type_error(env, NULL, "Not an automaton");
    return NULL;
  }
  return automaton;
}

// run(automaton, source: Uint8Array, limitMicros, counts: Uint32Array, words: Uint32Array): Uint32Array or undefined when
// the time limit was reached. Captures and then errors are written into `words`, or into a larger array when that is too
// small; the one that holds them is returned. `counts` receives the number of captures, the number of error words, and
// whether the captures are still to be sorted.
static napi_value run(napi_env env, napi_callback_info info) {
  size_t argc = 5;
  napi_value argv[5], result = NULL;
  CHECK(napi_get_cb_info(env, info, &argc, argv, NULL, NULL));
  Automaton *a = automaton_from(env, argv[0]);
  if (a == NULL) return NULL;
  napi_typedarray_type type, counts_type, words_type;
  size_t length = 0, count_length = 0, capacity = 0;
  void *bytes = NULL, *counts_data = NULL, *words_data = NULL;
  CHECK(napi_get_typedarray_info(env, argv[1], &type, &length, &bytes, NULL, NULL));
  if (type != napi_uint8_array) return napi_throw_type_error(env, NULL, "source must be a Uint8Array"), NULL;
  if (length > UINT32_MAX / 2) return napi_throw_range_error(env, NULL, "source is too long"), NULL;
  double limit_micros = 0;
  CHECK(napi_get_value_double(env, argv[2], &limit_micros));
  CHECK(napi_get_typedarray_info(env, argv[3], &counts_type, &count_length, &counts_data, NULL, NULL));
  CHECK(napi_get_typedarray_info(env, argv[4], &words_type, &capacity, &words_data, NULL, NULL));
  if (counts_type != napi_uint32_array || count_length < 3 || words_type != napi_uint32_array) {
    return napi_throw_type_error(env, NULL, "counts and words must be Uint32Arrays"), NULL;
  }

  Workspace *w = NULL;
  CHECK(napi_get_instance_data(env, (void **)&w));
  Words *captures = &w->walk.captures, *errors = &w->walk.errors;
  *captures = (Words){.data = words_data, .capacity = capacity, .lent = true};
  WalkResult walked = parse(w, a, (Source){bytes, (uint32_t)length}, (uint64_t)limit_micros);
  uint32_t *counts = counts_data;
  counts[0] = (uint32_t)(captures->count / STRIDE);
  counts[1] = (uint32_t)errors->count;
  counts[2] = w->walk.disordered;
  napi_status status = napi_ok;
  if (walked == WALK_DONE && !words_reserve(captures, errors->count)) walked = WALK_NO_MEMORY;
  if (walked == WALK_EXPIRED) status = napi_get_undefined(env, &result);
  if (walked == WALK_DONE) {
    if (errors->count > 0) memcpy(captures->data + captures->count, errors->data, errors->count * sizeof *errors->data);
    captures->count += errors->count;
    result = argv[4];
    if (!captures->lent) status = words_to_js(env, captures, &result);
  }
  words_free(captures);
  return walked == WALK_NO_MEMORY || status != napi_ok ? fail(env, status) : result;
}

static void workspace_finalize(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  Workspace *w = data;
  arena_free(&w->arena);
  walk_free(&w->walk);
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
