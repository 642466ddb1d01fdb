(call_expression) @call
(call_expression function: (identifier) @call.callee)
(call_expression function: (selector_expression operand: (_) @call.receiver))
(call_expression function: (selector_expression field: (field_identifier) @call.callee))
(call_expression arguments: (argument_list) @call.arguments)
(call_expression arguments: (argument_list (comment) @call.ignored))

; `(f)(x)`, `(a.f)(x)`, and through a pointer `(*f)(x)`, `(*T)(x)`, `(*p.T)(x)`.
(call_expression function: (parenthesized_expression (identifier) @call.callee))
(call_expression function: (parenthesized_expression (selector_expression operand: (_) @call.receiver)))
(call_expression function: (parenthesized_expression (selector_expression field: (field_identifier) @call.callee)))
(call_expression function: (parenthesized_expression (unary_expression operand: (identifier) @call.callee)))
(call_expression function: (parenthesized_expression
  (unary_expression operand: (selector_expression operand: (_) @call.receiver))))
(call_expression function: (parenthesized_expression
  (unary_expression operand: (selector_expression field: (field_identifier) @call.callee))))

; `f[int](x)` and `handlers[i](x)` look the same: both are named by what stands before the bracket.
(call_expression function: (index_expression operand: (identifier) @call.callee))
(call_expression function: (index_expression operand: (selector_expression operand: (_) @call.receiver)))
(call_expression function: (index_expression operand: (selector_expression field: (field_identifier) @call.callee)))

; The grammar reads `f[int](x)` with one argument as a conversion to a generic type. It also knows `[]byte(x)` for one,
; but not `T(x)`, which is a call expression as in the compiler's own tree: all conversions are calls, then.
(type_conversion_expression) @call
(type_conversion_expression operand: (_) @call.argument)
(type_conversion_expression type: (generic_type type: (type_identifier) @call.callee))
(type_conversion_expression type: (generic_type type: (qualified_type package: (package_identifier) @call.receiver)))
(type_conversion_expression type: (generic_type type: (qualified_type name: (type_identifier) @call.callee)))
(type_conversion_expression type: [(slice_type) (array_type) (map_type)] @call.callee)
