(call) @call
(call function: (identifier) @call.callee)
(call function: (attribute object: (_) @call.receiver))
(call function: (attribute attribute: (identifier) @call.callee))
; `(a.b)()`: parentheses change nothing.
(call function: (parenthesized_expression (identifier) @call.callee))
(call function: (parenthesized_expression (attribute object: (_) @call.receiver)))
(call function: (parenthesized_expression (attribute attribute: (identifier) @call.callee)))
; `[*a.b()]`: the grammar takes the star for a part of what is called.
(call function: (list_splat (identifier) @call.callee))
(call function: (list_splat (attribute object: (_) @call.receiver)))
(call function: (list_splat (attribute attribute: (identifier) @call.callee)))
(call arguments: (argument_list) @call.arguments)
(call arguments: (argument_list [(comment) (line_continuation)] @call.ignored))
; `any(x for x in y)`: the generator stands in place of the argument list.
(call arguments: (generator_expression) @call.argument)

(await) @await
