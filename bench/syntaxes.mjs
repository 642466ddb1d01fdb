// How the ten languages of the generated trees spell what writer.mjs draws, and how often each of them has what: comments,
// licences, long functions, imports. The figures were set by density.mjs to come near to real repositories.
import { camel, capital, pascal, snake } from "./words.mjs"

/** A comment before a declaration, as Java, PHP, Kotlin and JavaScript write it. */
const stars = (lines) => ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"]
const tagged = (param) => (lines, parameters, result, draw) =>
  stars([
    ...lines,
    ...(draw.chance(45) && parameters.length > 0
      ? [
          "",
          ...parameters.map((each) => param(each, draw)),
          ...(result === undefined ? [] : [`@return ${draw.phrase()}`])
        ]
      : [])
  ])
const slashes = (mark) => (lines) => lines.map((line) => `${mark} ${line}`)
const listed = (parameters, show) => parameters.map(show).join(", ")

/** What most of them have in common; each one says what is different. */
const COMMON = {
  comment: "//",
  indent: "    ",
  depth: 1,
  spell: camel,
  variable: (name) => name,
  property: camel,
  self: "this.",
  field: (name) => `this.${name}`,
  access: ".",
  text: (text) => `"${text}"`,
  operators: ["+", "-", "+", "*", "/", "%"],
  comparisons: ["==", "!=", ">", "<", "==", ">=", "<="],
  truths: ["true", "false"],
  nothing: "null",
  and: "&&",
  or: "||",
  no: (value) => `!${value}`,
  missing: (value) => `${value} == null`,
  make: (type, values) => `new ${type}(${values.join(", ")})`,
  list: (values) => `[${values.join(", ")}]`,
  either: (condition, yes, no) => `(${condition} ? ${yes} : ${no})`,
  lambda: (name, value) => `${name} => ${value}`,
  assign: (target, sign, value) => `${target} ${sign} ${value};`,
  run: (call) => `${call};`,
  give: (value) => `return ${value};`,
  leave: (value) => `return ${value};`,
  raise: (error, text) => `throw new ${error}(${text});`,
  when: (condition) => `if (${condition}) {`,
  orWhen: (condition) => `} else if (${condition}) {`,
  otherwise: "} else {",
  until: (condition) => `while (${condition}) {`,
  attempt: (body, call, error) => [
    ["try {"],
    [undefined, body()],
    [`} catch (${error} e) {`],
    [undefined, body()],
    ["}"]
  ],
  choose: (value) => `switch (${value}) {`,
  armDepth: 1,
  arm: (value, statement) => [`case ${value}:`, `    ${statement}`, "    break;"],
  armElse: (statement) => ["default:", `    ${statement}`],
  end: "}",
  errors: ["Error"],
  before: () => [],
  header: (lines) => ["/*", ...lines.map((line) => ` * ${line}`), " */"],
  headerLines: [3, 8],
  licensed: 30,
  documented: 50,
  docLines: [1, 3],
  length: [4, 12],
  typed: 100,
  imports: [1, 3],
  close: ({ inType }) => (inType ? ["}"] : [])
}

const define = (given) => ({ ...COMMON, ...given })

const ECMASCRIPT = {
  indent: "  ",
  operators: ["+", "-", "+", "*", "/", "%"],
  comparisons: ["===", "!==", ">", "<", "===", ">=", "<="],
  nothing: "undefined",
  missing: (value) => `${value} === undefined`,
  each: (name, list) => `for (const ${name} of ${list}) {`,
  lambda: (name, value) => `(${name}) => ${value}`,
  arm: (value, statement) => [`case ${value}:`, `  ${statement}`, "  break;"],
  armElse: (statement) => ["default:", `  ${statement}`],
  attempt: (body) => [["try {"], [undefined, body()], ["} catch (error) {"], [undefined, body()], ["}"]],
  plain: 20,
  globals: ["String", "Number", "require", "parseInt", "isNaN", "Boolean", "setTimeout"],
  errors: ["Error", "TypeError", "RangeError"],
  text: (text) => `'${text}'`
}

export const SYNTAXES = [
  define({
    ...ECMASCRIPT,
    id: "typescript",
    arity: [1, 2, 3],
    calling: 35,
    length: [11, 28],
    statements: { run: 11 },
    values: { call: 6, text: 13 },
    file: (n) => `module${n}.ts`,
    types: [
      "string",
      "number",
      "boolean",
      "unknown",
      "string[]",
      "Map<string, number>",
      "Promise<void>",
      "number | undefined"
    ],
    declare: (name, value, type, draw) =>
      `${draw.pick(["const", "const", "let"])} ${name}${draw.chance(25) ? `: ${type}` : ""} = ${value};`,
    doc: tagged(({ name }, draw) => `@param ${name} - ${draw.phrase()}`),
    signature: ({ draw, inType, name, parameters, result }) => {
      const head = `${name}(${listed(parameters, (each) => `${each.name}: ${each.type}`)})${result === undefined ? "" : `: ${result}`} {`
      return inType ? `${draw.pick(["", "", "private ", "static ", "async "])}${head}` : `export function ${head}`
    },
    licensed: 15,
    documented: 90,
    docLines: [2, 5],
    typed: 40,
    ownTypes: 40,
    open: ({ about, draw, fields, inType, prose, type, types }, title, imported) => [
      ...imported.map((name) => `import { ${name} } from '${draw.pick(["./", "../", "@scope/"])}${draw.noun()}';`),
      "",
      ...(draw.chance(60)
        ? [
            ...about(),
            `export interface ${title}Options${draw.chance(30) ? "<T>" : ""} {`,
            ...fields
              .slice(0, 3)
              .flatMap((name) => [
                ...(draw.chance(40) ? [`  /** ${prose(1)[0]} */`] : []),
                `  ${draw.pick(["", "readonly "])}${name}${draw.pick(["", "?"])}: ${type()};`
              ]),
            "}",
            ""
          ]
        : []),
      ...(draw.chance(25) ? [`export type ${title}Kind = ${types.join(" | ")} | '${draw.noun()}';`, ""] : []),
      ...(inType
        ? [
            ...about(),
            `export class ${title} extends ${types[0]} {`,
            ...fields.map((name) => `  private ${name}: ${type()};`)
          ]
        : fields.map((name) => `const ${name}: ${type()} = ${draw.int(0, 99)};`))
    ]
  }),
  define({
    ...ECMASCRIPT,
    id: "javascript",
    longNames: 25,
    calling: 25,
    statements: { run: 6, note: 10 },
    values: { call: 4, text: 26 },
    file: (n) => `module${n}.js`,
    types: ["string", "number"],
    declare: (name, value, _, draw) => `${draw.pick(["const", "const", "let"])} ${name} = ${value};`,
    doc: tagged(({ name, type }, draw) => `@param {${type}} ${name} ${draw.phrase()}`),
    signature: ({ draw, inType, name, parameters }) =>
      inType
        ? `${draw.pick(["", "", "", "async ", "static "])}${name}(${listed(parameters, (each) => each.name)}) {`
        : `function ${name}(${listed(parameters, (each) => each.name)}) {`,
    licensed: 35,
    documented: 75,
    imports: [1, 2],
    length: [8, 24],
    docLines: [2, 5],
    typed: 25,
    open: ({ about, draw, fields, inType, types, value }, title, imported) => [
      ...imported.map((name) =>
        inType
          ? `import ${name} from '${draw.pick(["./", "../", ""])}${draw.noun()}';`
          : `const ${name} = require('${draw.pick(["./", "../", ""])}${draw.noun()}');`
      ),
      "",
      ...(inType
        ? [
            ...about(),
            `export class ${title} extends ${types[0]} {`,
            "  constructor() {",
            "    super();",
            ...fields.map((name) => `    this.${name} = ${draw.int(0, 99)};`),
            "  }"
          ]
        : [
            `const defaults = {`,
            ...fields.map((name) => `  ${name}: ${value([])},`),
            "};",
            `const { ${fields.join(", ")} } = defaults;`
          ])
    ],
    close: ({ draw, inType, fields }) => (inType ? ["}"] : ["", `module.exports = ${draw.pick(fields)};`])
  }),
  define({
    id: "python",
    longNames: 10,
    length: [4, 11],
    values: { text: 15, call: 15 },
    comment: "#",
    spell: snake,
    property: snake,
    self: "self.",
    field: (name) => `self.${name}`,
    file: (n) => `module_${n}.py`,
    types: ["str", "int", "bool", "list", "dict", "bytes"],
    text: (text) => `"${text}"`,
    truths: ["True", "False"],
    nothing: "None",
    and: "and",
    or: "or",
    no: (value) => `not ${value}`,
    missing: (value) => `${value} is None`,
    make: (type, values) => `${type}(${values.join(", ")})`,
    list: (values) => `[${values.join(", ")}]`,
    either: (condition, yes, no) => `(${yes} if ${condition} else ${no})`,
    lambda: (name, value) => `lambda ${name}: ${value}`,
    declare: (name, value) => `${name} = ${value}`,
    assign: (target, sign, value) => `${target} ${sign} ${value}`,
    run: (call) => call,
    give: (value) => `return ${value}`,
    leave: (value) => `return ${value}`,
    raise: (error, text) => `raise ${error}(${text})`,
    when: (condition) => `if ${condition}:`,
    orWhen: (condition) => `elif ${condition}:`,
    otherwise: "else:",
    each: (name, list) => `for ${name} in ${list}:`,
    until: (condition) => `while ${condition}:`,
    attempt: (body, call, error) => [["try:"], [undefined, body()], [`except ${error}:`], [undefined, body()]],
    statements: { choose: 0, note: 9, run: 16 },
    end: "",
    plain: 35,
    globals: ["len", "isinstance", "str", "int", "getattr", "list", "print", "super", "set", "range", "dict", "tuple"],
    errors: ["ValueError", "TypeError", "KeyError", "OSError", "RuntimeError"],
    doc: (lines) => (lines.length === 1 ? [`"""${lines[0]}"""`] : [`"""${lines[0]}`, "", ...lines.slice(1), `"""`]),
    docInside: true,
    docLines: [1, 5],
    documented: 50,
    licensed: 25,
    header: (lines) => lines.map((line) => `# ${line}`),
    before: (draw, inType) =>
      draw.chance(10) ? [inType ? draw.pick(["@property", "@staticmethod", "@classmethod"]) : "@cache"] : [],
    signature: ({ draw, inType, name, parameters, result }) => {
      const all = listed(
        parameters,
        (each, i) => each.name + (i > 0 && i === parameters.length - 1 ? draw.pick(["=None", "", "=0"]) : "")
      )
      return `def ${name}(${[...(inType ? ["self"] : []), ...(all === "" ? [] : [all])].join(", ")})${result !== undefined && draw.chance(15) ? ` -> "${result}"` : ""}:`
    },
    typed: 70,
    open: ({ about, draw, fields, inType, pad, types, value, words }, title, imported) => [
      ...imported.map((name) =>
        draw.pick([`from ${draw.pick([".", "..", ""])}${draw.noun()} import ${name}`, `import ${draw.noun()}`])
      ),
      "",
      ...(inType
        ? [
            "",
            `class ${title}(${types[0]}):`,
            ...about().map((line) => pad(1, line)),
            ...fields.map((name) => `    ${name} = ${value([], 2)}`)
          ]
        : fields.map(
            (name) =>
              `${name} = ${draw.pick([String(draw.int(0, 99)), `"${words()}"`, `{"${words()}": ${draw.int(0, 99)}, "${words()}": None}`])}`
          ))
    ],
    close: () => []
  }),
  define({
    id: "java",
    longNames: 25,
    values: { call: 18 },
    file: (n) => `Module${n}.java`,
    types: ["String", "int", "boolean", "List<String>", "Object", "long", "Map<String, Object>", "byte[]"],
    ownTypes: 40,
    declare: (name, value, type, draw) => `${draw.chance(12) ? "final " : ""}${type} ${name} = ${value};`,
    list: (values) => `Arrays.asList(${values.join(", ")})`,
    lambda: (name, value) => `${name} -> ${value}`,
    each: (name, list) => `for (String ${name} : ${list}) {`,
    errors: ["IllegalArgumentException", "IllegalStateException", "IOException", "NullPointerException"],
    property: camel,
    field: (name) => name,
    self: "",
    doc: tagged(({ name }, draw) => `@param ${name} ${draw.phrase()}`),
    before: (draw) => (draw.chance(35) ? ["@Override"] : []),
    signature: ({ draw, name, parameters, result }) =>
      `${draw.pick(["public", "private", "protected", "public static"])} ${result ?? "void"} ${name}(${listed(parameters, (each) => `${each.type} ${each.name}`)}) ${draw.chance(10) ? "throws IOException " : ""}{`,
    licensed: 85,
    headerLines: [8, 15],
    documented: 68,
    docLines: [2, 5],
    length: [2, 8],
    imports: [2, 4],
    open: ({ about, draw, fields, type, types }, title, imported) => [
      `package com.example.${draw.noun()};`,
      "",
      ...imported.map((name) => `import com.example.${draw.noun()}.${name};`),
      "",
      ...about(),
      `public ${draw.pick(["", "final ", "abstract "])}class ${title} extends ${types[0]}${draw.chance(40) ? ` implements ${types.at(-1)}` : ""} {`,
      ...fields.map((name) => `    private ${draw.pick(["", "final "])}${type()} ${name};`)
    ]
  }),
  define({
    id: "csharp",
    calling: 65,
    longNames: 35,
    values: { text: 10, call: 24 },
    depth: 2,
    spellFunction: pascal,
    property: pascal,
    braceBelow: true,
    field: (name) => `_${name}`,
    self: "",
    file: (n) => `Module${n}.cs`,
    types: ["string", "int", "bool", "object", "List<string>", "byte[]", "long", "Dictionary<string, object>"],
    ownTypes: 40,
    declare: (name, value, type, draw) => `${draw.chance(40) ? "var" : type} ${name} = ${value};`,
    list: (values) => `new [] { ${values.join(", ")} }`,
    each: (name, list) => `foreach (var ${name} in ${list}) {`,
    errors: ["ArgumentException", "InvalidOperationException", "ArgumentNullException", "NotSupportedException"],
    doc: (lines, parameters, _, draw) => [
      "/// <summary>",
      ...lines.map((line) => `/// ${line}`),
      "/// </summary>",
      ...(draw.chance(40) ? parameters.map(({ name }) => `/// <param name="${name}">${draw.phrase()}</param>`) : [])
    ],
    before: (draw) => (draw.chance(12) ? [draw.pick(["[Test]", "[Obsolete]", "[DebuggerStepThrough]"])] : []),
    signature: ({ draw, name, parameters, result }) =>
      `${draw.pick(["public", "private", "internal", "public override", "public static"])} ${result ?? "void"} ${name}(${listed(parameters, (each) => `${each.type} ${each.name}`)}) {`,
    licensed: 55,
    headerLines: [4, 12],
    header: (lines) => lines.map((line) => `// ${line}`),
    documented: 28,
    docLines: [1, 2],
    length: [3, 7],
    open: ({ about, draw, fields, pad, type, types }, title, imported) => [
      ...imported.map((name) => `using Example.${name};`),
      "",
      `namespace Example.${pascal(draw.thing())}`,
      "{",
      ...about().map((line) => pad(1, line)),
      `    public ${draw.pick(["", "sealed ", "abstract "])}class ${title} : ${types[0]}`,
      "    {",
      ...fields.map((name) =>
        draw.chance(65)
          ? `        private ${type()} _${name};`
          : `        public ${type()} ${capital(name)} { get; set; }`
      )
    ],
    close: () => ["    }", "}"]
  }),
  define({
    id: "go",
    arity: [1, 0, 2],
    calling: 35,
    values: { call: 9 },
    indent: "\t",
    depth: 0,
    spellFunction: pascal,
    property: pascal,
    self: "s.",
    field: (name) => `s.${name}`,
    file: (n) => `module${n}.go`,
    types: ["string", "int", "error", "bool", "[]byte", "*Handle", "map[string]int", "[]string"],
    declare: (name, value, type, draw) => `${name}${draw.chance(20) ? ", err" : ""} := ${value}`,
    assign: (target, sign, value) => `${target} ${sign} ${value}`,
    nothing: "nil",
    missing: (value) => `${value} == nil`,
    make: (type, values) => (values.length === 0 ? `&${type}{}` : `&${type}{Name: ${values.join(", Value: ")}}`),
    list: (values) => `[]string{${values.join(", ")}}`,
    either: (condition) => condition,
    lambda: (name, value) => `func(${name} string) bool { return ${value} }`,
    run: (call) => call,
    give: (value) => `return ${value}`,
    leave: (value) => `return ${value}`,
    raise: (error, text) => `return ${error}(${text})`,
    errors: ["errors.New", "fmt.Errorf"],
    when: (condition) => `if ${condition} {`,
    orWhen: (condition) => `} else if ${condition} {`,
    each: (name, list) => `for _, ${name} := range ${list} {`,
    until: (condition) => `for ${condition} {`,
    attempt: (body, call) => [[`if err := ${call}; err != nil {`], [undefined, body()], ["}"]],
    choose: (value) => `switch ${value} {`,
    armDepth: 0,
    arm: (value, statement) => [`case ${value}:`, `\t${statement}`],
    armElse: (statement) => ["default:", `\t${statement}`],
    plain: 30,
    globals: ["len", "append", "string", "close", "panic", "int", "uint32"],
    doc: slashes("//"),
    header: (lines) => [...lines.map((line) => `// ${line}`), ""],
    signature: ({ draw, inType, name, parameters, result }) =>
      `func ${inType ? "(s *Service) " : ""}${name}(${listed(parameters, (each) => `${each.name} ${each.type}`)})${result === undefined ? "" : ` ${draw.chance(30) ? `(${result}, error)` : result}`} {`,
    licensed: 80,
    headerLines: [2, 6],
    statements: { attempt: 9, guard: 12, run: 12 },
    documented: 60,
    docLines: [2, 5],
    length: [8, 21],
    typed: 55,
    open: ({ about, draw, fields, inType, type }, title, imported) => [
      `package ${draw.noun()}`,
      "",
      "import (",
      ...imported.map((name) => `\t"${draw.pick(["", "example.com/", "net/"])}${snake([name]).slice(1)}"`),
      ")",
      "",
      ...(inType
        ? [...about(), `type ${title} struct {`, ...fields.map((name) => `\t${name} ${type()}`), "}"]
        : ["var (", ...fields.map((name) => `\t${name} = ${draw.int(0, 999)}`), ")"])
    ],
    close: () => []
  }),
  define({
    id: "rust",
    calling: 30,
    statements: { run: 6 },
    values: { call: 3 },
    spell: snake,
    property: snake,
    self: "self.",
    field: (name) => `self.${name}`,
    scope: "::",
    file: (n) => `module_${n}.rs`,
    types: [
      "&str",
      "usize",
      "bool",
      "String",
      "u32",
      "Option<u64>",
      "Vec<u8>",
      "Result<(), Error>",
      "&mut Vec<String>"
    ],
    declare: (name, value, type, draw) =>
      `let ${draw.pick(["", "", "mut "])}${name}${draw.chance(12) ? `: ${type}` : ""} = ${value};`,
    nothing: "None",
    missing: (value) => `${value}.is_none()`,
    make: (type, values) => `${type}::new(${values.join(", ")})`,
    list: (values) => `vec![${values.join(", ")}]`,
    either: (condition, yes, no) => `if ${condition} { ${yes} } else { ${no} }`,
    lambda: (name, value) => `|${name}| ${value}`,
    give: (value) => value,
    raise: (error, text) => `return Err(${error}::new(${text}));`,
    when: (condition) => `if ${condition} {`,
    orWhen: (condition) => `} else if ${condition} {`,
    each: (name, list) => `for ${name} in ${list} {`,
    until: (condition) => `while ${condition} {`,
    attempt: (body, call) => [[`if let Some(found) = ${call} {`], [undefined, body()], ["}"]],
    choose: (value) => `match ${value} {`,
    arm: (value, statement) => [`${value} => ${statement.replace(/;$/, "")},`],
    armElse: (statement) => [`_ => ${statement.replace(/;$/, "")},`],
    plain: 15,
    globals: ["Some", "Ok", "format!", "Err", "assert_eq!", "Box::new", "drop", "panic!"],
    doc: slashes("///"),
    header: (lines) => lines.map((line) => `// ${line}`),
    before: (draw) => (draw.chance(15) ? [draw.pick(["#[inline]", "#[test]", "#[must_use]"])] : []),
    signature: ({ draw, inType, name, parameters, result }) =>
      `${draw.pick(["pub ", "", "pub(crate) "])}fn ${name}(${[...(inType ? [draw.pick(["&self", "&mut self", "self"])] : []), ...parameters.map((each) => `${each.name}: ${each.type}`)].join(", ")})${result === undefined ? "" : ` -> ${result}`} {`,
    licensed: 25,
    documented: 55,
    docLines: [2, 6],
    length: [4, 13],
    typed: 55,
    open: ({ about, draw, fields, inType, type }, title, imported) => [
      ...imported.map((name) => `use ${draw.pick(["crate", "super", "std"])}::${draw.noun()}::${name};`),
      "",
      ...(inType
        ? [
            ...about(),
            draw.pick(["#[derive(Debug)]", "#[derive(Clone, Debug, PartialEq)]"]),
            `pub struct ${title} {`,
            ...fields.map((name) => `    ${draw.pick(["", "pub "])}${name}: ${type()},`),
            "}",
            "",
            `impl ${title} {`
          ]
        : fields.map((name) => `const ${name.toUpperCase()}: u32 = ${draw.int(0, 99)};`))
    ]
  }),
  define({
    id: "ruby",
    arity: [0, 1, 0, 2],
    values: { text: 24 },
    comment: "#",
    indent: "  ",
    spell: snake,
    property: snake,
    self: "",
    field: (name) => `@${name}`,
    file: (n) => `module_${n}.rb`,
    types: ["String"],
    text: (text) => `"${text}"`,
    declare: (name, value) => `${name} = ${value}`,
    assign: (target, sign, value) => `${target} ${sign} ${value}`,
    nothing: "nil",
    missing: (value) => `${value}.nil?`,
    make: (type, values) => `${type}.new${values.length === 0 ? "" : `(${values.join(", ")})`}`,
    lambda: (name, value) => `->(${name}) { ${value} }`,
    run: (call) => call,
    give: (value) => value,
    leave: (value) => `return ${value}`,
    raise: (error, text) => `raise ${error}, ${text}`,
    when: (condition) => `if ${condition}`,
    orWhen: (condition) => `elsif ${condition}`,
    otherwise: "else",
    each: (name, list) => `${list}.each do |${name}|`,
    until: (condition) => `while ${condition}`,
    attempt: (body, call, error) => [
      ["begin"],
      [undefined, body()],
      [`rescue ${error} => e`],
      [undefined, body()],
      ["end"]
    ],
    choose: (value) => `case ${value}`,
    armDepth: 0,
    arm: (value, statement) => [`when ${value}`, `  ${statement}`],
    armElse: (statement) => ["else", `  ${statement}`],
    end: "end",
    plain: 25,
    globals: ["assert_equal", "raise", "puts", "assert", "Array", "Integer", "format", "require"],
    errors: ["ArgumentError", "TypeError", "NotImplementedError", "KeyError"],
    doc: slashes("#"),
    header: (lines) => lines.map((line) => `# ${line}`),
    signature: ({ draw, name, parameters }) =>
      `def ${draw.chance(8) ? "self." : ""}${name}${parameters.length === 0 ? "" : `(${listed(parameters, (each) => each.name)})`}`,
    licensed: 40,
    headerLines: [1, 3],
    documented: 42,
    docLines: [1, 5],
    length: [2, 8],
    imports: [0, 2],
    open: ({ about, draw, fields, pad, types }, title, imported) => [
      ...imported.map((name) => `require "${draw.noun()}/${snake([name]).slice(1)}"`),
      "",
      `module ${types.at(-1)}`,
      ...about().map((line) => pad(1, line)),
      `  class ${title} < ${types[0]}`,
      `    attr_reader ${fields.map((name) => `:${name}`).join(", ")}`
    ],
    depth: 2,
    close: () => ["  end", "end"]
  }),
  define({
    id: "php",
    arity: [1, 0, 1, 2],
    longNames: 15,
    values: { text: 38, call: 32 },
    variable: (name) => `$${name}`,
    self: "$this->",
    field: (name) => `$this->${name.slice(1)}`,
    access: "->",
    scope: "::",
    file: (n) => `Module${n}.php`,
    types: ["string", "int", "array", "bool", "mixed", "?string", "callable"],
    text: (text) => `'${text}'`,
    operators: [".", "+", ".", "-", "*"],
    comparisons: ["===", "!==", ">", "<", "===", ">=", "=="],
    missing: (value) => `${value} === null`,
    list: (values) => `[${values.join(", ")}]`,
    lambda: (name, value) => `fn (${name}) => ${value}`,
    declare: (name, value) => `${name} = ${value};`,
    each: (name, list) => `foreach (${list} as ${name}) {`,
    orWhen: (condition) => `} elseif (${condition}) {`,
    attempt: (body, call, error) => [
      ["try {"],
      [undefined, body()],
      [`} catch (${error} $e) {`],
      [undefined, body()],
      ["}"]
    ],
    plain: 30,
    globals: [
      "is_null",
      "count",
      "array_map",
      "sprintf",
      "is_array",
      "in_array",
      "str_replace",
      "array_merge",
      "explode",
      "strlen"
    ],
    errors: ["InvalidArgumentException", "RuntimeException", "LogicException"],
    doc: tagged(({ name, type }) => `@param ${type} ${name}`),
    signature: ({ draw, inType, name, parameters, result }) =>
      `${inType ? `${draw.pick(["public", "public", "private", "protected"])} ` : ""}function ${name}(${listed(parameters, (each) => `${draw.chance(60) ? `${each.type} ` : ""}${each.name}`)})${result === undefined || draw.chance(40) ? "" : `: ${result}`} {`,
    licensed: 35,
    headerLines: [3, 6],
    documented: 50,
    docLines: [1, 2],
    length: [3, 9],
    typed: 100,
    imports: [2, 3],
    open: ({ about, draw, fields, inType, types, value }, title, imported) => [
      "<?php",
      "",
      `namespace App\\${pascal(draw.thing())};`,
      "",
      ...imported.map((name) => `use App\\${pascal(draw.thing())}\\${name};`),
      "",
      ...about(),
      ...(inType
        ? [
            `${draw.pick(["", "final ", "abstract "])}class ${title} extends ${types[0]} {`,
            ...fields.map(
              (name) =>
                `    private ${name} = ${draw.pick([String(draw.int(0, 99)), "null", "[]", `['${draw.noun()}' => ${draw.int(0, 99)}]`])};`
            )
          ]
        : fields.map((name) => `${name} = ${value([], 2)};`))
    ]
  }),
  define({
    id: "kotlin",
    arity: [1, 0, 1, 2],
    longNames: 60,
    statements: { run: 15 },
    values: { text: 12, call: 13 },
    file: (n) => `Module${n}.kt`,
    self: "",
    field: (name) => name,
    types: ["String", "Int", "Boolean", "Any?", "List<String>", "Long", "Map<String, Any>"],
    ownTypes: 45,
    declare: (name, value, type, draw) =>
      `${draw.pick(["val", "val", "var"])} ${name}${draw.chance(10) ? `: ${type}` : ""} = ${value}`,
    assign: (target, sign, value) => `${target} ${sign} ${value}`,
    make: (type, values) => `${type}(${values.join(", ")})`,
    list: (values) => `listOf(${values.join(", ")})`,
    either: (condition, yes, no) => `if (${condition}) ${yes} else ${no}`,
    lambda: (name, value) => `{ ${name} -> ${value} }`,
    run: (call) => call,
    give: (value) => `return ${value}`,
    leave: (value) => `return ${value}`,
    raise: (error, text) => `throw ${error}(${text})`,
    each: (name, list) => `for (${name} in ${list}) {`,
    attempt: (body, call, error) => [
      ["try {"],
      [undefined, body()],
      [`} catch (e: ${error}) {`],
      [undefined, body()],
      ["}"]
    ],
    choose: (value) => `when (${value}) {`,
    arm: (value, statement) => [`${value} -> ${statement}`],
    armElse: (statement) => [`else -> ${statement}`],
    errors: ["IllegalArgumentException", "IllegalStateException", "Exception"],
    plain: 20,
    globals: ["require", "check", "listOf", "emptyList", "error", "println", "mapOf"],
    doc: tagged(({ name }, draw) => `@param ${name} ${draw.phrase()}`),
    before: (draw) => (draw.chance(8) ? ["@Test"] : []),
    signature: ({ draw, inType, name, parameters, result }) =>
      `${inType ? draw.pick(["", "private ", "override ", "internal "]) : draw.pick(["", "private ", "internal "])}fun ${name}(${listed(parameters, (each) => `${each.name}: ${each.type}`)})${result === undefined ? "" : `: ${result}`} {`,
    licensed: 70,
    headerLines: [4, 7],
    documented: 35,
    docLines: [1, 2],
    length: [2, 8],
    typed: 80,
    imports: [3, 5],
    open: ({ about, draw, fields, inType, type, types }, title, imported) => [
      `package com.example.${draw.noun()}`,
      "",
      ...imported.map((name) => `import com.example.${draw.noun()}.${name}`),
      "",
      ...(inType
        ? [
            ...about(),
            `${draw.pick(["", "internal ", "open "])}class ${title}(`,
            ...fields.map((name, i) => `    private val ${name}: ${type()}${i < fields.length - 1 ? "," : ""}`),
            `) : ${types[0]}() {`
          ]
        : fields.map((name) => `private val ${name}: ${type()} = ${draw.int(0, 99)}`))
    ]
  })
]
