; Literals. A rune is none, nor is the tag of a field.
[(interpreted_string_literal) (raw_string_literal)] @literal.string
(interpreted_string_literal "\"" @literal.quote)
(raw_string_literal "`" @literal.quote)
[(int_literal) (float_literal) (imaginary_literal)] @literal.number
(import_spec path: (_) @literal.none)
(field_declaration tag: (_) @literal.none)

; What they are for.
(argument_list) @context.argument
(const_spec) @context.constant
[(var_spec) (short_var_declaration) (assignment_statement)] @context.assignment
(index_expression index: (_) @context.none)
(slice_expression start: (_) @context.none)
(slice_expression end: (_) @context.none)
(slice_expression capacity: (_) @context.none)
(array_type length: (_) @context.none)
(literal_value (literal_element) @context.element)
(keyed_element) @context.property
(return_statement) @context.return
(func_literal) @context.none
(binary_expression) @context.operation
(binary_expression operator: ["==" "!=" "<" ">" "<=" ">="] @context.is.comparison)
(expression_case value: (_) @context.comparison)

; Errors.
(defer_statement) @error.defer
(defer_statement (call_expression function: (func_literal body: (block) @error.defer.body)))
(call_expression) @error.named
(call_expression function: (identifier) @error.name)
(if_statement) @error.check
(if_statement condition: (binary_expression) @error.condition)
(if_statement consequence: (block) @error.body)

(comment) @remark.godoc
[(package_clause) (const_declaration) (var_declaration) (const_spec) (var_spec) (field_declaration)] @remark.subject
