// The tree-sitter runtime, from the sources that the `tree-sitter` package carries, as one translation unit.
#include "lib.c"
