/** What each attribute of the vocabulary writes into the scope that owns it. */
import type { AttributeName, CaptureName, VOCABULARY } from "../Vocabulary.js"
import { FAMILY_BITS } from "./grammars.js"
import { kindNumber } from "./kinds.js"
import {
  BASE,
  BODY_END,
  BODY_START,
  COUNT,
  DEAD,
  DOC_END,
  DOC_START,
  END,
  EXPORT,
  FAMILY,
  FIRST,
  FURTHER_NAME,
  HAS_ARGUMENTS,
  HAS_BODY,
  HAS_EXPORTS,
  HAS_PLACE,
  INNER,
  IS_AWAITED,
  IS_BOUND,
  IS_DEFAULT,
  IS_DOCSTRING,
  IS_OPTIONAL,
  IS_REST,
  IS_TYPE_ONLY,
  KIND,
  LAST,
  MODIFIER,
  NAME,
  NAME_START,
  NEXT,
  NEXT_MODIFIER_END,
  NEXT_MODIFIER_START,
  NEXT_TYPE_END,
  NEXT_TYPE_START,
  OTHER,
  PARAMETERS_END,
  PARAMETERS_OF,
  PARAMETERS_START,
  PARENT,
  SEPARATOR,
  START,
  TEXT,
  TEXT_END,
  TYPE_END,
  TYPE_START,
  VALUE_END,
  VALUE_START
} from "./scopes.js"
import { cut, isBlank, isWord } from "./sourceText.js"
import type { Visitor } from "./visit.js"

/** `scope` is the owner, `children` the number of named children where they are counted. */
export type Attribute = (visitor: Visitor, scope: number, start: number, end: number, children: number) => void

type NameOfAttribute = {
  [N in CaptureName]: (typeof VOCABULARY)[N] extends AttributeName ? N : never
}[CaptureName]

const { exportItem, importItem, parameter } = FAMILY_BITS

const PROPERTY = kindNumber("property")

/** Receivers are cut at this many characters. */
const RECEIVER_LIMIT = 120

const declaredName: Attribute = (visitor, scope, start, end) => {
  if (!visitor.scopes.is(scope, IS_BOUND)) place(visitor, scope, start, visitor.name(start, end))
}

/** Of what may be declared by several names at once, or by a pattern. */
const oneOfNames: Attribute = (visitor, scope, start, end) => {
  const name = visitor.pattern(start, end)
  if (visitor.scopes.cells[scope + NAME] === 0) place(visitor, scope, start, name)
  else add(visitor, scope, FURTHER_NAME, start, end, name, 0)
}

/** Writes the range of the node into two cells. */
const range =
  (from: number, to: number): Attribute =>
  ({ scopes: { cells } }, scope, start, end) => {
    cells[scope + from] = start
    cells[scope + to] = end
  }

/** Leaves out what is not in the list of the parameters, but in a default value in it. */
const inList =
  (attribute: Attribute): Attribute =>
  (visitor, scope, start, end, children) => {
    const { cells } = visitor.scopes
    const isInside = start >= cells[scope + PARAMETERS_START]! && end <= cells[scope + PARAMETERS_END]!
    if (isInside) attribute(visitor, scope, start, end, children)
  }

const base =
  (isImplemented: 0 | 1): Attribute =>
  (visitor, scope, start, end) => {
    const { cells } = visitor.scopes
    const last = cells[scope + LAST]!
    // Type arguments that the grammar puts beside their type.
    const continues = last !== 0 && cells[last + FAMILY] === BASE && cells[last + END] === start
    if (continues) {
      cells[last + NAME] = visitor.source.code(cells[last + START]!, end)
      cells[last + END] = end
      return
    }
    const added = add(visitor, scope, BASE, start, end, visitor.source.code(start, end), 0)
    visitor.scopes.cells[added + KIND] = isImplemented
  }

const modifier: Attribute = (visitor, scope, start, end) => {
  add(visitor, scope, MODIFIER, start, end, visitor.source.string(start, end), 0)
}

const value = range(VALUE_START, VALUE_END)
const type = range(TYPE_START, TYPE_END)
const defaultValue = range(BODY_START, BODY_END)

const callee: Attribute = (visitor, scope, start, end) => {
  place(visitor, scope, start, visitor.name(start, end))
}

const source: Attribute = (visitor, scope, start, end) => {
  const { cells } = visitor.scopes
  // One inside of another is more exact; one after it is an alias that a grammar without fields (PHP) takes along.
  if (cells[scope + TEXT] !== 0 && start >= cells[scope + TEXT_END]!) return
  cells[scope + TEXT] = visitor.importSource(start, end)
  cells[scope + TEXT_END] = end
}

const listedName: Attribute = (visitor, scope, start, end) => {
  const item = listed(visitor, scope, start, end)
  if (visitor.scopes.cells[item + NAME] === 0) visitor.scopes.cells[item + NAME] = visitor.name(start, end)
}

const alias: Attribute = (visitor, scope, start, end) => {
  const { cells } = visitor.scopes
  if (cells[scope + TEXT_END] === end) {
    // Taken for the source, by a grammar that has both as plain children (C#).
    cells[scope + TEXT] = 0
    cells[scope + TEXT_END] = 0
  }
  cells[scope + OTHER] = visitor.name(start, end)
  if (cells[scope + FAMILY] === exportItem) cells[scope + NAME_START] = start
}

const wildcard: Attribute = (visitor, scope, start, end) => {
  item(visitor, scope, start, end, visitor.strings.of("*"), 0)
}

const namespaceOfAll: Attribute = (visitor, scope, start, end) => {
  item(visitor, scope, start, end, visitor.strings.of("*"), visitor.name(start, end))
}

const typeOnly: Attribute = ({ scopes }, scope) => scopes.set(scope, IS_TYPE_ONLY)

const owner: Attribute = (visitor, scope, start, end) => {
  visitor.scopes.cells[scope + TEXT] = visitor.name(start, end)
}

const becomes = (kind: string): Attribute => {
  const number = kindNumber(kind)
  return ({ scopes: { cells } }, scope) => {
    cells[scope + KIND] = number
  }
}

export const ATTRIBUTES: Readonly<Record<NameOfAttribute, Attribute>> = {
  "function.name": declaredName,
  "class.name": declaredName,
  "variable.name": declaredName,
  "property.name": (visitor, scope, start, end, children) => {
    if (visitor.scopes.cells[scope + KIND] === PROPERTY) oneOfNames(visitor, scope, start, end, children)
    else declaredName(visitor, scope, start, end, children)
  },
  "property.embedded": (visitor, scope, start, end) => {
    const { cells } = visitor.scopes
    if (cells[scope + NAME] !== 0) return
    place(visitor, scope, start, visitor.name(start, end))
    if (cells[scope + TYPE_END] !== 0) return
    // A type that is all there is of a property is captured before it, and belongs to nothing.
    cells[scope + TYPE_START] = cells[scope + START]!
    cells[scope + TYPE_END] = cells[scope + END]!
  },
  "property.type": ({ scopes: { cells } }, scope, start, end) => {
    if (cells[scope + TYPE_END] === 0) cells[scope + TYPE_START] = start
    cells[scope + TYPE_END] = end
  },
  "property.name.word": (visitor, scope, start, end) => {
    const { bytes } = visitor.source
    let wordEnd = start
    while (wordEnd < end && isWord(bytes[wordEnd]!)) wordEnd++
    oneOfNames(visitor, scope, start, wordEnd, 0)
  },
  "property.position": (visitor, scope, start, end) => {
    const { scopes, source, strings } = visitor
    const { cells } = scopes
    const parent = cells[scope + PARENT]!
    place(visitor, scope, start, strings.of(String(cells[parent + COUNT]!++)))
    cells[scope + TYPE_START] = start
    cells[scope + TYPE_END] = end
    const modifierStart = cells[parent + NEXT_MODIFIER_START]!
    const modifierEnd = cells[parent + NEXT_MODIFIER_END]!
    if (modifierEnd === 0) return
    cells[parent + NEXT_MODIFIER_START] = cells[parent + NEXT_MODIFIER_END] = 0
    add(visitor, scope, MODIFIER, modifierStart, modifierEnd, source.string(modifierStart, modifierEnd), 0)
  },
  "property.modifier.before": range(NEXT_MODIFIER_START, NEXT_MODIFIER_END),
  "property.tag": (visitor, scope, start, end) => {
    visitor.scopes.cells[scope + TEXT] = visitor.source.string(start, end)
  },
  "function.name.end": (visitor, scope, _, end) => {
    const { cells } = visitor.scopes
    if (visitor.scopes.is(scope, HAS_PLACE)) cells[scope + NAME] = visitor.name(cells[scope + NAME_START]!, end)
  },
  "namespace.name": (visitor, scope, start, end) => {
    visitor.scopes.cells[scope + NAME] = visitor.source.string(start, end)
  },
  "function.owner": owner,
  "class.owner": owner,
  "function.body": ({ scopes }, scope, start, end) => {
    scopes.set(scope, HAS_BODY)
    if (scopes.cells[scope + BODY_END] === 0) scopes.cells[scope + BODY_START] = start
    scopes.cells[scope + BODY_END] = end
  },
  "function.parameters": range(PARAMETERS_START, PARAMETERS_END),
  "function.parameters.inherited": ({ scopes: { cells } }, scope) => {
    const parent = cells[scope + PARENT]!
    cells[scope + PARAMETERS_OF] = parent
    cells[scope + PARAMETERS_START] = cells[parent + PARAMETERS_START]!
    cells[scope + PARAMETERS_END] = cells[parent + PARAMETERS_END]!
  },
  "function.return": type,
  "function.return.behind": (visitor, scope, start, end, children) => {
    const parameters = visitor.scopes.cells[scope + PARAMETERS_END]!
    if (parameters !== 0 && start >= parameters) type(visitor, scope, start, end, children)
  },
  docstring: ({ scopes, source }, scope, start, end) => {
    // The first thing that the body says, and plain text.
    if (start !== scopes.cells[scope + BODY_START] || !isText(source.bytes, start)) return
    scopes.cells[scope + DOC_START] = start
    scopes.cells[scope + DOC_END] = end
    scopes.set(scope, IS_DOCSTRING)
  },

  "parameter.name": (visitor, scope, start, end, children) => {
    // What follows the sign of a default is no name, however much it looks like one.
    if (visitor.scopes.cells[scope + BODY_END] === 0) oneOfNames(visitor, scope, start, end, children)
  },
  "parameter.type": type,
  "parameter.default": defaultValue,
  "parameter.default.sign": ({ scopes: { cells }, source }, scope, _, end) => {
    cells[scope + BODY_START] = behindBlanks(source.bytes, end)
    cells[scope + BODY_END] = cells[scope + END]!
  },
  "parameter.type.before": inList(range(NEXT_TYPE_START, NEXT_TYPE_END)),
  "parameter.rest.before": inList(({ scopes }, scope) => scopes.set(scope, IS_REST)),
  "parameter.default.behind": inList((visitor, scope, start, end, children) => {
    const { cells } = visitor.scopes
    const last = cells[scope + LAST]!
    if (cells[last + FAMILY] === parameter) defaultValue(visitor, last, start, end, children)
  }),
  "parameter.rest": ({ scopes }, scope) => scopes.set(scope, IS_REST),
  "parameter.optional": ({ scopes }, scope) => scopes.set(scope, IS_OPTIONAL),
  "parameter.receiver": (visitor, scope, start, end, children) => {
    visitor.scopes.set(scope, DEAD)
    modifier(visitor, visitor.scopes.cells[scope + PARENT]!, start, end, children)
  },
  "parameter.property": (visitor, scope, start, end, children) => {
    modifier(visitor, scope, start, end, children)
    visitor.promote(scope)
  },
  "type_parameter.name": oneOfNames,
  "type_parameter.bound": (visitor, scope, start, end, children) => {
    // A grammar without fields (Python) has the name in the first place of the bounds.
    const { cells } = visitor.scopes
    if (cells[scope + NAME] === 0 && cells[scope + START] === start) {
      return oneOfNames(visitor, scope, start, end, children)
    }
    add(visitor, scope, BASE, start, end, visitor.source.code(start, end), 0)
  },
  "class.extends": base(0),
  "class.implements": base(1),
  "class.extends.first": ({ scopes: { cells } }, scope) => {
    let first = 0
    for (let item = cells[scope + FIRST]!; item !== 0; item = cells[item + NEXT]!) {
      if (cells[item + FAMILY] !== BASE) continue
      if (cells[item + KIND] === 0) return
      if (first === 0) first = item
    }
    if (first !== 0) cells[first + KIND] = 0
  },

  "decorator.name": callee,
  "decorator.key": (visitor, scope, start, end) => {
    visitor.scopes.cells[scope + NAME] = visitor.source.string(start, end)
  },
  "decorator.value": value,
  "decorator.value.sign": (visitor, scope, start, end) => {
    const { cells } = visitor.scopes
    const { bytes } = visitor.source
    let keyEnd = start
    while (isBlank(bytes[keyEnd - 1]!)) keyEnd--
    cells[scope + NAME] = visitor.source.string(cells[scope + START]!, keyEnd)
    cells[scope + VALUE_START] = behindBlanks(bytes, end)
    cells[scope + VALUE_END] = cells[scope + END]!
  },
  "decorator.tokens": ({ scopes: { cells } }, scope, start, end) => {
    cells[scope + PARAMETERS_START] = start + 1
    cells[scope + PARAMETERS_END] = end - 1
  },
  "decorator.separator": (visitor, scope, start, end) => {
    add(visitor, scope, SEPARATOR, start, end, 0, 0)
  },
  "decorator.assignment": (visitor, scope, start, end) => {
    const added = add(visitor, scope, SEPARATOR, start, end, 0, 0)
    visitor.scopes.cells[added + KIND] = 1
  },

  "variable.value": value,
  "property.value": value,
  "export.value": (visitor, scope, start, end, children) => {
    value(visitor, scope, start, end, children)
    visitor.scopes.set(scope, IS_DEFAULT)
  },
  modifier,
  "property.modifier": modifier,
  dead: ({ scopes }, scope) => scopes.set(scope, DEAD),

  "import.source": source,
  "export.source": source,
  "import.name": listedName,
  "export.name": listedName,
  "import.alias": alias,
  "export.alias": alias,
  "import.default": (visitor, scope, start, end) => {
    item(visitor, scope, start, end, visitor.strings.of("default"), visitor.name(start, end))
  },
  "import.namespace": namespaceOfAll,
  "export.namespace": namespaceOfAll,
  "import.wildcard": wildcard,
  "export.wildcard": wildcard,
  "import.type": typeOnly,
  "export.type": typeOnly,
  "export.default": ({ scopes }, scope) => scopes.set(scope, IS_DEFAULT),
  "export.local": (visitor, _, start, end) => {
    visitor.exportedNames.add(visitor.name(start, end))
  },

  "export.object": (visitor, scope, start) => visitor.assignedExport(scope, start),
  "export.member": (visitor, scope, start, end) => {
    if (!visitor.scopes.is(scope, HAS_EXPORTS)) return
    const name = visitor.name(start, end)
    item(visitor, visitor.scopes.cells[scope + EXPORT]!, start, end, name, 0)
    visitor.exportedNames.add(name)
  },
  "export.member.value": (visitor, scope, start, end) => {
    if (visitor.scopes.is(visitor.scopes.cells[scope + PARENT]!, HAS_EXPORTS)) {
      visitor.exportedNames.add(visitor.name(start, end))
    }
  },

  "call.callee": callee,
  "call.name": callee,
  "call.receiver": (visitor, scope, start, end) => {
    // The first: grammars without fields do not tell a receiver from the name behind it.
    const { cells } = visitor.scopes
    if (cells[scope + OTHER] === 0) cells[scope + OTHER] = receiver(visitor, start, end)
  },
  "call.awaited": ({ scopes }, scope) => scopes.set(scope, IS_AWAITED),
  "call.arguments": (visitor, scope, start, end, children) => {
    value(visitor, scope, start, end, children)
    visitor.scopes.cells[scope + COUNT]! += children
    visitor.scopes.set(scope, HAS_ARGUMENTS)
  },
  "call.ignored": ({ scopes }, scope) => {
    scopes.cells[scope + COUNT]!--
  },
  "call.trailing": ({ scopes }, scope) => {
    const { cells } = scopes
    const inner = cells[scope + INNER]!
    if (inner !== 0 && cells[scope + NAME] === 0 && !scopes.is(scope, HAS_ARGUMENTS)) {
      scopes.set(scope, DEAD)
      cells[inner + COUNT]!++
    } else cells[scope + COUNT]!++
  },
  "call.argument": ({ scopes }, scope) => {
    scopes.cells[scope + COUNT]!++
  },

  "kind.function": becomes("function"),
  "kind.method": becomes("method"),
  "kind.constructor": becomes("constructor"),
  "kind.getter": becomes("getter"),
  "kind.setter": becomes("setter"),
  "kind.class": becomes("class"),
  "kind.interface": becomes("interface"),
  "kind.struct": becomes("struct"),
  "kind.enum": becomes("enum"),
  "kind.record": becomes("record"),
  "kind.trait": becomes("trait"),
  "kind.union": becomes("union"),
  "kind.alias": becomes("alias"),
  "kind.object": becomes("object"),
  "kind.module": becomes("module"),
  "kind.annotation": becomes("annotation"),
  "kind.keyword": ({ rules, scopes, source }, scope, start, end) => {
    const kind = rules.softKeywords?.get(source.text(start, end))
    if (kind === undefined) return
    scopes.cells[scope + KIND] = kindNumber(kind)
    scopes.clear(scope, DEAD)
  }
}

/** Gives a scope its name. */
const place = ({ scopes }: Visitor, scope: number, start: number, name: number): void => {
  scopes.cells[scope + NAME] = name
  scopes.cells[scope + NAME_START] = start
  scopes.set(scope, HAS_PLACE)
}

/** The item that a name belongs to: the item scope itself, or a new item of the statement. */
const listed = (visitor: Visitor, scope: number, start: number, end: number): number => {
  const { cells } = visitor.scopes
  if ((cells[scope + FAMILY]! & (importItem | exportItem)) === 0) return item(visitor, scope, start, end, 0, 0)
  cells[scope + NAME_START] = start
  return scope
}

/** Puts a name into the list of an import or export. */
const item = (visitor: Visitor, scope: number, start: number, end: number, name: number, local: number): number =>
  add(visitor, scope, importItem, start, end, name, local)

/** Puts something into the list of a scope. */
export const add = (
  { scopes }: Visitor,
  scope: number,
  family: number,
  start: number,
  end: number,
  name: number,
  local: number
): number => {
  const added = scopes.open(family, 0, start, end, scope)
  const { cells } = scopes
  cells[added + NAME] = name
  cells[added + NAME_START] = start
  cells[added + OTHER] = local
  scopes.list(scope, added)
  return added
}

const receiver = ({ source, strings }: Visitor, start: number, end: number): number => {
  if (end - start <= RECEIVER_LIMIT && !hasNewline(source.bytes, start, end)) return source.string(start, end)
  // A character takes at most four bytes, so more than that many need not be looked at.
  const text = source.text(start, Math.min(end, start + RECEIVER_LIMIT * 8)).replaceAll(/\s*\n\s*/g, "")
  return strings.of(cut(text, RECEIVER_LIMIT))
}

/** Whether a literal is a string of characters that are what they are: neither bytes nor formatted. */
const isText = (bytes: Uint8Array, start: number): boolean => {
  for (let i = start; ; i++) {
    const letter = bytes[i]! | 0x20
    if (letter < 0x61 || letter > 0x7a) return true
    if (letter !== 0x72 && letter !== 0x75) return false
  }
}

const behindBlanks = (bytes: Uint8Array, start: number): number => {
  let at = start
  while (isBlank(bytes[at]!)) at++
  return at
}

const hasNewline = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (bytes[i] === 0x0a) return true
  return false
}
