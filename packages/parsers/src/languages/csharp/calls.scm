(await_expression) @await

(invocation_expression) @call
(invocation_expression arguments: (argument_list) @call.arguments)
(invocation_expression arguments: (argument_list (comment) @call.ignored))
(invocation_expression function: (identifier) @call.callee)
(invocation_expression function: (generic_name (identifier) @call.callee))
; `this` and `base` are tokens, which `(_)` does not match.
(invocation_expression function: (member_access_expression expression: [(_) "this" "base"] @call.receiver))
(invocation_expression function: (member_access_expression name: (identifier) @call.callee))
(invocation_expression function: (member_access_expression name: (generic_name (identifier) @call.callee)))
; `a?.f()`
(invocation_expression function: (conditional_access_expression condition: [(_) "this" "base"] @call.receiver))
(invocation_expression function: (conditional_access_expression
  (member_binding_expression name: (identifier) @call.callee)))
(invocation_expression function: (conditional_access_expression
  (member_binding_expression name: (generic_name (identifier) @call.callee))))
(invocation_expression function: (parenthesized_expression (identifier) @call.callee))

(object_creation_expression) @new
(object_creation_expression arguments: (argument_list) @call.arguments)
(object_creation_expression arguments: (argument_list (comment) @call.ignored))
(object_creation_expression type: (identifier) @call.callee)
(object_creation_expression type: (predefined_type) @call.callee)
(object_creation_expression type: (generic_name (identifier) @call.callee))
(object_creation_expression type: (qualified_name qualifier: (_) @call.receiver))
(object_creation_expression type: (qualified_name name: (identifier) @call.callee))
(object_creation_expression type: (qualified_name name: (generic_name (identifier) @call.callee)))
(object_creation_expression type: (alias_qualified_name alias: (identifier) @call.receiver))
(object_creation_expression type: (alias_qualified_name name: (identifier) @call.callee))
(object_creation_expression type: (alias_qualified_name name: (generic_name (identifier) @call.callee)))
; The grammar takes `new int[3]` for one of these.
(object_creation_expression type: (array_type) @dead)
(implicit_object_creation_expression) @new
(implicit_object_creation_expression (argument_list) @call.arguments)
(implicit_object_creation_expression (argument_list (comment) @call.ignored))

; `: this(x)`, `: base(x)`
(constructor_initializer) @call
(constructor_initializer ["this" "base"] @call.callee)
(constructor_initializer (argument_list) @call.arguments)
(constructor_initializer (argument_list (comment) @call.ignored))
; `record R(int X) : Base(X)`
(primary_constructor_base_type) @call
(primary_constructor_base_type type: [(identifier) (qualified_name) (alias_qualified_name)] @call.callee)
(primary_constructor_base_type type: (generic_name (identifier) @call.callee))
(primary_constructor_base_type (argument_list) @call.arguments)
(primary_constructor_base_type (argument_list (comment) @call.ignored))
; `class C(int x) : Base(x)`: the grammar has the type beside the list, so that nothing names the call.
(base_list (argument_list) @call)
(base_list (argument_list (argument) @call.argument))
