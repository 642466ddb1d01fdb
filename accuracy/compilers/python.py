"""What CPython's own parser sees in Python files: paths on standard input, a JSON line for each on standard output.

Functions are [name, line, parameters], classes [name, line], imports [source, line], calls [name, line, arguments]. A line of 0
is not known: before 3.12 the places of what stands in an f-string are not those of the file.
"""

import ast
import json
import sys
import warnings

KNOWS_FORMATTED = sys.version_info >= (3, 12)


class Facts(ast.NodeVisitor):
    def __init__(self, path):
        self.found = {"file": path, "functions": [], "classes": [], "imports": [], "calls": []}
        self.formatted = 0

    def function(self, node):
        a = node.args
        names = [*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, a.kwarg]
        self.found["functions"].append([node.name, node.lineno, [each.arg for each in names if each is not None]])
        self.generic_visit(node)

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def visit_ClassDef(self, node):
        self.found["classes"].append([node.name, node.lineno])
        self.generic_visit(node)

    def visit_Import(self, node):
        self.found["imports"] += [[each.name, each.lineno] for each in node.names]

    def visit_ImportFrom(self, node):
        self.found["imports"].append(["." * node.level + (node.module or ""), node.lineno])

    def visit_JoinedStr(self, node):
        self.formatted += 1
        self.generic_visit(node)
        self.formatted -= 1

    def visit_Call(self, node):
        callee = node.func
        name, line = "", node.lineno
        if isinstance(callee, ast.Name):
            name, line = callee.id, callee.lineno
        elif isinstance(callee, ast.Attribute):
            name, line = callee.attr, callee.end_lineno
        if self.formatted > 0 and not KNOWS_FORMATTED:
            line = 0
        self.found["calls"].append([name, line, len(node.args) + len(node.keywords)])
        self.generic_visit(node)


def facts(path):
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        seen = Facts(path)
        seen.visit(tree)
        return seen.found
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return {"file": path, "error": f"{type(error).__name__}: {error}"[:200]}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10_000)
    for each in sys.stdin.read().split("\n"):
        if each:
            print(json.dumps(facts(each)))
