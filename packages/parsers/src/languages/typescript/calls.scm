; What only the grammars of TypeScript name so; the rest is in ../ecmascript.

; `a!()` and `a.b!()`
(call_expression function: (non_null_expression (identifier) @call.callee))
(call_expression function: (non_null_expression (member_expression object: (_) @call.receiver)))
(call_expression
  function: (non_null_expression
    (member_expression
      property: [
        (property_identifier)
        (private_property_identifier)
      ] @call.callee)))

; With type arguments, the grammar takes the operator before a call into its function: `await f<T>()` is `(await f)<T>()`.
(call_expression function: (await_expression) @call.awaited)
(call_expression function: (await_expression (identifier) @call.callee))
(call_expression function: (await_expression (member_expression object: (_) @call.receiver)))
(call_expression
  function: (await_expression
    (member_expression
      property: [
        (property_identifier)
        (private_property_identifier)
      ] @call.callee)))
(call_expression function: (unary_expression argument: (identifier) @call.callee))
(call_expression function: (unary_expression argument: (member_expression object: (_) @call.receiver)))
(call_expression
  function: (unary_expression
    argument: (member_expression
      property: [
        (property_identifier)
        (private_property_identifier)
      ] @call.callee)))
(call_expression function: (binary_expression right: (identifier) @call.callee))
(call_expression function: (binary_expression right: (member_expression object: (_) @call.receiver)))
(call_expression
  function: (binary_expression
    right: (member_expression
      property: [
        (property_identifier)
        (private_property_identifier)
      ] @call.callee)))

; `import("x").A.B` as a type is no call, though its nodes are those of one.
(type_annotation (call_expression) @dead)
(type_annotation (member_expression object: (call_expression) @dead))
(type_annotation (member_expression object: (member_expression object: (call_expression) @dead)))
(opting_type_annotation (call_expression) @dead)
(opting_type_annotation (member_expression object: (call_expression) @dead))
(opting_type_annotation (member_expression object: (member_expression object: (call_expression) @dead)))
(type_arguments (call_expression) @dead)
(type_arguments (member_expression object: (call_expression) @dead))
(type_arguments (member_expression object: (member_expression object: (call_expression) @dead)))
(type_query (call_expression) @dead)
(type_query (member_expression object: (call_expression) @dead))
(type_query (member_expression object: (member_expression object: (call_expression) @dead)))
(union_type (call_expression) @dead)
(union_type (member_expression object: (call_expression) @dead))
(union_type (member_expression object: (member_expression object: (call_expression) @dead)))
(intersection_type (call_expression) @dead)
(intersection_type (member_expression object: (call_expression) @dead))
(intersection_type (member_expression object: (member_expression object: (call_expression) @dead)))
(function_type (call_expression) @dead)
(function_type (member_expression object: (call_expression) @dead))
(function_type (member_expression object: (member_expression object: (call_expression) @dead)))
(type_alias_declaration (call_expression) @dead)
(type_alias_declaration (member_expression object: (call_expression) @dead))
(type_alias_declaration (member_expression object: (member_expression object: (call_expression) @dead)))
(conditional_type (call_expression) @dead)
(conditional_type (member_expression object: (call_expression) @dead))
(conditional_type (member_expression object: (member_expression object: (call_expression) @dead)))
(tuple_type (call_expression) @dead)
(tuple_type (member_expression object: (call_expression) @dead))
(tuple_type (member_expression object: (member_expression object: (call_expression) @dead)))
(parenthesized_type (call_expression) @dead)
(parenthesized_type (member_expression object: (call_expression) @dead))
(parenthesized_type (member_expression object: (member_expression object: (call_expression) @dead)))
(constraint (call_expression) @dead)
(constraint (member_expression object: (call_expression) @dead))
(constraint (member_expression object: (member_expression object: (call_expression) @dead)))
(default_type (call_expression) @dead)
(default_type (member_expression object: (call_expression) @dead))
(default_type (member_expression object: (member_expression object: (call_expression) @dead)))
(constructor_type (call_expression) @dead)
(constructor_type (member_expression object: (call_expression) @dead))
(constructor_type (member_expression object: (member_expression object: (call_expression) @dead)))
