// What go/parser sees in Go files: paths on standard input, a JSON line for each on standard output. Shapes as in python.py;
// a function tells in fourth place whether it has a body.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strconv"
)

type fact []any

type facts struct {
	File      string `json:"file"`
	Error     string `json:"error,omitempty"`
	Functions []fact `json:"functions"`
	Classes   []fact `json:"classes"`
	Imports   []fact `json:"imports"`
	Calls     []fact `json:"calls"`
}

// parameters has an empty name for each that has none.
func parameters(list *ast.FieldList) []string {
	names := []string{}
	for _, field := range list.List {
		if len(field.Names) == 0 {
			names = append(names, "")
		}
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// callee is the identifier that a call is named by, or nil.
func callee(expression ast.Expr) *ast.Ident {
	switch e := expression.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.ParenExpr:
		return callee(e.X)
	case *ast.StarExpr:
		return callee(e.X)
	case *ast.IndexExpr:
		return callee(e.X)
	case *ast.IndexListExpr:
		return callee(e.X)
	}
	return nil
}

func read(path string) facts {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return facts{File: path, Error: err.Error()}
	}
	// Lines of the file itself, whatever `//line` says.
	line := func(at token.Pos) int { return files.PositionFor(at, false).Line }
	found := facts{File: path, Functions: []fact{}, Classes: []fact{}, Imports: []fact{}, Calls: []fact{}}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			found.Functions = append(found.Functions, fact{n.Name.Name, line(n.Name.Pos()), parameters(n.Type.Params), n.Body != nil})
		case *ast.TypeSpec:
			found.Classes = append(found.Classes, fact{n.Name.Name, line(n.Name.Pos())})
			// Methods count when their interface has a name.
			named, _ := n.Type.(*ast.InterfaceType)
			if named == nil {
				break
			}
			for _, method := range named.Methods.List {
				if signature, ok := method.Type.(*ast.FuncType); ok {
					for _, name := range method.Names {
						found.Functions = append(found.Functions, fact{name.Name, line(name.Pos()), parameters(signature.Params), false})
					}
				}
			}
		case *ast.ImportSpec:
			source, _ := strconv.Unquote(n.Path.Value)
			found.Imports = append(found.Imports, fact{source, line(n.Pos())})
		case *ast.CallExpr:
			name, at := "", n.Pos()
			switch n.Fun.(type) {
			case *ast.ArrayType, *ast.MapType:
				// A conversion is named by its type.
				name = types.ExprString(n.Fun)
			default:
				if named := callee(n.Fun); named != nil {
					name, at = named.Name, named.Pos()
				}
			}
			found.Calls = append(found.Calls, fact{name, line(at), len(n.Args)})
		}
		return true
	})
	return found
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		if in.Text() != "" {
			line, _ := json.Marshal(read(in.Text()))
			out.Write(append(line, '\n'))
		}
	}
}
