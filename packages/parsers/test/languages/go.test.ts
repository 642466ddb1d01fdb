import { assert, describe, it } from "vitest"
import { go } from "../../src/languages/go/language.js"
import { check } from "../check.js"

const TICK = "`"

/** Parameters of one type and of one letter each, and what else there is in the list. */
const many = (letters: string, more = "", type = "int"): string =>
  JSON.stringify(`[${[...letters].map((name) => JSON.stringify({ name, type })).join()}${more}]`)

describe("Go", () => {
  it("a function's visibility is its first letter, and the package is its namespace", () =>
    check(
      go,
      `
package shop

func Total(items []Item) (sum int, err error) {
//   ^^^^^ function name=Total kind=function owner=null namespace=shop visibility=public is_exported=1 has_body=1 start_line=4 end_line=7
	return
}
func Größe() {}
//   ^^^^^ function name=Größe visibility=public
func Ärger() {}
//   ^^^^^ function name=Ärger visibility=public is_exported=1
func init() {}
//   ^^^^ function name=init visibility=private is_exported=0
func _[T any, PT interface{ *T; M() }](t T) {}
//   ^ function name=_ kind=function
func assembly(x uint64) int
//   ^^^^^^^^ function name=assembly has_body=0
`
    ))

  it("a method belongs to its receiver's type, through pointers, parentheses and type parameters", () =>
    check(
      go,
      `package p
func (s S) Value() {}
//         ^^^^^ function name=Value kind=method owner=S qualified_name=S.Value
func (s *S) Pointer() {}
//          ^^^^^^^ function name=Pointer kind=method owner=S
func (*S) noName() {}
//        ^^^^^^ function name=noName kind=method owner=S visibility=private
func (_ *S,) Comma() {}
//           ^^^^^ function name=Comma kind=method owner=S
func (l List[T]) Generic() {}
//               ^^^^^^^ function name=Generic kind=method owner=List
func (m *Map[K, V]) Two() {}
//                  ^^^ function name=Two kind=method owner=Map
func (m (*S)) Wrapped() {}
//            ^^^^^^^ function name=Wrapped kind=method owner=S
func (m (*Map[K, V])) Both() {}
//                    ^^^^ function name=Both kind=method owner=Map
func (m (S)) Paren() {}
//           ^^^^^ function name=Paren kind=method owner=S
`
    ))

  it("types by kind, alone, grouped, generic and inside functions", () =>
    check(
      go,
      `package p
type Point struct{ X, Y int }
//   ^^^^^ class name=Point kind=struct visibility=public is_exported=1 namespace=p start_byte=15
type (
	reader interface{}
//^^^^^^ class name=reader kind=interface visibility=private is_exported=0
	Handler func(w Writer, f interface{ Flush() })
//^^^^^^^ class name=Handler kind=alias
	List[T any] struct{ items []T }
//^^^^ class name=List kind=struct
	Celsius float64
//^^^^^^^ class name=Celsius kind=alias
	Same = Point
//^^^^ class name=Same kind=alias
	Keyed[V any] = map[string]V
//^^^^^ class name=Keyed kind=alias
)
func main() {
	type Local struct{}
//     ^^^^^ class name=Local kind=struct owner=main qualified_name=main.Local visibility=private is_exported=0
}
`.replaceAll(/^\t/gm, "  ")
    ))

  it("the methods of a named interface are rows without a body; embedded types and in-place interfaces are not", () =>
    check(
      go,
      `package p
type Store interface {
  io.Reader
  ~int | string
  Get(key string) (value interface{ Deep() }, ok bool)
//^^^ function name=Get kind=method owner=Store has_body=0 is_abstract=1 visibility=public
  put(
//^^^ function name=put kind=method owner=Store has_body=0 visibility=private
    key string)
}
type Alias = interface{ Named() }
//                      ^^^^^ function name=Named owner=Alias has_body=0
type Holder struct{ inner interface{ Unseen() } }
func (h *Holder) Close() (c interface{ AlsoUnseen() }) {
//               ^^^^^ function name=Close owner=Holder has_body=1 is_abstract=0
  _, ok := c.(interface{ Unwrap() error })
  run := func() {}
  var late = func(x int) {}
}
`
    ))

  it("every import spec is a row with its alias", async () => {
    const { imports } = await check(
      go,
      `package p
import "fmt"
//     ^^^^^ import kind=import source=fmt specifiers=[]
import (
  . "math"
//^^^ import source=math specifiers="[{\\"name\\":\\"*\\"}]"
  _ "embed"
//^^^ import source=embed
  pb "example.com/api/v1"
//^^^ import source=example.com/api/v1
  \`raw/path\`
//^^^ import source=raw/path
  "C"
//^ import source=C
)
`
    )
    assert.deepStrictEqual(
      imports.map(({ specifiers }) => specifiers.map(({ alias, name }) => [name, alias])),
      [[], [["*", undefined]], [["embed", "_"]], [["v1", "pb"]], [], []]
    )
  })

  it("calls have callee, receiver, argument count and the enclosing declared function", () =>
    check(
      go,
      `package p
var started = now()
//            ^^^ call callee_name=now caller=null argument_count=0 is_new=0 is_await=0
func (s *S) Run(x T) {
  s.store.Get(1, /* not counted */ 2)
//        ^^^ call callee_name=Get receiver=s.store argument_count=2 caller=S.Run
  fmt.Println(rest...)
//    ^^^^^^^ call callee_name=Println receiver=fmt argument_count=1
  go func() { work() }()
//   ^ call callee_name=<anonymous> argument_count=0
//            ^^^^ call callee_name=work caller=S.Run
  defer (s.close)(x)
//         ^^^^^ call callee_name=close receiver=s argument_count=1
  make([]int, 3)
//^^^^ call callee_name=make argument_count=2
  a.b().c()
//  ^ call callee_name=b receiver=a
//      ^ call callee_name=c receiver=a.b()
}
`
    ))

  it("a call with type arguments, an indexed call and a conversion are calls whatever the grammar takes them for", () =>
    check(
      go,
      `package p
func f() {
  Map[int, string](a, b)
//^^^ call callee_name=Map argument_count=2
  Map[int](a)
//^^^ call callee_name=Map argument_count=1 receiver=null
  lib.Map[int](a)
//    ^^^ call callee_name=Map argument_count=1 receiver=lib
  handlers[i](a)
//^^^^^^^^ call callee_name=handlers argument_count=1
  s.handlers["x"](a, b)
//  ^^^^^^^^ call callee_name=handlers argument_count=2 receiver=s
  (*T)(p)
//  ^ call callee_name=T argument_count=1
  (*lib.T)(p)
//      ^ call callee_name=T argument_count=1 receiver=lib
  float64(x)
//^^^^^^^ call callee_name=float64 argument_count=1
  []byte("x")
//^^^^^^ call callee_name=[]byte argument_count=1
}
`,
      { allCalls: true }
    ))

  it("all names of a long list of parameters of one type", () =>
    check(
      go,
      `package p
func Many(a, b, c, d, e, f, g, h, i, j, k, l int, rest ...string) {}
//   ^^^^ function name=Many parameters=${many("abcdefghijkl", ',{"name":"rest","type":"string","rest":true}')}
type S interface {
    Many(a, b, c, d, e, f, g, h, i, j []byte) int
//  ^^^^ function name=Many parameters=${many("abcdefghij", "", "[]byte")}
    None(int, string)
//  ^^^^ function name=None parameters=${JSON.stringify('[{"name":"","type":"int"},{"name":"","type":"string"}]')}
}
`
    ))

  it("parameters share a type or have nothing else; results are the return type, bounds the constraints", () =>
    check(
      go,
      String.raw`package p
// Doc of a function.
//
//	Indented.
func F[K comparable, V ~int | string, A, B any](a, b int, _ V, cb func(x int) error, rest ...*S[K]) (n int, err error) {
//   ^ function name=F parameters="[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\"},{\"name\":\"_\",\"type\":\"V\"},{\"name\":\"cb\",\"type\":\"func(x int) error\"},{\"name\":\"rest\",\"type\":\"*S[K]\",\"rest\":true}]" generics="[{\"name\":\"K\",\"bounds\":[\"comparable\"]},{\"name\":\"V\",\"bounds\":[\"~int | string\"]},{\"name\":\"A\",\"bounds\":[\"any\"]},{\"name\":\"B\",\"bounds\":[\"any\"]}]" return_type="(n int, err error)" doc="Doc of a function.\n\n\tIndented." decorators=[]
}

func (s *S) Nameless(int, io.Reader, ...string) map[string]int
//          ^^^^^^^^ function name=Nameless parameters="[{\"name\":\"\",\"type\":\"int\"},{\"name\":\"\",\"type\":\"io.Reader\"},{\"name\":\"\",\"type\":\"string\",\"rest\":true}]" return_type=map[string]int generics=[] doc=null body_hash=null
func Nothing() {}
//   ^^^^^^^ function name=Nothing parameters=[] return_type=null generics=[]
var late = func(x int) {}
`
    ))

  it("fields are properties with their tags, embedded types those of their own name, embedded interfaces bases", () =>
    check(
      go,
      String.raw`package p
/* Holds
 * things. */
type S[T any] struct {
//   ^ class name=S doc="Holds\nthings." generics="[{\"name\":\"T\",\"bounds\":[\"any\"]}]" extends=null implements=[] properties="[{\"name\":\"A\",\"type\":\"int\",\"visibility\":\"public\",\"tags\":{\"json\":\"a,omitempty\",\"db\":\"x\"}},{\"name\":\"b\",\"type\":\"int\",\"visibility\":\"private\",\"tags\":{\"json\":\"a,omitempty\",\"db\":\"x\"}},{\"name\":\"Mutex\",\"type\":\"sync.Mutex\",\"visibility\":\"public\"},{\"name\":\"Base\",\"type\":\"*Base\",\"visibility\":\"public\"},{\"name\":\"base\",\"type\":\"base\",\"visibility\":\"private\"},{\"name\":\"List\",\"type\":\"pkg.List[T]\",\"visibility\":\"public\"},{\"name\":\"in\",\"type\":\"struct { Deep int }\",\"visibility\":\"private\"}]"
	A, b int ${TICK}json:"a,omitempty" db:"x"${TICK}
	sync.Mutex // of the field before
	*Base
	base
	// Doc of a field.
	pkg.List[T]
	in struct { Deep int }
}
type (
	// Reads.
	Reader interface {
//^^^^^^ class name=Reader doc=Reads. extends=io.Reader implements="[\"Closer\"]" properties=[]
		io.Reader
		Closer
		// Peeks.
		Peek(n int) (byte, error)
//  ^^^^ function name=Peek doc=Peeks. parameters="[{\"name\":\"n\",\"type\":\"int\"}]" return_type="(byte, error)"
	}
	Number interface { ~int | ~float64 }
//^^^^^^ class name=Number doc=null extends="~int | ~float64" implements=[]
)
`.replaceAll("\t", "  ")
    ))
})
