/** What the parse of a single file tells of C#'s expressions. */
import { assert, describe, it } from "vitest"
import { csharp } from "../../src/languages/csharp/language.js"
import { decorators, docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of C#", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      csharp,
      `
[Table("orders", Size = 1)]
class Box {
  const int Max = 0xFF;
  static readonly string Name = "constant";
  string title = "field";
  int Width { get; set; } = 2;
  int Height => 3;
  int[] sizes = { 4, 5 };
  enum Level { Low = 6 }
  string Fold(int by = 7, string text = "default") {
    const int limit = 8;
    var label = by > 9 ? "yes" : "no";
    label = "assigned" + by;
    by += 10;
    Send("argument", key: -11, new int[12], new[] { 13 }, [14]);
    var made = new Client("made") { Width = 15, ["key"] = "value" };
    list[16] = list["index"];
    if (by == 17 || "compared" != label) return "returned";
    switch (by) { case 18: break; }
    var text = by switch { 19 => "nineteen", > 20 => "more", _ => "less" };
    Func<int> shorter = () => 21;
    Action block = () => { Go(22); };
    var pair = (23, "tuple");
    var anonymous = new { Key = 24 };
    if (made is 25) { }
    yield return 26;
  }
}
`
    )
    assert.deepStrictEqual(strings(result), [
      '1 decorator "orders"',
      '4 variableAssignment "constant"',
      '5 variableAssignment "field"',
      '10 defaultParameter "default"',
      '12 variableAssignment "yes"',
      '12 variableAssignment "no"',
      '13 variableAssignment "assigned"',
      '15 functionArgument "argument"',
      '16 functionArgument "made"',
      '16 objectProperty "key"',
      '16 objectProperty "value"',
      '17 unknown "index"',
      '18 comparison "compared"',
      '18 returnValue "returned"',
      '20 variableAssignment "nineteen"',
      '20 variableAssignment "more"',
      '20 variableAssignment "less"',
      '23 arrayElement "tuple"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "1 decorator 1 = 1",
      "3 constDeclaration 0xFF = 255",
      "6 variableAssignment 2 = 2",
      "7 returnValue 3 = 3",
      "8 arrayElement 4 = 4",
      "8 arrayElement 5 = 5",
      "9 enumValue 6 = 6",
      "10 defaultParameter 7 = 7",
      "11 constDeclaration 8 = 8",
      "12 comparison 9 = 9",
      "14 variableAssignment 10 = 10",
      "15 functionArgument 11 = 11",
      "15 unknown 12 = 12",
      "15 arrayElement 13 = 13",
      "15 arrayElement 14 = 14",
      "16 objectProperty 15 = 15",
      "17 unknown 16 = 16",
      "18 comparison 17 = 17",
      "19 comparison 18 = 18",
      "20 comparison 19 = 19",
      "20 comparison 20 = 20",
      "21 returnValue 21 = 21",
      "22 functionArgument 22 = 22",
      "23 arrayElement 23 = 23",
      "24 objectProperty 24 = 24",
      "25 comparison 25 = 25",
      "26 unknown 26 = 26"
    ])
  })

  it("strings are as they are written, characters are none", async () => {
    const result = await told(
      csharp,
      String.raw`
class A {
  string a = "a\"b\n", b = "", c = @"verbatim ""quoted"" \", d = $"in {x:0.0} out";
  char e = 'e';
  string f = """raw "quoted" text""", g = $@"both {"inner"} \", h = $"""raw {x}""";
  string i = "bytes"u8, j = @"two
lines";
}
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`2 variableAssignment "a\\\"b\\n"`,
      '2 variableAssignment ""',
      String.raw`2 variableAssignment "verbatim \"\"quoted\"\" \\"`,
      '2 variableAssignment "in {x:0.0} out" template',
      String.raw`4 variableAssignment "raw \"quoted\" text"`,
      String.raw`4 variableAssignment "both {\"inner\"} \\" template`,
      '4 variableAssignment "inner"',
      '4 variableAssignment "raw {x}" template',
      '5 variableAssignment "bytes"',
      String.raw`5 variableAssignment "two\nlines"`
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      csharp,
      `
class A {
  double[] all = { 0, 1.5, .5, 1e3, 1_000_000, 0xFF, 0b101, 010, 10L, 10UL, 1.5f, 2m, 3d };
}
`
    )
    assert.deepStrictEqual(numbers(result), [
      "2 arrayElement 0 = 0",
      "2 arrayElement 1.5 = 1.5",
      "2 arrayElement .5 = 0.5",
      "2 arrayElement 1e3 = 1000",
      "2 arrayElement 1_000_000 = 1000000",
      "2 arrayElement 0xFF = 255",
      "2 arrayElement 0b101 = 5",
      "2 arrayElement 010 = 10",
      "2 arrayElement 10L = 10",
      "2 arrayElement 10UL = 10",
      "2 arrayElement 1.5f = 1.5",
      "2 arrayElement 2m = 2",
      "2 arrayElement 3d = 3"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      csharp,
      `
class Store {
  async Task Load() {
    try {
      await Read();
    } catch (IOException e) when (e.Code == 1) {
      throw;
    } catch (Exception) {
      // nothing
    } catch {
      Stop();
    } finally { }
  }
  string Name { get { try { return Go(); } catch { return null; } } }
  void Read() {
    using (var a = Open()) { Go(a); }
    using (Open()) ;
    using var b = Open();
    await using var c = Open();
    var d = x ?? throw new Missing("d");
    Run(async () => { try { await Go(); } catch { Stop(); } });
  }
}
`
    )
    assert.deepStrictEqual(errors(result), [
      "5-7 asyncAwaitTry IOException in Store.Load",
      "6 throw in Store.Load",
      "7-9 asyncAwaitTry Exception empty in Store.Load",
      "9-11 asyncAwaitTry in Store.Load",
      "11 tryFinally empty in Store.Load",
      "13 tryCatch in Store.Name",
      "15 withStatement in Store.Read",
      "16 withStatement empty in Store.Read",
      "17 withStatement in Store.Read",
      "18 withStatement in Store.Read",
      "19 throw in Store.Read",
      "20 asyncAwaitTry in Store.Read"
    ])
  })

  it("attributes name what they are written on", async () => {
    const result = await told(
      csharp,
      `
[assembly: Version("1.0")]
[Table("orders", Schema = "s"), Serializable]
class Order {
  [Key] public int Id { get; set; }
  [Column("c")] private string column;
  [HttpGet("{id}")] [Authorize(Roles = "admin")]
  public void Find([FromBody] Body body, int other) { }
  enum Kind { [Obsolete] Old }
}
`
    )
    assert.deepStrictEqual(decorators(result), [
      '1 Version("1.0")',
      '2 Table("orders", Schema = "s") on Order',
      "2 Serializable() on Order",
      "4 Key() on Order.Id",
      '5 Column("c") on Order.column',
      '6 HttpGet("{id}") on Order.Find',
      '6 Authorize(Roles = "admin") on Order.Find',
      "7 FromBody() on Order.Find.body",
      "8 Obsolete() on Order.Kind.Old"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      csharp,
      `
/// <summary>Of the class.</summary>
[Serializable]
class A {
  /// Of the field.
  int field;
  /// Of the method.
  void F() {}
  //// None.
  /** Of nothing. */
}
// Of a struct.
struct B {}
`
    )
    assert.deepStrictEqual(docs(result), [
      '1 tripleSlash "<summary>Of the class.</summary>" of A',
      '4 tripleSlash "Of the field." of A.field',
      '9 block "Of nothing."',
      '11 line "Of a struct." of B'
    ])
  })
})
