// What is in source files, in terms of their syntax trees: `density LIST`, with the lines of parse.c's list. Prints one line of
// JSON for each file: bytes, lines, blank lines, bytes of comments, of strings and of identifiers, leaves, nodes, named nodes,
// parameters, depth (summed over the leaves) and the microseconds of CPU that its parse took.
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tree_sitter/api.h>

#define GRAMMAR(name) extern const TSLanguage *tree_sitter_##name(void);
#include "grammars.h"
#undef GRAMMAR

typedef const TSLanguage *(*Grammar)(void);
#define GRAMMAR(name) tree_sitter_##name,
static const Grammar GRAMMARS[] = {
#include "grammars.h"
};
#undef GRAMMAR
enum { GRAMMAR_COUNT = sizeof GRAMMARS / sizeof *GRAMMARS };

typedef struct {
  long comments, strings, identifiers, leaves, nodes, named, parameters, depth;
} Counts;

static bool is_comment(const char *type) { return strstr(type, "comment") != NULL; }

/** With their quotes, and with what is interpolated. */
static bool is_string(const char *type) {
  return strstr(type, "string") != NULL || strcmp(type, "char_literal") == 0 || strcmp(type, "character_literal") == 0 ||
         strcmp(type, "heredoc_body") == 0 || strcmp(type, "rune_literal") == 0 || strcmp(type, "regex") == 0;
}

static bool is_identifier(const char *type) {
  return strstr(type, "identifier") != NULL || strcmp(type, "name") == 0 || strcmp(type, "constant") == 0;
}

/** What stands between the parentheses of a declaration. */
static bool is_parameters(const char *type) {
  return strcmp(type, "formal_parameters") == 0 || strcmp(type, "parameters") == 0 || strcmp(type, "parameter_list") == 0 ||
         strcmp(type, "function_value_parameters") == 0 || strcmp(type, "method_parameters") == 0 ||
         strcmp(type, "class_parameters") == 0;
}

static void count(TSNode root, Counts *counts) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  // Depth below which a comment or a string has been counted already; 0 is outside.
  uint32_t inside = 0, depth = 1;
  for (;;) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    const char *type = ts_node_type(node);
    long bytes = (long)ts_node_end_byte(node) - (long)ts_node_start_byte(node);
    counts->nodes++;
    if (ts_node_is_named(node)) {
      counts->named++;
      if (is_parameters(type)) counts->parameters += ts_node_named_child_count(node);
      if (!inside && is_comment(type)) {
        counts->comments += bytes;
        inside = depth;
      } else if (!inside && is_string(type)) {
        counts->strings += bytes;
        inside = depth;
      }
    }
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      depth++;
      continue;
    }
    counts->leaves++;
    counts->depth += depth;
    if (ts_node_is_named(node) && is_identifier(type)) counts->identifiers += bytes;
    for (;;) {
      if (inside == depth) inside = 0;
      if (ts_tree_cursor_goto_next_sibling(&cursor)) break;
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return;
      }
      depth--;
    }
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void measure(TSParser *parser, const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  char *text = malloc(size + 1);
  size = fread(text, 1, size, file);
  fclose(file);
  long lines = 0, blank = 0;
  bool empty = true;
  for (size_t i = 0; i < size; i++) {
    if (text[i] == '\n') {
      lines++;
      blank += empty;
      empty = true;
    } else if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
      empty = false;
  }
  double started = now();
  TSTree *tree = ts_parser_parse_string(parser, NULL, text, (uint32_t)size);
  double took = now() - started;
  Counts counts = {0};
  count(ts_tree_root_node(tree), &counts);
  printf("{\"bytes\":%zu,\"lines\":%ld,\"blank\":%ld,\"comments\":%ld,\"strings\":%ld,\"identifiers\":%ld,\"leaves\":%ld,"
         "\"nodes\":%ld,\"named\":%ld,\"parameters\":%ld,\"depth\":%ld,\"micros\":%.0f}\n",
         size, lines, blank, counts.comments, counts.strings, counts.identifiers, counts.leaves, counts.nodes, counts.named,
         counts.parameters, counts.depth, took);
  ts_tree_delete(tree);
  free(text);
}

int main(int argc, char **argv) {
  FILE *list = argc == 2 ? fopen(argv[1], "r") : NULL;
  if (!list) return 2;
  TSParser *parsers[GRAMMAR_COUNT] = {0};
  size_t capacity = 0;
  char *line = NULL;
  for (ssize_t length; (length = getline(&line, &capacity, list)) > 0;) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    char *path;
    long grammar = strtol(line, &path, 10);
    if (*path != ' ' || grammar < 0 || grammar >= GRAMMAR_COUNT) return 2;
    if (!parsers[grammar]) {
      parsers[grammar] = ts_parser_new();
      if (!ts_parser_set_language(parsers[grammar], GRAMMARS[grammar]())) return 3;
    }
    measure(parsers[grammar], path + 1);
  }
  return 0;
}
