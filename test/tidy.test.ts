/** What the house promises about its own sources: directions, dependencies, sizes, and what must not be written down. */
import { build } from "esbuild"
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { builtinModules } from "node:module"
import { basename, dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { assert, describe, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Who may use whom. The three rooms in the middle do not know each other, and `addon` and `threads` know nothing of Drift. */
const USES: Readonly<Record<string, ReadonlyArray<string>>> = {
  addon: [],
  core: [],
  threads: [],
  scanner: ["addon", "core", "threads"],
  parsers: ["addon", "core", "threads"],
  storage: ["core", "threads"],
  runtime: ["core", "scanner", "parsers", "storage"],
  cli: ["core", "scanner", "parsers", "storage", "runtime"]
}
const PACKAGES = Object.keys(USES)

/** The modules that put concrete layers together; everything else of these packages asks for tags. */
const COMPOSE = new Set([
  "packages/cli/src/Composition.ts",
  "packages/runtime/src/Drift.ts",
  "packages/runtime/src/internal/stages.ts",
  "packages/runtime/src/testing.ts"
])

const LONGEST_MODULE = 700

interface Manifest {
  readonly name: string
  /** The optional ones included. */
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly overrides?: Readonly<Record<string, string>>
}

const text = (path: string): string => readFileSync(join(root, path), "utf8")
const manifest = (path: string): Manifest => {
  const written = JSON.parse(text(path)) as Manifest
  return { ...written, dependencies: { ...written.dependencies, ...written.optionalDependencies } }
}
const manifestOf = (name: string): Manifest => manifest(`packages/${name}/package.json`)

/** The modules below a folder, relative to the project. */
const modules = (folder: string): ReadonlyArray<string> =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.m?ts$/.test(name))
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    : []

const sources = PACKAGES.flatMap((name) => modules(`packages/${name}/src`))

const imports = new Map<string, ReadonlyArray<string>>()

/** Every module a file names: `import`, `export … from`, `import()` and `import()` types. */
const importsOf = (path: string): ReadonlyArray<string> => {
  const known = imports.get(path)
  if (known !== undefined) return known
  const found: Array<string> = []
  const visit = (node: ts.Node): void => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text(path), ts.ScriptTarget.Latest))
  imports.set(path, found)
  return found
}

/** `@scope/name/Module` to `@scope/name`; undefined for what belongs to the package itself or to Node. */
const packageOf = (specifier: string): string | undefined => {
  if (specifier.startsWith(".") || specifier.startsWith("node:") || builtinModules.includes(specifier)) return undefined
  const [first = "", second = ""] = specifier.split("/")
  return specifier.startsWith("@") ? `${first}/${second}` : first
}

const importedPackages = (paths: ReadonlyArray<string>): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const path of paths) {
    for (const specifier of importsOf(path)) {
      const name = packageOf(specifier)
      if (name !== undefined) found.set(name, path)
    }
  }
  return found
}

/** Files that git has or would take, without what is ignored. */
const tracked = execFileSync("git", ["-c", "core.fsmonitor=false", "ls-files", "-coz", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8"
})
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)) && statSync(join(root, path)).isFile())

describe("directions", () => {
  it("every package is named in the rule", () => {
    assert.deepStrictEqual(readdirSync(join(root, "packages")).sort(), [...PACKAGES].sort())
  })

  for (const name of PACKAGES) {
    it(`${name} uses only ${USES[name]?.join(", ") || "itself"}`, () => {
      const strangers: Array<string> = []
      for (const path of modules(`packages/${name}/src`)) {
        for (const specifier of importsOf(path)) {
          const used = /^@drift\/([^/]+)/.exec(specifier)?.[1]
          if (used !== undefined && !USES[name]?.includes(used)) strangers.push(`${path}: ${specifier}`)
          if (specifier.startsWith(".") && !join(dirname(path), specifier).startsWith(`packages/${name}/src/`)) {
            strangers.push(`${path}: ${specifier}`)
          }
        }
      }
      assert.deepStrictEqual(strangers, [])
    })
  }

  it("only the edges name concrete layers", () => {
    const concrete =
      /\b(?:Scanner|ParserManager|Storage|SqliteStorage|DriftRuntime)\.(?:\w+\.)?layer\w*|\bSqliteStorage\b/
    const found = [...modules("packages/cli/src"), ...modules("packages/runtime/src")]
      .filter((path) => !COMPOSE.has(path))
      .filter((path) => concrete.test(withoutComments(path)))
    assert.deepStrictEqual(found, [])
  })

  it("a room's own outside world stays in that room", () => {
    const owners: ReadonlyArray<readonly [specifier: RegExp, rooms: ReadonlyArray<string>]> = [
      [/^better-sqlite3/, ["storage"]],
      [/^(@tree-sitter-grammars\/)?tree-sitter/, ["parsers"]],
      [/^@effect\/(cli|printer|printer-ansi)$/, ["cli"]],
      [/^ignore$/, ["scanner"]]
    ]
    const found: Array<string> = []
    for (const name of PACKAGES) {
      for (const [used, path] of importedPackages(modules(`packages/${name}/src`))) {
        for (const [specifier, rooms] of owners) {
          if (specifier.test(used) && !rooms.includes(name)) found.push(`${path}: ${used}`)
        }
      }
    }
    assert.deepStrictEqual(found, [])
  })

  it("core does no input or output", () => {
    const found = modules("packages/core/src").flatMap((path) =>
      importsOf(path)
        .filter((specifier) => specifier.startsWith("node:") || builtinModules.includes(specifier))
        // Bytes and texts are no devices, nor is a library that is loaded when it is asked for.
        .filter((specifier) => specifier !== "node:buffer" && specifier !== "node:module")
        .map((specifier) => `${path}: ${specifier}`)
    )
    assert.deepStrictEqual(found, [])
  })
})

describe("dependencies", () => {
  for (const name of PACKAGES) {
    const { dependencies = {}, devDependencies = {} } = manifestOf(name)
    const shared = manifest("package.json").devDependencies ?? {}

    it(`${name} declares what its sources import`, () => {
      const undeclared = [...importedPackages(modules(`packages/${name}/src`))]
        .filter(([used]) => !(used in dependencies))
        .map(([used, path]) => `${path}: ${used}`)
      assert.deepStrictEqual(undeclared, [])
    })

    it(`${name} declares what its tests import`, () => {
      const undeclared = [...importedPackages(modules(`packages/${name}/test`))]
        .filter(([used]) => used !== `@drift/${name}`)
        .filter(([used]) => !(used in dependencies || used in devDependencies || used in shared))
        .map(([used, path]) => `${path}: ${used}`)
      assert.deepStrictEqual(undeclared, [])
    })

    it(`${name} uses what it declares`, () => {
      const imported = importedPackages(modules(`packages/${name}/src`))
      const written = modules(`packages/${name}/src`).map(text).join("\n")
      // Grammars and addons are loaded by name; peers are there for the package that wants them.
      const peers = new Set(
        Object.keys(dependencies)
          .map((each) => `node_modules/${each}/package.json`)
          // An optional one may not fit this Node.
          .flatMap((path) => (existsSync(join(root, path)) ? Object.keys(manifest(path).peerDependencies ?? {}) : []))
      )
      const idle = Object.keys(dependencies).filter(
        (each) => !imported.has(each) && !peers.has(each) && !written.includes(`"${each}`)
      )
      assert.deepStrictEqual(idle, [])
    })
  }

  it("every version is exact", () => {
    const loose: Array<string> = []
    for (const path of ["package.json", ...PACKAGES.map((name) => `packages/${name}/package.json`)]) {
      const { dependencies, devDependencies, overrides } = manifest(path)
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...overrides })) {
        if (!/^(?:npm:[\w-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version) && !version.startsWith("$")) {
          loose.push(`${path}: ${name} ${version}`)
        }
      }
    }
    assert.deepStrictEqual(loose, [])
  })

  it("one version of a package serves all", () => {
    const versions = new Map<string, Set<string>>()
    for (const path of ["package.json", ...PACKAGES.map((name) => `packages/${name}/package.json`)]) {
      const { dependencies, devDependencies } = manifest(path)
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        versions.set(name, (versions.get(name) ?? new Set()).add(version))
      }
    }
    assert.deepStrictEqual(
      [...versions].filter(([, found]) => found.size > 1).map(([name]) => name),
      []
    )
  })
})

describe("modules", () => {
  it(`none is longer than ${LONGEST_MODULE} lines`, () => {
    const long = sources
      .map((path) => [path, text(path).split("\n").length - 1] as const)
      .filter(([, lines]) => lines > LONGEST_MODULE)
      .map(([path, lines]) => `${path}: ${lines}`)
    assert.deepStrictEqual(long, [])
  })

  it("every language folder has a query and its line in the registry", () => {
    const folder = "packages/parsers/src/languages"
    const registry = importsOf(`${folder}/index.ts`)
    const folders = readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
    assert.notStrictEqual(folders.length, 0)
    // A folder may also hold queries that several registered languages share.
    const definitions = folders
      .map((name) => `${folder}/${name}/language.ts`)
      .filter((path) => existsSync(join(root, path)))
    const problems = folders.flatMap((name) => [
      ...(readdirSync(join(root, folder, name)).some((file) => file.endsWith(".scm")) ||
      definitions.some((path) => path.startsWith(`${folder}/${name}/`) && text(path).includes("queries:"))
        ? []
        : [`${name}: no query`]),
      ...(registry.includes(`./${name}/language.js`) || definitions.some((path) => text(path).includes(`"${name}"`))
        ? []
        : [`${name}: not registered`])
    ])
    assert.deepStrictEqual(problems, [])
  })

  for (const entry of ["packages/parsers/src/parser-worker.ts", "packages/storage/src/writer-worker.ts"]) {
    it(`${basename(entry)} starts without Effect`, async () => {
      const { metafile } = await build({
        absWorkingDir: root,
        entryPoints: [entry],
        bundle: true,
        write: false,
        metafile: true,
        format: "esm",
        platform: "node",
        target: "node20.19",
        conditions: ["@drift/source"],
        external: ["@node-rs/xxhash", "tree-sitter", "tree-sitter-*", "@tree-sitter-grammars/*"],
        logLevel: "silent",
        outdir: "unwritten"
      })
      const carried = Object.values(metafile.outputs)
        .flatMap((output) => Object.entries(output.inputs))
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([path]) => path)
      assert.include(carried, entry)
      assert.deepStrictEqual(
        carried.filter((path) => /node_modules\/(?:effect|@effect)\//.test(path)),
        []
      )
    })
  }
})

describe("what is written down", () => {
  /** Spelled in pieces, so that this file does not contain what it looks for. */
  const FORBIDDEN: ReadonlyArray<readonly [what: string, pattern: RegExp, except?: RegExp]> = [
    ["a ticket", /\b(?:[PT]\d|PH\d|QG|GH|JIRA|TASK|ISSUE|BUG|TICKET|DRIFT)-[A-Z\d]+/, /^docs\/conformance\.md$/],
    ["a ticket", /(?:^|[\s(])#\d+\b/, /\.(?:cs|php)$/],
    ["a ticket", /\b(?:issue|ticket|decision|step|phase)s? (?:no\. ?|#)?[A-Z]?\d/i, /^package-lock\.json$/],
    [
      "a decision's number",
      new RegExp(String.raw`\b${"D"}(?:[1-5]|[1-4]\d)\b(?!:|\.\w)`),
      /^(?:package-lock\.json|test-fixtures\/)/
    ],
    [
      "a path of one machine",
      new RegExp(`(?:^|[\\s"'\`(=])/(?:${["wo" + "rk", "ro" + "ot", "Us" + "ers"].join("|")})/`)
    ],
    [
      "a registry",
      new RegExp(
        `(?:https?:)?//(?:[\\w.-]*\\.)?(?:${["regis" + "try", "np" + "mjs", "deb" + "ian"].join("|")})\\b`,
        "i"
      )
    ],
    ["a lock to one host", new RegExp(`"resol${"ved"}": "https?:`)]
  ]

  /** Bytes that are no text are fixtures. */
  const readable = tracked.filter((path) => !readFileSync(join(root, path)).subarray(0, 8192).includes(0))

  for (const [what, pattern, except] of FORBIDDEN) {
    it(`nothing mentions ${what} (${pattern.source.slice(0, 24)})`, () => {
      const found: Array<string> = []
      for (const path of readable) {
        if (except?.test(path) || path === relative(root, fileURLToPath(import.meta.url))) continue
        for (const [i, line] of text(path).split("\n").entries()) {
          const match = pattern.exec(line)
          if (match) found.push(`${path}:${i + 1}: ${match[0].trim()}`)
        }
      }
      assert.deepStrictEqual(found, [])
    })
  }

  it("no test is skipped, left out or singled out", () => {
    const pattern = new RegExp(
      String.raw`\b(?:it|test|describe)(?:\.\w+)*\.(?:${["sk" + "ip", "on" + "ly", "to" + "do"].join("|")})\b`
    )
    const found = PACKAGES.flatMap((name) => modules(`packages/${name}/test`)).filter((path) =>
      pattern.test(text(path))
    )
    assert.deepStrictEqual(found, [])
  })
})

function withoutComments(path: string): string {
  return text(path)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
}
