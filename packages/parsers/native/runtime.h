// The tree-sitter runtime as Drift compiles it (`runtime.c`).
#ifndef DRIFT_RUNTIME_H_
#define DRIFT_RUNTIME_H_

#include "language.h"
#include "parser.h"

// The next states and actions that were looked up last: a grammar's own tables are lists to be searched.
#define LOOKUPS_BITS 13

// A grammar for the use of one thread. The runtime takes it for its language.
typedef struct {
  TSLanguage language;
  uint64_t lookups[1 << LOOKUPS_BITS];
  // How many tokens this parse may still try to take for missing.
  uint32_t missing_left;
} ThreadLanguage;

ThreadLanguage *thread_language_new(const TSLanguage *language);

// A parser of one source of so many bytes, for languages of this kind only.
TSParser *thread_parser_new(ThreadLanguage *language, uint32_t length);

#endif
