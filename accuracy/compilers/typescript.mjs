// What TypeScript's parser sees in TypeScript and JavaScript files: paths on standard input, a JSON line for each on standard
// output. Shapes as in python.py; a function tells in fourth place whether it has a body.
import { readFileSync } from "node:fs"
import ts from "typescript"

const isFunction = (node) => node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node))

/** A signature in an object type counts when this type has a name. */
const isMember = ({ parent }) => !ts.isTypeLiteralNode(parent) || ts.isTypeAliasDeclaration(parent.parent)

/** In JavaScript, types are errors as well, which only a program tells. */
const errorOf = (file, source) => {
  if (source.parseDiagnostics.length > 0 || !/\.[cm]?jsx?$/.test(file)) return source.parseDiagnostics[0]
  const program = ts.createProgram({
    rootNames: [file],
    options: { allowJs: true, noLib: true, noResolve: true, target: ts.ScriptTarget.Latest, jsx: ts.JsxEmit.Preserve },
    host: {
      fileExists: (path) => path === file,
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => "",
      getDefaultLibFileName: () => "lib.d.ts",
      getNewLine: () => "\n",
      getSourceFile: (path) => (path === file ? source : undefined),
      readFile: () => undefined,
      useCaseSensitiveFileNames: () => true,
      writeFile: () => undefined
    }
  })
  return program.getSyntacticDiagnostics(source)[0]
}

const factsOf = (file) => {
  const text = readFileSync(file, "utf8")
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const error = errorOf(file, source)
  if (error !== undefined) return { file, error: ts.flattenDiagnosticMessageText(error.messageText, " ").slice(0, 200) }
  const found = { file, functions: [], classes: [], imports: [], calls: [] }
  const lineAt = (offset) => source.getLineAndCharacterOfPosition(offset).line + 1
  const nameOf = (node) => (ts.isStringLiteralLike(node) ? node.getText().slice(1, -1) : node.getText())
  const keyword = (node, kind) => node.getChildren().find((child) => child.kind === kind) ?? node
  const addFunction = (node, name, word = node) => {
    const shown = name === undefined ? "default" : nameOf(name)
    const parameters = node.parameters.map(({ name }) => name.getText().replaceAll(/[\t-\r ]+/g, " "))
    found.functions.push([shown, lineAt((name ?? word).getStart()), parameters, node.body !== undefined])
  }
  const addClass = (node, name) => {
    found.classes.push([name === undefined ? "default" : nameOf(name), lineAt((name ?? node).getStart())])
  }
  const addImport = (node, specifier) => found.imports.push([nameOf(specifier), lineAt(node.getStart())])
  /** What a value is bound to by its place. */
  const boundName = (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) return [node.name, node.initializer]
    if (ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) return [node.name, node.initializer]
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return []
    if (ts.isIdentifier(node.left)) return [node.left, node.right]
    return ts.isPropertyAccessExpression(node.left) ? [node.left.name, node.right] : []
  }
  const calleeOf = (node) => {
    if (ts.isIdentifier(node)) return node
    if (ts.isPropertyAccessExpression(node)) return node.name
    if (ts.isNonNullExpression(node)) return calleeOf(node.expression)
    return node.kind === ts.SyntaxKind.SuperKeyword || node.kind === ts.SyntaxKind.ImportKeyword ? node : undefined
  }
  const visit = (node) => {
    const [name, value] = boundName(node)
    if (isFunction(value)) addFunction(value, name)
    else if (ts.isVariableDeclaration(node) && value !== undefined && ts.isClassExpression(value)) addClass(value, name)
    else if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) addFunction(node, node.name)
    else if (ts.isMethodSignature(node) || ts.isGetAccessor(node) || ts.isSetAccessor(node)) {
      if (isMember(node)) addFunction(node, node.name)
    } else if (ts.isConstructorDeclaration(node)) {
      addFunction(node, keyword(node, ts.SyntaxKind.ConstructorKeyword))
    } else if (
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isEnumDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
    ) {
      addClass(node, node.name)
    } else if (ts.isImportDeclaration(node)) addImport(node, node.moduleSpecifier)
    else if (ts.isImportEqualsDeclaration(node)) {
      const reference = node.moduleReference
      addImport(node, ts.isExternalModuleReference(reference) ? reference.expression : reference)
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const callee = calleeOf(node.expression)
      const shown = callee === undefined ? "" : callee.getText()
      found.calls.push([shown, lineAt((callee ?? node).getStart()), node.arguments?.length ?? 0])
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

for (const file of readFileSync(0, "utf8").split("\n")) {
  if (file !== "") process.stdout.write(`${JSON.stringify(factsOf(file))}\n`)
}
