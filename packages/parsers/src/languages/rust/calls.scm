(await_expression) @await

(call_expression) @call
(call_expression arguments: (arguments) @call.arguments)
(call_expression arguments: (arguments [(line_comment) (block_comment) (attribute_item)] @call.ignored))

(call_expression function: [(identifier) (self)] @call.callee)
(call_expression function: (scoped_identifier path: (_) @call.receiver))
(call_expression function: (scoped_identifier name: (identifier) @call.callee))
(call_expression function: (field_expression value: (_) @call.receiver))
(call_expression function: (field_expression field: [(field_identifier) (integer_literal)] @call.callee))

; `f::<T>(x)`, `a.f::<T>(x)`
(call_expression function: (generic_function function: (identifier) @call.callee))
(call_expression function: (generic_function function: (scoped_identifier path: (_) @call.receiver)))
(call_expression function: (generic_function function: (scoped_identifier name: (identifier) @call.callee)))
(call_expression function: (generic_function function: (field_expression value: (_) @call.receiver)))
(call_expression function: (generic_function function: (field_expression field: (field_identifier) @call.callee)))

; `(f)(x)`, `(self.f)(x)`, `(*f)(x)`
(call_expression function: (parenthesized_expression (identifier) @call.callee))
(call_expression function: (parenthesized_expression (unary_expression (identifier) @call.callee)))
(call_expression function: (parenthesized_expression (field_expression value: (_) @call.receiver)))
(call_expression function: (parenthesized_expression (field_expression field:
  [(field_identifier) (integer_literal)] @call.callee)))

; Macros are called by name; what stands between their brackets is tokens, whose arguments and calls nobody knows.
(macro_invocation) @call
(macro_invocation macro: (identifier) @call.callee)
(macro_invocation macro: (scoped_identifier path: (_) @call.receiver))
(macro_invocation macro: (scoped_identifier name: (identifier) @call.callee))
