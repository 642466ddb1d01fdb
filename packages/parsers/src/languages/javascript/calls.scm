; The grammar of JavaScript names calls as in ../ecmascript; nothing is to be added.
