// EXPECT: errors>=1

This file is no program at all: somebody named a letter ".ts".

Dear (unknown] reader,
  how are you {today"?
