// The limit: reads files and parses them with the tree-sitter runtime, and does nothing else with the trees.
// `parse THREADS LIST`, where each line of LIST is the number of a grammar (in the order of GRAMMARS), a space and a path.
// Prints one line of JSON: files, bytes and trees with errors.
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tree_sitter/api.h>
#include <unistd.h>

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
  int grammar;
  const char *path;
} Source;

static Source *sources;
static size_t source_count;
static atomic_size_t next_source, files, bytes, with_errors;

static void parse(TSParser **parsers, Source source, char **buffer, size_t *capacity) {
  int file = open(source.path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0) {
    perror(source.path);
    exit(1);
  }
  size_t size = (size_t)status.st_size;
  if (size > *capacity) *buffer = realloc(*buffer, *capacity = size * 2);
  size_t length = 0;
  for (ssize_t got; length < size && (got = read(file, *buffer + length, size - length)) > 0;) length += (size_t)got;
  close(file);

  if (!parsers[source.grammar]) {
    parsers[source.grammar] = ts_parser_new();
    if (!ts_parser_set_language(parsers[source.grammar], GRAMMARS[source.grammar]())) exit(3);
  }
  TSTree *tree = ts_parser_parse_string(parsers[source.grammar], NULL, *buffer, (uint32_t)length);
  if (ts_node_has_error(ts_tree_root_node(tree))) with_errors++;
  ts_tree_delete(tree);
  files++;
  bytes += length;
}

static void *work(void *unused) {
  (void)unused;
  TSParser *parsers[GRAMMAR_COUNT] = {0};
  char *buffer = NULL;
  size_t capacity = 0;
  for (size_t i; (i = next_source++) < source_count;) parse(parsers, sources[i], &buffer, &capacity);
  for (int i = 0; i < GRAMMAR_COUNT; i++)
    if (parsers[i]) ts_parser_delete(parsers[i]);
  free(buffer);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int threads = atoi(argv[1]);
  FILE *list = fopen(argv[2], "r");
  if (!list || threads < 1 || threads > 64) return 2;
  size_t capacity = 0, line_capacity = 0;
  char *line = NULL;
  for (ssize_t length; (length = getline(&line, &line_capacity, list)) > 0;) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    char *path;
    long grammar = strtol(line, &path, 10);
    if (*path != ' ' || grammar < 0 || grammar >= GRAMMAR_COUNT) return 2;
    if (source_count == capacity) sources = realloc(sources, (capacity = capacity * 2 + 1024) * sizeof *sources);
    sources[source_count++] = (Source){(int)grammar, strdup(path + 1)};
  }
  fclose(list);

  pthread_t started[64];
  for (int i = 1; i < threads; i++) pthread_create(&started[i], NULL, work, NULL);
  work(NULL);
  for (int i = 1; i < threads; i++) pthread_join(started[i], NULL);
  printf("{\"files\":%zu,\"bytes\":%zu,\"withErrors\":%zu}\n", (size_t)files, (size_t)bytes, (size_t)with_errors);
  return 0;
}
