// What a machine can hold of the conventions in CONTRIBUTING.md; formatting is prettier's.
import { defineConfig, globalIgnores } from "eslint/config"
import tseslint from "typescript-eslint"

const environment = {
  object: "process",
  property: "env",
  message: "Settings come through Config; only the edge (cli/src/bin.ts) may look at the process."
}
const clock = { object: "Date", property: "now", message: "Use Clock, so that tests own the time." }
const exit = { object: "process", property: "exit", message: "Return an exit code to bin.ts; finalizers have to run." }

const barrels = {
  regex: "^(effect|@effect/(?!vitest$)[^/]+)$",
  message: 'Import the module itself, for example `import * as Effect from "effect/Effect"`.'
}
const insides = {
  regex: "^@drift/[^/]+/(src|dist|internal)/",
  message: "A package is used through its public modules, `@drift/<package>/<Module>`."
}

const syntax = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Use Clock, so that tests own the time."
  },
  { selector: "TSEnumDeclaration", message: "Use a union of literals." },
  { selector: "ExportAllDeclaration", message: "No barrels: every name has one module." },
  {
    selector: "CallExpression[callee.object.name='Effect'][callee.property.name=/^run(Sync|Promise|Fork|Callback)/]",
    message: "Effects run at the edges only: bin.ts and the Promise facade, through a ManagedRuntime."
  }
]

export default defineConfig(
  globalIgnores(["**/dist/", "**/coverage/", "test-fixtures/", "**/.drift/"]),

  {
    files: ["**/*.{js,mjs,ts}"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-control-regex": "error",
      "no-constant-condition": ["error", { checkLoops: "allExceptWhileTrue" }],
      "no-debugger": "error",
      "no-duplicate-imports": "off",
      "no-else-return": "error",
      "no-empty": "error",
      "no-fallthrough": "error",
      "no-self-compare": "error",
      "no-throw-literal": "off",
      "no-unreachable": "error",
      "no-unused-vars": "error",
      "no-useless-rename": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error"
    }
  },

  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "no-restricted-imports": ["error", { patterns: [barrels, insides] }],
      "no-restricted-properties": ["error", environment, clock, exit],
      "no-restricted-syntax": ["error", ...syntax],
      "no-unused-vars": "off",

      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-assertions": [
        "error",
        { assertionStyle: "as", objectLiteralTypeAssertions: "allow-as-parameter" }
      ],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-deprecated": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],

      // A service's shape is an interface of functions, and a generator without a `yield*` is the language service's concern.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "require-yield": "off"
    }
  },

  {
    // The edge: here, and nowhere else, the program meets its process.
    files: ["packages/cli/src/bin.ts"],
    rules: { "no-restricted-properties": ["error", clock], "no-restricted-syntax": ["error", ...syntax.slice(0, 3)] }
  },

  {
    // The Promise facade runs effects for callers who do not.
    files: ["packages/runtime/src/Drift.ts"],
    rules: { "no-restricted-syntax": ["error", ...syntax.slice(0, 3)] }
  },

  {
    files: ["**/test/**/*.ts"],
    rules: {
      "no-restricted-properties": "off",
      "no-restricted-syntax": ["error", ...syntax.slice(1, 3)],
      "@typescript-eslint/no-deprecated": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      // What comes back from JSON or a database is asserted on, not relied on.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/require-await": "off"
    }
  },

  {
    // Settings of the tools belong to no TypeScript project.
    files: ["*.ts", "packages/*/*.ts"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { "@typescript-eslint/consistent-type-exports": "off" }
  }
)
