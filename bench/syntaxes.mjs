// The ten languages of the generated trees: one type a file, with methods of a few statements.

const upper = (word) => word[0].toUpperCase() + word.slice(1)
const pascal = (words) => words.map(upper).join("")
const camel = ([first, ...rest]) => first + pascal(rest)
const snake = (words) => words.join("_")
/** As in `old_item`: no language of the ten reserves a word with this prefix. */
const local = (draw) => [draw.pick(["a", "my", "old"]), ...draw.thing()]

/** What most languages have in common; each one names what is different. */
const DEFAULTS = {
  comment: "//",
  indent: "    ",
  depth: 1,
  spell: camel,
  variable: (name) => name,
  self: "this.",
  access: ".",
  string: (text) => `"${text}"`,
  run: (call) => `${call};`,
  give: (value) => `return ${value};`,
  when: (condition) => `if (${condition}) {`,
  block: "}"
}

/** An argument, a call, a few statements: drawn, then written in the language. */
const writer = (syntax, draw) => {
  const name = (words) => syntax.variable(syntax.spell(words))
  const argument = (known) => {
    const kind = draw.int(0, 3)
    if (kind === 0) return String(draw.int(1, 4096))
    if (kind === 1) return syntax.string(draw.thing().join("-"))
    return draw.pick(known)
  }
  const call = (known) => {
    const method = (syntax.method_name ?? syntax.spell)(draw.action())
    const target = draw.int(0, 2) === 0 ? `${draw.pick(known)}${syntax.access}` : syntax.self
    return `${target}${method}(${Array.from({ length: draw.int(0, 2) }, () => argument(known)).join(", ")})`
  }
  const statements = (known, count, level) => {
    const pad = syntax.indent.repeat(level)
    const lines = []
    for (let i = 0; i < count; i++) {
      const kind = draw.int(0, 9)
      if (kind < 2) lines.push(pad + syntax.let(name(local(draw)), argument(known)))
      else if (kind < 4) {
        const declared = name(local(draw))
        lines.push(pad + syntax.let(declared, call(known)))
        known = [...known, declared]
      } else if (kind < 6) lines.push(pad + syntax.run(call(known)))
      else if (kind === 6) lines.push(`${pad}${syntax.comment} ${draw.sentence()}`)
      else {
        const each = name(["each", ...draw.thing()])
        const head =
          kind < 9 ? syntax.when(`${draw.pick(known)} ${syntax.equals ?? "=="} ${argument(known)}`) : undefined
        lines.push(pad + (head ?? syntax.each(each, call(known))))
        lines.push(...nested(head === undefined ? [...known, each] : known, level + 1))
        if (syntax.block !== "") lines.push(pad + syntax.block)
      }
    }
    return lines
  }
  const nested = (known, level) => {
    const pad = syntax.indent.repeat(level)
    return Array.from({ length: draw.int(1, 2) }, () => pad + syntax.run(call(known)))
  }
  return { name, call, statements }
}

const define = (given) => {
  const syntax = { ...DEFAULTS, ...given }
  /** A method with its comment, and the blank line before it. */
  syntax.method = (draw) => {
    const { call, name, statements } = writer(syntax, draw)
    const parameters = Array.from({ length: draw.int(1, 3) }, (_, i) => name([["at", "by", "to"][i], ...draw.thing()]))
    const pad = syntax.indent.repeat(syntax.depth)
    const inside = syntax.depth + 1
    const title = (syntax.method_name ?? syntax.spell)(draw.action())
    return [
      "",
      `${pad}${syntax.doc ?? syntax.comment} ${upper(draw.sentence())}.`,
      pad + syntax.signature(title, parameters, draw),
      ...statements(parameters, draw.int(2, 6), inside),
      syntax.indent.repeat(inside) + syntax.give(call(parameters)),
      ...(syntax.block === "" ? [] : [pad + syntax.block])
    ]
  }
  return syntax
}

/** `count` different names, joined or listed by the language. */
const several = (draw, count, spell) => Array.from(new Set(Array.from({ length: count }, () => spell(draw.thing()))))

export const SYNTAXES = [
  define({
    id: "typescript",
    indent: "  ",
    file: (n) => `module${n}.ts`,
    let: (name, value) => `const ${name} = ${value};`,
    each: (name, list) => `for (const ${name} of ${list}) {`,
    equals: "===",
    signature: (name, parameters, draw) =>
      `${draw.pick(["", "async ", "private "])}${name}(${parameters.map((each) => `${each}: ${draw.pick(["string", "number", "Handle"])}`).join(", ")}): ${draw.pick(["any", "unknown"])} {`,
    open: (draw, type, n) => [
      ...several(draw, 4, camel).map((name) => `import { ${name} } from "../${name}/module${draw.int(0, 999)}.js";`),
      "",
      `export interface ${pascal(type)}Options {`,
      ...several(draw, 3, camel).map((name) => `  readonly ${name}: ${draw.pick(["string", "number", "boolean"])};`),
      "}",
      "",
      `/** ${upper(draw.sentence())}. */`,
      `export class ${pascal(type)}${n} extends ${pascal(draw.thing())}Base {`,
      ...several(draw, 3, camel).map((name) => `  private readonly ${name} = ${draw.int(1, 99)};`)
    ],
    close: (draw, type) => ["}", "", `export const default${pascal(type)} = ${draw.int(1, 999)};`]
  }),
  define({
    id: "javascript",
    indent: "  ",
    file: (n) => `module${n}.js`,
    let: (name, value) => `const ${name} = ${value};`,
    each: (name, list) => `for (const ${name} of ${list}) {`,
    equals: "===",
    signature: (name, parameters, draw) => `${draw.pick(["", "async ", "static "])}${name}(${parameters.join(", ")}) {`,
    open: (draw, type, n) => [
      ...several(draw, 4, camel).map((name) => `import { ${name} } from "../${name}/module${draw.int(0, 999)}.js";`),
      "",
      `export const settings = {`,
      ...several(draw, 4, camel).map((name) => `  ${name}: ${draw.int(1, 999)},`),
      "};",
      "",
      `export class ${pascal(type)}${n} extends ${pascal(draw.thing())}Base {`
    ],
    close: (draw, type) => ["}", "", `export default new ${pascal(type)}Registry(settings);`]
  }),
  define({
    id: "python",
    comment: "#",
    spell: snake,
    self: "self.",
    block: "",
    file: (n) => `module_${n}.py`,
    let: (name, value) => `${name} = ${value}`,
    run: (call) => call,
    give: (value) => `return ${value}`,
    when: (condition) => `if ${condition}:`,
    each: (name, list) => `for ${name} in ${list}:`,
    signature: (name, parameters, draw) =>
      `def ${name}(self, ${parameters.map((each) => each + draw.pick(["", ": str", ": int"])).join(", ")}):`,
    open: (draw, type, n) => [
      ...several(draw, 4, snake).map((name) => `from ..${name} import module_${draw.int(0, 999)}`),
      "",
      ...several(draw, 2, snake).map((name) => `DEFAULT_${name.toUpperCase()} = ${draw.int(1, 999)}`),
      "",
      "",
      `class ${pascal(type)}${n}(${pascal(draw.thing())}Base):`,
      `    """${upper(draw.sentence())}."""`
    ],
    close: (draw, type) => ["", "", `instance = ${pascal(type)}(${draw.int(1, 999)})`]
  }),
  define({
    id: "java",
    file: (n) => `Module${n}.java`,
    let: (name, value) => `var ${name} = ${value};`,
    each: (name, list) => `for (var ${name} : ${list}) {`,
    signature: (name, parameters, draw) =>
      `${draw.pick(["public", "private", "protected"])} ${draw.pick(["Object", "String", "List<String>"])} ${name}(${parameters.map((each) => `${draw.pick(["String", "int", "Handle"])} ${each}`).join(", ")}) {`,
    open: (draw, type, n) => [
      `package com.example.${draw.thing().join(".")};`,
      "",
      ...several(draw, 4, pascal).map((name) => `import com.example.${draw.thing().join(".")}.${name};`),
      "",
      `/** ${upper(draw.sentence())}. */`,
      `public class ${pascal(type)}${n} extends ${pascal(draw.thing())}Base implements Handler<String> {`,
      ...several(draw, 3, camel).map((name) => `    private final int ${name} = ${draw.int(1, 999)};`)
    ],
    close: () => ["}"]
  }),
  define({
    id: "csharp",
    depth: 2,
    spell: camel,
    method_name: pascal,
    doc: "///",
    file: (n) => `Module${n}.cs`,
    let: (name, value) => `var ${name} = ${value};`,
    each: (name, list) => `foreach (var ${name} in ${list}) {`,
    signature: (name, parameters, draw) =>
      `${draw.pick(["public", "private", "internal"])} ${draw.pick(["object", "string", "List<string>"])} ${name}(${parameters.map((each) => `${draw.pick(["string", "int", "Handle"])} ${each}`).join(", ")}) {`,
    open: (draw, type, n) => [
      ...several(draw, 4, pascal).map((name) => `using Example.${name};`),
      "",
      `namespace Example.${pascal(draw.thing())} {`,
      `    public class ${pascal(type)}${n} : ${pascal(draw.thing())}Base {`,
      ...several(draw, 3, pascal).map((name) => `        public int ${name} { get; set; } = ${draw.int(1, 999)};`)
    ],
    close: () => ["    }", "}"]
  }),
  define({
    id: "go",
    indent: "\t",
    depth: 0,
    self: "s.",
    file: (n) => `module${n}.go`,
    let: (name, value) => `${name} := ${value}`,
    run: (call) => call,
    give: (value) => `return ${value}`,
    when: (condition) => `if ${condition} {`,
    each: (name, list) => `for _, ${name} := range ${list} {`,
    method_name: pascal,
    signature: (name, parameters, draw) =>
      `func (s *Service) ${name}(${parameters.map((each) => `${each} ${draw.pick(["string", "int", "*Handle"])}`).join(", ")}) ${draw.pick(["error", "any", "string"])} {`,
    open: (draw, type, n) => [
      `package ${draw.thing()[0]}`,
      "",
      "import (",
      ...several(draw, 4, snake).map((name) => `\t"example.com/project/${name}"`),
      ")",
      "",
      `// ${pascal(type)}${n} is the ${draw.sentence()}.`,
      `type ${pascal(type)}${n} struct {`,
      ...several(draw, 4, camel).map((name) => `\t${name} ${draw.pick(["string", "int", "bool"])}`),
      "}"
    ],
    close: (draw, type) => ["", `const default${pascal(type)} = ${draw.int(1, 999)}`]
  }),
  define({
    id: "rust",
    spell: snake,
    self: "self.",
    doc: "///",
    file: (n) => `module_${n}.rs`,
    let: (name, value) => `let ${name} = ${value};`,
    give: (value) => value,
    when: (condition) => `if ${condition} {`,
    each: (name, list) => `for ${name} in ${list} {`,
    signature: (name, parameters, draw) =>
      `${draw.pick(["pub ", "", "pub(crate) "])}fn ${name}(&self, ${parameters.map((each) => `${each}: ${draw.pick(["&str", "u64", "Handle"])}`).join(", ")}) -> ${draw.pick(["String", "Result<u64, Error>", "bool"])} {`,
    open: (draw, type, n) => [
      ...several(draw, 4, snake).map((name) => `use crate::${name}::${pascal(draw.thing())};`),
      "",
      `/// ${upper(draw.sentence())}.`,
      `pub struct ${pascal(type)}${n} {`,
      ...several(draw, 4, snake).map((name) => `    pub the_${name}: ${draw.pick(["String", "u64", "bool"])},`),
      "}",
      "",
      `impl ${pascal(type)}${n} {`
    ],
    close: () => ["}"]
  }),
  define({
    id: "ruby",
    comment: "#",
    indent: "  ",
    spell: snake,
    self: "",
    block: "end",
    file: (n) => `module_${n}.rb`,
    let: (name, value) => `${name} = ${value}`,
    run: (call) => call,
    give: (value) => value,
    when: (condition) => `if ${condition}`,
    each: (name, list) => `${list}.each do |${name}|`,
    signature: (name, parameters) => `def ${name}(${parameters.join(", ")})`,
    open: (draw, type, n) => [
      ...several(draw, 4, snake).map((name) => `require_relative "../${name}/module_${draw.int(0, 999)}"`),
      "",
      `# ${upper(draw.sentence())}.`,
      `class ${pascal(type)}${n} < ${pascal(draw.thing())}Base`,
      `  attr_reader ${several(draw, 3, snake)
        .map((name) => `:${name}`)
        .join(", ")}`
    ],
    close: () => ["end"]
  }),
  define({
    id: "php",
    variable: (name) => `$${name}`,
    self: "$this->",
    access: "->",
    file: (n) => `Module${n}.php`,
    string: (text) => `'${text}'`,
    let: (name, value) => `${name} = ${value};`,
    each: (name, list) => `foreach (${list} as ${name}) {`,
    equals: "===",
    signature: (name, parameters, draw) =>
      `${draw.pick(["public", "private", "protected"])} function ${name}(${parameters.map((each) => `${draw.pick(["string", "int", "Handle"])} ${each}`).join(", ")}): ${draw.pick(["mixed", "string", "array"])} {`,
    open: (draw, type, n) => [
      "<?php",
      "",
      `namespace App\\${pascal(draw.thing())};`,
      "",
      ...several(draw, 4, pascal).map((name) => `use App\\${pascal(draw.thing())}\\${name};`),
      "",
      `/** ${upper(draw.sentence())}. */`,
      `class ${pascal(type)}${n} extends ${pascal(draw.thing())}Base {`,
      ...several(draw, 3, camel).map((name) => `    private int $${name} = ${draw.int(1, 999)};`)
    ],
    close: () => ["}"]
  }),
  define({
    id: "kotlin",
    file: (n) => `Module${n}.kt`,
    let: (name, value) => `val ${name} = ${value}`,
    run: (call) => call,
    give: (value) => `return ${value}`,
    each: (name, list) => `for (${name} in ${list}) {`,
    signature: (name, parameters, draw) =>
      `${draw.pick(["", "private ", "internal "])}fun ${name}(${parameters.map((each) => `${each}: ${draw.pick(["String", "Int", "Handle"])}`).join(", ")}): ${draw.pick(["Any", "String", "List<String>"])} {`,
    open: (draw, type, n) => [
      `package com.example.${draw.pick(["alpha", "beta", "gamma", "delta"])}`,
      "",
      ...several(draw, 4, pascal).map((name) => `import com.example.shared.${name}`),
      "",
      `/** ${upper(draw.sentence())}. */`,
      `class ${pascal(type)}${n}(private val limit: Int) : ${pascal(draw.thing())}Base() {`,
      ...several(draw, 3, camel).map((name) => `    private val the${upper(name)} = ${draw.int(1, 999)}`)
    ],
    close: () => ["}"]
  })
]
