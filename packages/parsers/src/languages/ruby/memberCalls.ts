/** The calls by which a class or module in Ruby says what its members are. */
import type { MemberCall, MemberCalls } from "../../Language.js"

/** One literal name, after what may stand before it: `:a`, `:"a"`, `"a"`, or several at once, `%i[a b]`. */
const NAMES =
  /[\s,([*]*(?:#[^\n]*\n[\s,([*]*)*(?::?"([^"#]*)"|:?'([^']*)'|:([\p{L}_][\p{L}\p{N}_]*[?!=]?|[^\s\w,()"':]+)|%[iw][[({<|]([^\])}>|]*)[\])}>|])/uy

/** The names at the beginning of a list of arguments, up to anything else. */
const namesIn = (written: string): ReadonlyArray<string> => {
  const names: Array<string> = []
  NAMES.lastIndex = 0
  for (let found = NAMES.exec(written); found !== null; found = NAMES.exec(written)) {
    const name = found[1] ?? found[2] ?? found[3]
    if (name !== undefined) names.push(name)
    else names.push(...found[4]!.split(/\s+/).filter((one) => one !== ""))
  }
  return names
}

/** The arguments, each as code on one line. */
const argumentsIn = (written: string): ReadonlyArray<string> => {
  const text = written.replaceAll(/(^|\s)#[^\n]*/g, "$1").replaceAll(/\s+/g, " ")
  const list = text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text
  const found: Array<string> = []
  let depth = 0
  let start = 0
  for (let i = 0; i <= list.length; i++) {
    const letter = list[i]
    if (letter !== undefined && "([{".includes(letter)) depth++
    else if (letter !== undefined && ")]}".includes(letter)) depth--
    else if (letter === undefined || (letter === "," && depth === 0)) {
      found.push(list.slice(start, i).trim())
      start = i + 1
    }
  }
  return found
}

/** `A`, `A::B`, `::A`, `A.with(:b)`; a block or a variable names no module. */
const MODULE = /^(?:::)?\p{Lu}/u

const mixed = (written: string): MemberCall => {
  const modules = argumentsIn(written)
  return {
    bases: modules.filter((one) => MODULE.test(one)),
    ...(modules.includes("self") && { modifier: EXTENDED_BY_ITSELF })
  }
}

/** The modifier of a module whose methods are its own as well, by `extend self`. */
export const EXTENDED_BY_ITSELF = "extend self"

/** Names that an `attr_…` declares; `attr :a, true` is an old way to write `attr_accessor`. */
const ATTRIBUTES: ReadonlySet<string> = new Set(["attr", "attr_reader", "attr_writer", "attr_accessor"])
const MIXINS: ReadonlySet<string> = new Set(["include", "extend", "prepend"])
/** With arguments they are about these, without about all that follow. */
const SECTIONS: ReadonlySet<string> = new Set(["public", "protected", "private", "module_function"])
const OF_THE_CLASS = ["private_class_method", "public_class_method"] as const
const OF_CONSTANTS = ["private_constant", "public_constant"] as const

export const memberCalls: MemberCalls = {
  names: new Set([...ATTRIBUTES, ...MIXINS, ...SECTIONS, ...OF_THE_CLASS, ...OF_CONSTANTS]),
  reaching: new Set(OF_THE_CLASS),
  outward: { private: "private_class_method", public: "public_class_method" },
  read: (name, written = "") => {
    if (ATTRIBUTES.has(name)) return { properties: namesIn(written) }
    if (MIXINS.has(name)) return mixed(written)
    if (SECTIONS.has(name) && /^\(?\s*\)?$/.test(written)) return { holds: true }
    const members = namesIn(written)
    // Who may call `new` may construct.
    return { members: members.includes("new") ? [...members, "initialize"] : members }
  }
}
