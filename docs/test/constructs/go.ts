import type { LanguageConstructs } from "./tables.js"

const source = (text: string): string => `package a\n${text}\n`

export const go: LanguageConstructs = {
  "## Functions": {
    function: { "`func it()`": [source("func it() {}"), "it"] },
    method: {
      "`func (a A) it()`": [source("func (a *A) it() {}"), "A.it"],
      "`type A interface { it() }`": [source("type A interface { it() }"), "A.it"]
    },
    constructor: {}
  },
  "### Flags of functions": {
    is_abstract: { "`interface { it() }`": [source("type A interface { it() }"), "A.it"] },
    "`has_body` 0": {
      "`interface { it() }`": [source("type A interface { it() }"), "A.it"],
      "`func it()` without a body": [source("func it()"), "it"]
    }
  },
  "### Parameters and types": {
    type: { "`it T`": [source("func f(it T) {}"), "it: T"] },
    rest: { "`it ...T`": [source("func f(it ...T) {}"), "it"] },
    return_type: {
      "`f() T`": [source("func f() T {}"), "T"],
      "`f() (T, error)`": [source("func f() (T, error) {}"), "(T, error)"]
    },
    generics: { "`[T B]`": [source("func f[T B]() {}"), "T < B"] }
  },
  "## Types": {
    interface: { "`type It interface`": [source("type It interface {}"), "It"] },
    struct: { "`type It struct`": [source("type It struct {}"), "It"] },
    alias: { "any other `type`": [source("type It func()"), "It"], "`type It = T`": [source("type It = T"), "It"] }
  },
  "### Further kinds": {},
  "### Bases": {
    extends: { "first type that an interface embeds": [source("type A interface { B; C }"), "B"] },
    implements: { "further ones": [source("type A interface { B; C }"), "C"] }
  },
  "### Properties": {
    name: {
      fields: [source("type A struct { it T }"), "it"],
      "embedded types": [source("type A struct { *p.It }"), "It"]
    },
    type: { "`it T`": [source("type A struct { it T }"), "it: T"] },
    tags: { '`` `json:"a"` ``': [source('type A struct { it T `json:"a"` }'), 'it {"json":"a"}'] }
  },
  "## Visibility": {
    public: { "`It`": [source("func It() {}"), "It"] },
    private: { "`it`": [source("func it() {}"), "it"] },
    is_exported: { public: [source("func It() {}\nfunc it() {}"), "It"] }
  },
  "### Visibility of properties": {
    public: { "`It`": [source("type A struct { It T }"), "It"] },
    private: { "`it`": [source("type A struct { it T }"), "it"] }
  },
  "## Namespaces": {
    "`namespace` of declarations": { "`package`": ["package a\nfunc f() {}", "a"] },
    "`namespace` of the file": { "`package`": ["package a", "a"] }
  },
  "## Decorators and documentation": {
    doc: { "`// …`": [source("// it\nfunc f() {}"), "it"], "`/* … */`": [source("/* it */\nfunc f() {}"), "it"] }
  },
  "## Imports": {
    import: {
      "`import`": [source('import "m"'), "m"],
      "each line of `import ( )`": [source('import (\n"m"\n"n"\n)'), "m", "n"]
    }
  },
  "### Specifiers": {
    "no specifier": { '`import "m"`': [source('import "m"'), "m"] },
    "a name": { '`m` of `import a "m"`': [source('import a "m"'), "m"] },
    alias: { '`import a "m"`': [source('import a "m"'), "m a"], '`import _ "m"`': [source('import _ "m"'), "m _"] },
    "*": { '`import . "m"`': [source('import . "m"'), "m"] }
  },
  "## Exports": {},
  "## Calls": {
    "a call": {
      "`it()`": [source("func f() { it() }"), "it"],
      conversions: [source("func f() { T(x) }"), "T"],
      "in `go` and `defer` too": [source("func f() { go it(); defer it() }"), "it", "it"]
    },
    receiver: { "`a.it()`": [source("func f() { a.it() }"), "a it"] }
  }
}
