(function_call_expression) @call
(function_call_expression function: [(name) (variable_name)] @call.callee)
; `A\f()`, `\f()` and `namespace\f()`
(function_call_expression function: (qualified_name prefix: (namespace_name) @call.receiver))
(function_call_expression function: (qualified_name (name) @call.callee))
(function_call_expression function: (relative_name (name) @call.callee))
(function_call_expression arguments: (arguments) @call.arguments)
(function_call_expression arguments: (arguments (comment) @call.ignored))
; `f(...)` makes a closure of the function and calls nothing.
(function_call_expression arguments: (arguments (variadic_placeholder) @dead))

(member_call_expression) @call
(member_call_expression object: (_) @call.receiver)
(member_call_expression name: [(name) (variable_name) (string)] @call.callee)
(member_call_expression arguments: (arguments) @call.arguments)
(member_call_expression arguments: (arguments (comment) @call.ignored))
(member_call_expression arguments: (arguments (variadic_placeholder) @dead))

(nullsafe_member_call_expression) @call
(nullsafe_member_call_expression object: (_) @call.receiver)
(nullsafe_member_call_expression name: [(name) (variable_name) (string)] @call.callee)
(nullsafe_member_call_expression arguments: (arguments) @call.arguments)
(nullsafe_member_call_expression arguments: (arguments (comment) @call.ignored))
(nullsafe_member_call_expression arguments: (arguments (variadic_placeholder) @dead))

(scoped_call_expression) @call
(scoped_call_expression scope: (_) @call.receiver)
(scoped_call_expression name: [(name) (variable_name) (string)] @call.callee)
(scoped_call_expression arguments: (arguments) @call.arguments)
(scoped_call_expression arguments: (arguments (comment) @call.ignored))
(scoped_call_expression arguments: (arguments (variadic_placeholder) @dead))

(object_creation_expression) @new
(object_creation_expression [(name) (variable_name)] @call.callee)
(object_creation_expression (qualified_name prefix: (namespace_name) @call.receiver))
(object_creation_expression (qualified_name (name) @call.callee))
(object_creation_expression (relative_name (name) @call.callee))
(object_creation_expression (arguments) @call.arguments)
(object_creation_expression (arguments (comment) @call.ignored))
; `new class(1) { }`
(object_creation_expression (anonymous_class (arguments) @call.arguments))
(object_creation_expression (anonymous_class (arguments (comment) @call.ignored)))
