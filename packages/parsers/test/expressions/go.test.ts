/** What the parse of a single file tells of Go's expressions. */
import { assert, describe, it } from "vitest"
import { go } from "../../src/languages/go/language.js"
import { docs, errors, numbers, strings, told } from "../told.js"

describe("Expressions of Go", () => {
  it("literals are for the nearest construct around them", async () => {
    const result = await told(
      go,
      `
package main
import "fmt"
const Limit, Name = 0xFF, "constant"
const (
	Low = iota + 1
)
var width = 2
type Box struct { Size int \`json:"size"\` }
func fold(by int) (string, int) {
	label := "short"
	label = "assigned" + name
	by += 3
	var size int = 4
	send("argument", -5)
	list := []string{"element"}
	table := map[string]int{"key": 6}
	box := Box{Size: 7}
	grid := [8]int{9}
	list[10] = list[11:12]
	if by == 13 || "compared" != label { return "returned", 14 }
	switch by { case 15: }
	run(func() int { return 16 }, func() { x(17) })
	for i := 0; i < 18; i++ {}
	ch <- 19
}
`
    )
    assert.deepStrictEqual(strings(result), [
      '3 variableAssignment "constant"',
      '10 variableAssignment "short"',
      '11 variableAssignment "assigned"',
      '14 functionArgument "argument"',
      '15 arrayElement "element"',
      '16 objectProperty "key"',
      '20 comparison "compared"',
      '20 returnValue "returned"'
    ])
    assert.deepStrictEqual(numbers(result), [
      "3 constDeclaration 0xFF = 255",
      "5 binaryOperation 1 = 1",
      "7 variableAssignment 2 = 2",
      "12 variableAssignment 3 = 3",
      "13 variableAssignment 4 = 4",
      "14 functionArgument 5 = 5",
      "16 objectProperty 6 = 6",
      "17 objectProperty 7 = 7",
      "18 unknown 8 = 8",
      "18 arrayElement 9 = 9",
      "19 unknown 10 = 10",
      "19 unknown 11 = 11",
      "19 unknown 12 = 12",
      "20 comparison 13 = 13",
      "20 returnValue 14 = 14",
      "21 comparison 15 = 15",
      "22 returnValue 16 = 16",
      "22 functionArgument 17 = 17",
      "23 variableAssignment 0 = 0",
      "23 comparison 18 = 18",
      "24 unknown 19 = 19"
    ])
  })

  it("strings are as they are written, runes are none", async () => {
    const result = await told(
      go,
      `
package main
var a, b, c = "a\\"b\\n", "", 'c'
var d = \`raw \\n
lines\`
`
    )
    assert.deepStrictEqual(strings(result), [
      String.raw`2 variableAssignment "a\\\"b\\n"`,
      '2 variableAssignment ""',
      String.raw`3 variableAssignment "raw \\n\nlines"`
    ])
  })

  it("numbers have a value", async () => {
    const result = await told(
      go,
      `
package main
var all = []any{0, 1.5, .5, 1e3, 1_000_000, 0xFF, 0b101, 0o17, 017, 2i, 0x1.8p3, 123456789012345678901, 1e999}
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
      "2 arrayElement 0o17 = 15",
      "2 arrayElement 017 = 15",
      "2 arrayElement 2i = 2",
      "2 arrayElement 0x1.8p3 = 12",
      "2 arrayElement 123456789012345678901 = 123456789012345680000",
      "2 arrayElement 1e999 = none"
    ])
  })

  it("errors are raised, passed on and handled", async () => {
    const result = await told(
      go,
      `
package main
func load() error {
	defer file.Close()
	defer func() {
		if r := recover(); r != nil {
			log(r)
		}
	}()
	defer func() {}()
	if err != nil {
		return err
	}
	if err := read(); err != nil {
		// nothing
	}
	if x != nil { }
	if readErr != nil && retry { panic("again") }
	if err == nil { }
}
func (s *Store) run() {
	go func() { panic(err) }()
}
`
    )
    assert.deepStrictEqual(errors(result), [
      "3 defer in load",
      "4-8 deferRecover in load",
      "9 defer empty in load",
      "10-12 errorCheck in load",
      "13-15 errorCheck empty in load",
      "17 errorCheck in load",
      "17 throw in load",
      "21 throw in Store.run"
    ])
  })

  it("documentation that is no function's", async () => {
    const result = await told(
      go,
      `
// Copyright.

// Package main documents.
package main

// Of the type.
type A struct {
	// Of the field.
	Field int
	other int // Not this.
}

// Of the constants.
const (
	// Of one.
	One = 1
)

// Of nothing.

// Of the variable,
// in two lines.
var v = 1

// Of the function.
func f() {
	// A remark.
	x()
}
`
    )
    assert.deepStrictEqual(docs(result), [
      '3 goDoc "Package main documents."',
      '6 goDoc "Of the type." of A',
      '8 goDoc "Of the field." of A.Field',
      '13 goDoc "Of the constants."',
      '15 goDoc "Of one."',
      String.raw`21 goDoc "Of the variable,\nin two lines."`
    ])
  })
})
