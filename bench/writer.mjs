// Writes the code of one generated file: expressions, statements and functions, drawn by weights and spelled by a language of
// syntaxes.mjs. How often what is drawn is what makes the files as dense as real ones; density.mjs compares them.
import { capital, pascal, several } from "./words.mjs"

/** Expressions that may stand anywhere, and how often. */
const VALUES = {
  local: 30,
  number: 9,
  text: 10,
  member: 12,
  field: 9,
  call: 16,
  sum: 8,
  element: 4,
  made: 4,
  list: 2,
  either: 2,
  nothing: 3,
  truth: 3,
  function: 1
}

const STATEMENTS = {
  declare: 24,
  assign: 14,
  run: 20,
  when: 14,
  guard: 8,
  each: 6,
  whileLoop: 2,
  raise: 4,
  attempt: 3,
  choose: 3,
  note: 6,
  blank: 17
}

const CONDITIONS = { compare: 40, value: 18, missing: 16, no: 10, both: 12, one: 4 }

/** Deeper than this an expression is a name or a literal. */
const DEEPEST = 3

/**
 * What a file has of its own: few fields, types and functions that its code names again and again. `inType`: its functions are
 * those of a type, with fields; else they stand alone and the fields are constants of the module.
 */
export const fileWriter = (syntax, draw, inType) => {
  /** Some languages like names of more words than others. */
  const longer = (words) => (draw.chance(syntax.longNames ?? 0) ? [...words, ...draw.thing()] : words)
  const variable = (words) => syntax.variable(syntax.spell(words))
  const fields = several(draw.int(2, 5), () => variable(longer(draw.thing())))
  const types = several(draw.int(2, 4), () =>
    pascal([...longer(draw.thing()), ...(draw.chance(30) ? draw.thing() : [])])
  )
  const spellFunction = syntax.spellFunction ?? syntax.spell
  const functions = several(draw.int(1, 3), () => spellFunction(longer(draw.action())))
  const callees = several(draw.int(3, 5), () => spellFunction(draw.callee()))
  const values = { ...VALUES, ...syntax.values }
  const kinds = { ...STATEMENTS, ...syntax.statements }
  const defined = new Set()
  const calling = syntax.calling ?? 55
  const level = inType ? syntax.depth : 0

  const field = () => (inType ? syntax.field(draw.pick(fields)) : draw.pick(fields))
  const type = () => (draw.chance(syntax.ownTypes ?? 25) ? draw.pick(types) : draw.usual(syntax.types))
  const words = () => Array.from({ length: draw.int(1, 6) }, () => draw.noun()).join(draw.pick([" ", "-", "_", " "]))

  const known = (locals) =>
    locals.length > 0 && draw.chance(80) ? (draw.chance(50) ? draw.pick(locals) : draw.usual(locals)) : field()
  const value = (locals, depth = 0) => {
    const kind = depth >= DEEPEST ? draw.pick(["local", "number", "text"]) : draw.weighted(values)
    const inner = () => value(locals, depth + 1)
    switch (kind) {
      case "number":
        return draw.chance(60) ? String(draw.int(0, 2)) : String(draw.int(3, 4096))
      case "text":
        return syntax.text(words())
      case "member":
        return `${known(locals)}${syntax.access}${syntax.property(longer(draw.local()))}`
      case "field":
        return field()
      case "call":
        return call(locals, depth)
      case "sum":
        return `${simple(locals, depth + 1)} ${draw.usual(syntax.operators)} ${simple(locals, depth + 1)}`
      case "element":
        return `${known(locals)}[${draw.chance(50) ? draw.int(0, 3) : known(locals)}]`
      case "made":
        return syntax.make(draw.pick(types), several(draw.int(0, 2), inner))
      case "list":
        return syntax.list(several(draw.int(1, 3), inner))
      case "either":
        return syntax.either(compare(locals), simple(locals, depth + 1), simple(locals, depth + 1))
      case "nothing":
        return syntax.nothing
      case "truth":
        return draw.pick(syntax.truths)
      case "function": {
        const each = variable(longer(draw.local()))
        return syntax.lambda(each, call([...locals, each], depth + 1))
      }
      default:
        return known(locals)
    }
  }
  /** What an operator may join without parentheses. */
  const simple = (locals, depth) => {
    const kind = draw.weighted({ local: 45, number: 18, text: 8, member: 15, field: 8, call: depth < DEEPEST ? 12 : 0 })
    if (kind === "call") return call(locals, depth + 1)
    if (kind === "member") return `${known(locals)}${syntax.access}${syntax.property(longer(draw.local()))}`
    if (kind === "text") return syntax.text(words())
    return kind === "number" ? String(draw.int(0, 99)) : kind === "field" ? field() : known(locals)
  }
  const call = (locals, depth = 0) => {
    const given = draw.weighted({ 0: 25, 1: 45, 2: 22, 3: 8 })
    const passed = Array.from({ length: Number(given) }, () => value(locals, depth + 1)).join(", ")
    const kind = draw.weighted({ known: 50, own: 25, type: 10, chain: depth < 2 ? 10 : 0, plain: syntax.plain ?? 0 })
    if (kind === "own") return `${inType ? syntax.self : ""}${draw.pick(functions)}(${passed})`
    if (kind === "plain") return `${draw.usual(syntax.globals)}(${passed})`
    const name = draw.chance(70) ? draw.usual(callees) : draw.pick(functions)
    if (kind === "type") return `${draw.pick(types)}${syntax.scope ?? syntax.access}${name}(${passed})`
    const target = kind === "chain" ? call(locals, depth + 1) : known(locals)
    return `${target}${syntax.access}${name}(${passed})`
  }
  const compare = (locals) => `${simple(locals, 2)} ${draw.usual(syntax.comparisons)} ${simple(locals, 2)}`
  const condition = (locals) => {
    switch (draw.weighted(CONDITIONS)) {
      case "value":
        return draw.chance(calling) ? call(locals, 2) : known(locals)
      case "missing":
        return syntax.missing(known(locals))
      case "no":
        return syntax.no(draw.chance(calling) ? call(locals, 2) : known(locals))
      case "both":
        return `${compare(locals)} ${syntax.and} ${draw.chance(calling) ? call(locals, 2) : compare(locals)}`
      case "one":
        return `${compare(locals)} ${syntax.or} ${known(locals)}`
      default:
        return compare(locals)
    }
  }

  const pad = (depth, line) => (line === "" ? "" : syntax.indent.repeat(depth) + line)
  const comment = (depth, text) => pad(depth, `${syntax.comment} ${text}`)
  /** An opening line; where braces have lines of their own, two or three. */
  const open = (depth, line) =>
    syntax.braceBelow === true && line.endsWith(" {")
      ? [
          ...(line.startsWith("} ")
            ? [pad(depth, "}"), pad(depth, line.slice(2, -2))]
            : [pad(depth, line.slice(0, -2))]),
          pad(depth, "{")
        ]
      : [pad(depth, line)]
  const close = (depth) => (syntax.end === "" ? [] : [pad(depth, syntax.end)])
  const failure = () =>
    syntax.raise(draw.usual(syntax.errors), syntax.text(`${draw.sentence().split(" ").slice(0, 5).join(" ")}`))

  /** Lines of `count` statements; what one declares the next ones know. */
  const statements = (given, count, depth, last = "run") => {
    let locals = given
    const lines = []
    const body = (own = [], most = 2) => statements([...locals, ...own], draw.int(1, most), depth + 1)
    for (let i = 0; i < count; i++) {
      // A block needs a statement, and deep ones are short.
      const kind =
        i === count - 1 ? last : depth > level + 3 ? draw.pick(["run", "assign", "declare"]) : draw.weighted(kinds)
      switch (kind) {
        case "declare": {
          const name = variable(longer(draw.local()))
          // Twice in one scope is an error in JavaScript.
          const again = locals.includes(name)
          lines.push(
            pad(
              depth,
              again ? syntax.assign(name, "=", value(locals)) : syntax.declare(name, value(locals), type(), draw)
            )
          )
          if (!again) locals = [name, ...locals]
          break
        }
        case "assign": {
          const target = draw.chance(40) || locals.length === 0 ? field() : draw.pick(locals)
          lines.push(pad(depth, syntax.assign(target, draw.chance(15) ? "+=" : "=", value(locals))))
          break
        }
        case "when": {
          lines.push(...open(depth, syntax.when(condition(locals))), ...body([], 3))
          if (draw.chance(12)) lines.push(...open(depth, syntax.orWhen(condition(locals))), ...body())
          if (draw.chance(22)) lines.push(...open(depth, syntax.otherwise), ...body())
          lines.push(...close(depth))
          break
        }
        case "guard":
          lines.push(...open(depth, syntax.when(condition(locals))))
          lines.push(pad(depth + 1, draw.chance(30) ? failure() : syntax.leave(simple(locals, 2))), ...close(depth))
          break
        case "each": {
          const each = variable(longer(draw.local()))
          const list = draw.chance(calling) ? call(locals, 2) : known(locals)
          lines.push(...open(depth, syntax.each(each, list)), ...body([each], 3), ...close(depth))
          break
        }
        case "whileLoop":
          lines.push(...open(depth, syntax.until(compare(locals))), ...body(), ...close(depth))
          break
        case "raise":
          lines.push(...open(depth, syntax.when(condition(locals))), pad(depth + 1, failure()), ...close(depth))
          break
        case "attempt":
          for (const [line, inside] of syntax.attempt(() => body(), call(locals, 1), draw.usual(syntax.errors)))
            lines.push(...(inside ?? open(depth, line)))
          break
        case "choose": {
          lines.push(...open(depth, syntax.choose(known(locals))))
          const arms = several(draw.int(2, 4), () =>
            draw.chance(50) ? syntax.text(draw.noun()) : String(draw.int(0, 9))
          )
          for (const arm of arms)
            lines.push(
              ...syntax.arm(arm, syntax.run(call(locals, 1))).map((line) => pad(depth + syntax.armDepth, line))
            )
          lines.push(
            ...syntax.armElse(syntax.leave(simple(locals, 2))).map((line) => pad(depth + syntax.armDepth, line))
          )
          lines.push(...close(depth))
          break
        }
        case "note":
          for (let n = draw.chance(30) ? 2 : 1; n > 0; n--) lines.push(comment(depth, capital(draw.sentence())))
          break
        case "blank":
          if (lines.length > 0 && lines.at(-1) !== "") lines.push("")
          break
        case "give":
          lines.push(pad(depth, syntax.give(value(locals))))
          break
        default:
          lines.push(pad(depth, syntax.run(call(locals))))
      }
    }
    return lines
  }

  const prose = (count) => Array.from({ length: count }, () => `${capital(draw.sentence())}.`)
  const spread = ([least, most]) => draw.int(least, most)

  /** A function with its comment. `statementsLeft` makes it shorter than the language's usual. */
  const definition = (longest = Infinity) => {
    const parameters = several(draw.usual(syntax.arity ?? [1, 2, 0, 3]), () => variable(longer(draw.local()))).map(
      (name) => ({
        name,
        type: type()
      })
    )
    const result = draw.chance(25) ? undefined : type()
    let name = spellFunction(longer(draw.action()))
    // Twice in one type is an error in PHP.
    while (defined.has(name)) name = spellFunction([...draw.action(), ...draw.thing()])
    const documented = draw.chance(syntax.documented)
    const doc = documented ? syntax.doc(prose(spread(syntax.docLines)), parameters, result, draw) : []
    const inside = syntax.docInside === true
    const names = parameters.map((each) => each.name)
    const count = Math.min(longest, spread(syntax.length))
    const lines = [
      ...(inside ? [] : doc.map((line) => pad(level, line))),
      ...syntax.before(draw, inType).map((line) => pad(level, line)),
      ...open(level, syntax.signature({ name, parameters, result, inType, draw })),
      ...(inside ? doc.map((line) => pad(level + 1, line)) : []),
      ...statements(names, count, level + 1, result === undefined ? "run" : "give"),
      ...close(level)
    ]
    functions.push(name)
    defined.add(name)
    return lines
  }

  return {
    draw,
    inType,
    fields,
    types,
    type,
    value,
    words,
    prose,
    definition,
    pad,
    open,
    comment,
    header: () => (draw.chance(syntax.licensed) ? syntax.header(prose(spread(syntax.headerLines))) : []),
    /** The comment above the type. */
    about: () => (draw.chance(70) ? syntax.doc(prose(spread(syntax.docLines)), [], undefined, draw) : [])
  }
}
