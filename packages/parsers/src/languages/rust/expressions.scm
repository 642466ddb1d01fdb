; Literals. A character is none, nor is the number of a field.
[(string_literal) (raw_string_literal)] @literal.string
(string_literal "\"" @literal.quote)
[(integer_literal) (float_literal)] @literal.number
(extern_modifier (string_literal) @literal.none)
(field_expression field: (integer_literal) @literal.none)

; What they are for. What a macro makes of its tokens nobody knows: they are its arguments.
(arguments) @context.argument
(macro_invocation (token_tree) @context.argument)
[(const_item) (static_item)] @context.constant
(let_declaration) @context.assignment
[(assignment_expression) (compound_assignment_expr)] @context.assignment
(index_expression) @context.none
(array_type length: (_) @context.none)
(type_arguments) @context.none
(field_initializer) @context.property
[(array_expression) (tuple_expression)] @context.element
(array_expression length: (_) @context.none)
(return_expression) @context.return
(function_item body: (block
  [(string_literal) (raw_string_literal) (integer_literal) (float_literal) (unary_expression)] @context.return))
(closure_expression) @context.none
(closure_expression body:
  [(string_literal) (raw_string_literal) (integer_literal) (float_literal) (unary_expression)] @context.return)
(closure_expression body: (block
  [(string_literal) (raw_string_literal) (integer_literal) (float_literal) (unary_expression)] @context.return))
(binary_expression) @context.operation
(binary_expression operator: ["==" "!=" "<" ">" "<=" ">="] @context.is.comparison)
(match_pattern) @context.comparison
(let_condition pattern: (_) @context.comparison)
(enum_variant value: (_) @context.enum)

; Errors.
(try_expression) @error.question
(call_expression) @error.named
(call_expression function: (field_expression field: (field_identifier) @error.name))
(macro_invocation) @error.named
(macro_invocation macro: (identifier) @error.name)
(macro_invocation "!" @error.name)
(match_arm) @error.named
(match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @error.name)))
(match_arm pattern: (match_pattern (tuple_struct_pattern
  [(scoped_identifier) (tuple_struct_pattern) (struct_pattern)] @error.type)))
(match_arm value: (_) @error.body)
(if_expression) @error.named
(if_expression condition: (let_condition pattern: (tuple_struct_pattern type: (identifier) @error.name)))
(if_expression condition: (let_condition pattern: (tuple_struct_pattern
  [(scoped_identifier) (tuple_struct_pattern) (struct_pattern)] @error.type)))
(if_expression consequence: (block) @error.body)

; Attributes of fields, variants, parameters and statements, and those of what is around them.
(attribute_item) @decorator.apart
(inner_attribute_item) @decorator.file
(inner_attribute_item (attribute [(identifier) (scoped_identifier)] @decorator.name))
(inner_attribute_item (attribute value: (_) @decorator.argument))
(inner_attribute_item (attribute arguments: (token_tree) @decorator.tokens))
(inner_attribute_item (attribute arguments: (token_tree "," @decorator.separator)))
(inner_attribute_item (attribute arguments: (token_tree "=" @decorator.assignment)))

[(line_comment) (block_comment)] @remark.tripleslash
