import { assert, describe, it } from "vitest"
import { python } from "../src/languages/python/language.js"
import { typescript } from "../src/languages/typescript/language.js"
import { parseSource } from "../src/parseSource.js"

const parse = (source: string | Uint8Array) => parseSource(typescript, source, "source.ts")

const first = async (source: string | Uint8Array) => (await parse(source)).functions[0]!

describe("Details of a function", () => {
  it("are empty lists where it has none, and nothing where there is no type", async () => {
    const { bodyHash, decorators, doc, generics, parameters, returnType } = await first("declare function f()")
    assert.deepStrictEqual({ decorators, generics, parameters }, { decorators: [], generics: [], parameters: [] })
    assert.deepStrictEqual(
      { bodyHash, doc, returnType },
      { bodyHash: undefined, doc: undefined, returnType: undefined }
    )
  })

  it("survive every character in JSON", async () => {
    const text = '"\\\\ \\" \\b \\u0001 \u0001 \u007f \u2028 é 测 🚀"'
    const { parameters } = await first(`function f(a = ${text}) {}`)
    assert.deepStrictEqual(parameters, [{ name: "a", default: text }])
  })

  it("are cut at 200 characters for defaults and arguments, 500 for types, never through a character", async () => {
    const long = (length: number) => `"${"x".repeat(length - 1)}`
    const source = `@dec(${long(250)}") class A { @dec(1) f(a = ${long(199)}🚀", b: ${long(499)}é"): ${long(600)}" {} }`
    const { classes, functions } = await parse(source)
    assert.strictEqual(classes[0]!.decorators![0]!.arguments[0]!.value, `${long(200)}…`)
    const { parameters, returnType } = functions[0]!
    assert.strictEqual(parameters![0]!.default, `${long(199)}…`)
    assert.strictEqual(parameters![1]!.type, `${long(499)}é…`)
    assert.strictEqual(returnType, `${long(500)}…`)
  })

  it("are on one line, whatever their line ends and indentation", async () => {
    const source = `function f(\n  { a,\n    b }: { a: string,\n ${" ".repeat(5000)} b: X }\n): Map<\n  A,\n  B\n> {}`
    for (const text of [source, source.replaceAll("\n", "\r\n"), `\uFEFF${source}`]) {
      const { parameters, returnType } = await first(text)
      assert.deepStrictEqual(parameters![0]!.name, "{ a, b }")
      assert.strictEqual(parameters![0]!.type, "{ a: string, …")
      assert.strictEqual(returnType, "Map< A, B >")
    }
  })

  it("hold the replacement where the source is no UTF-8", async () => {
    const source = Buffer.concat([Buffer.from('function f(a = "'), Buffer.of(0xe9), Buffer.from('") {}')])
    assert.deepStrictEqual((await first(source)).parameters, [{ name: "a", default: '"\uFFFD"' }])
  })

  it("of many parameters outgrow every buffer", async () => {
    const names = Array.from({ length: 5000 }, (_, i) => `parameter${i}`)
    const { parameters } = await first(`function f(${names.map((name) => `${name} = "\u0001"`).join(", ")}) {}`)
    assert.deepStrictEqual(
      parameters!.map(({ name }) => name),
      names
    )
    assert.ok(parameters!.every((parameter) => parameter.default === '"\u0001"'))
  })

  it("and of a type may be very many", async () => {
    const list = (text: (i: number) => string) => Array.from({ length: 20_000 }, (_, i) => text(i)).join(", ")
    const source = `class A<${list((i) => `T${i}`)}> { constructor(${list((i) => `private p${i}: T${i}`)}) {} }`
    const { generics, properties } = (await parse(source)).classes[0]!
    assert.strictEqual(generics?.length, 20_000)
    assert.deepStrictEqual(properties?.at(-1), { name: "p19999", type: "T19999", visibility: "private" })
  })
})

describe("Hashes of a function", () => {
  const hashes = async (source: string) => {
    const { bodyHash, signatureHash } = await first(source)
    return { body: bodyHash, signature: signatureHash }
  }

  it("an edit of the body changes that of the body alone, one of the signature both", async () => {
    const base = await hashes("function f<T>(a: string, b = 1): number { return 1 }")
    const body = await hashes("function f<T>(a: string, b = 1): number { return 2 }")
    assert.strictEqual(body.signature, base.signature)
    assert.notStrictEqual(body.body, base.body)
    for (const edited of [
      "function g<T>(a: string, b = 1): number { return 1 }",
      "function f<U>(a: string, b = 1): number { return 1 }",
      "function f<T>(a: boolean, b = 1): number { return 1 }",
      "function f<T>(a: string, b = 2): number { return 1 }",
      "function f<T>(a: string, b = 1): string { return 1 }",
      "function f<T>(a: string): number { return 1 }"
    ]) {
      const other = await hashes(edited)
      assert.notStrictEqual(other.signature, base.signature, edited)
      assert.notStrictEqual(other.body, base.body, edited)
    }
  })

  it("white space in a signature makes no difference, except between words and in texts", async () => {
    const base = await hashes("function f<T, U>(a: keyof T, b = ', '): Map<T, U> { }")
    assert.deepStrictEqual(
      await hashes("function f < T,\n  U\n>(\r\n\ta :  keyof   T,b=', '\n) : Map< T,U > { }"),
      base
    )
    assert.notDeepEqual(await hashes("function f<T, U>(a: keyofT, b = ', '): Map<T, U> { }"), base)
    assert.notDeepEqual(await hashes("function f<T, U>(a: keyof T, b = ','): Map<T, U> { }"), base)
    assert.notDeepEqual(await hashes('function f(b = ", ") { }'), await hashes('function f(b = ",") { }'))
  })

  it("do not depend on what stands around", async () => {
    const alone = await hashes("function f(a) { return a }")
    const { functions } = await parse("// x\nexport function f(a) { return a }\nfunction g() {}")
    assert.deepStrictEqual({ body: functions[0]!.bodyHash, signature: functions[0]!.signatureHash }, alone)
  })

  it("tell a body from none", async () => {
    const source = "def f(): pass\nclass A:\n  def f(): pass\n"
    const { functions } = await parseSource(python, source, "a.py")
    assert.strictEqual(functions[0]!.bodyHash, functions[1]!.bodyHash)
    assert.strictEqual((await first("declare function f(): void")).bodyHash, undefined)
  })
})
