(call_expression) @call
(call_expression (value_arguments) @call.arguments)
(call_expression (value_arguments [(line_comment) (block_comment)] @call.ignored))
(call_expression (annotated_lambda) @call.trailing)
(call_expression (identifier) @call.callee)
; Nothing but their order tells the two sides of a dot apart: the first is the receiver, the last the callee.
(call_expression (navigation_expression (_) @call.receiver))
(call_expression (navigation_expression (identifier) @call.callee))
(call_expression (parenthesized_expression (identifier) @call.callee))

; `constructor(x: Int) : this(x)`
(constructor_delegation_call) @call
(constructor_delegation_call ["this" "super"] @call.callee)
(constructor_delegation_call (value_arguments) @call.arguments)
(constructor_delegation_call (value_arguments [(line_comment) (block_comment)] @call.ignored))
; `class C : Base(x)`
(delegation_specifier (constructor_invocation) @call)
(delegation_specifier (constructor_invocation (user_type (identifier) @call.callee)))
(delegation_specifier (constructor_invocation (value_arguments) @call.arguments))
(delegation_specifier (constructor_invocation (value_arguments [(line_comment) (block_comment)] @call.ignored)))
; `class C : I by d { … }`: the grammar takes the body of the class for a lambda that `d` is called with.
(explicit_delegation (call_expression) @dead)
