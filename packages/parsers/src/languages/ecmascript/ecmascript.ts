/** What JavaScript and TypeScript have in common beside their queries. */
import type { Visibility } from "@drift/core/ParseResult"
import type {
  Declaration,
  Description,
  LanguageDefinition,
  PropertyDeclaration,
  PropertyDescription
} from "../../Language.js"
import { braces, DOUBLE } from "../braces.js"
import { assignedExport, definedExport } from "./commonjs.js"

/** Public unless a modifier or a `#` says otherwise. */
const visibilityOf = (name: string, modifiers: ReadonlyArray<string>): Visibility =>
  modifiers.includes("private") || name.startsWith("#")
    ? "private"
    : modifiers.includes("protected")
      ? "protected"
      : "public"

/** Types have no visibility, only exports. */
const describe = (declaration: Declaration): Description => {
  const { exported, family, hasBody, kind, modifiers, name, ownerKind, within } = declaration
  const has = (modifier: string): boolean => modifiers.includes(modifier)
  if (family === "type") return { isExported: exported, ...(kind === "class" && { isAbstract: has("abstract") }) }
  return {
    visibility: visibilityOf(name, modifiers),
    isExported: exported,
    isAsync: has("async"),
    isGenerator: has("*"),
    ...(within === "type" && {
      isAbstract: has("abstract") || (ownerKind === "interface" && !hasBody),
      isStatic: has("static")
    })
  }
}

/** Members of enums are no more or less visible than the enum. */
const describeProperty = ({ modifiers, name, ownerKind }: PropertyDeclaration): PropertyDescription => ({
  ...(ownerKind !== "enum" && { visibility: visibilityOf(name, modifiers) }),
  isStatic: modifiers.includes("static"),
  isReadonly: modifiers.includes("readonly")
})

export const ecmascript = {
  describe,
  describeProperty,
  constructorNames: new Set(["constructor"]),
  importCalls: { require: "require", import: "dynamic" },
  notCallees: new Set(["await"]),
  lexis: {
    ...braces,
    strings: [DOUBLE, { open: "'", close: "'" }, { open: "`", close: "`", lines: true, interpolation: "${" }],
    regexes: true
  },
  assignedExports: {
    targets: ["exports", "module.exports"],
    read: assignedExport,
    // Bundlers put each module into a function of its own.
    hiddenBy: "module",
    call: ["Object", "defineProperty"],
    readCall: definedExport
  },
  // `src/services/auth.ts` is `src/services/auth`, and so is `src/services/auth.d.ts`.
  namespaceOfPath: (path) => path.replace(/(?:\.d)?\.[^./]*$/, "")
} as const satisfies Partial<LanguageDefinition>
