; Literals. A character is none.
(string_literal) @literal.string
(string_literal ["\"" "\"\"\""] @literal.quote)
(string_literal (string_interpolation) @literal.interpolation)
[(decimal_integer_literal) (hex_integer_literal) (octal_integer_literal) (binary_integer_literal)] @literal.number
[(decimal_floating_point_literal) (hex_floating_point_literal)] @literal.number

; What they are for.
(argument_list) @context.argument
(enum_constant arguments: (argument_list) @context.enum)
(local_variable_declaration) @context.assignment
(local_variable_declaration (modifiers "final" @context.is.constant))
(field_declaration) @context.assignment
(field_declaration (modifiers "final" @context.is.constant))
(constant_declaration) @context.constant
(assignment_expression) @context.assignment
(resource) @context.assignment
(array_access index: (_) @context.none)
(dimensions_expr) @context.none
(return_statement) @context.return
(lambda_expression) @context.none
(lambda_expression body: (_) @context.return)
(lambda_expression body: (block) @context.statements)
(array_initializer) @context.element
(binary_expression) @context.operation
(binary_expression operator: ["==" "!=" "<" ">" "<=" ">="] @context.is.comparison)
(switch_label) @context.comparison
(annotation_type_element_declaration value: (_) @context.default)

; Errors.
(catch_clause) @error.catch
(catch_clause (catch_formal_parameter (catch_type) @error.type))
(catch_clause body: (block) @error.body)
(finally_clause) @error.finally
(finally_clause (block) @error.body)
(throw_statement) @error.throw
(try_with_resources_statement) @error.with
(try_with_resources_statement body: (block) @error.body)

; Annotations of what is neither a type nor a method, and those in others.
[(annotation) (marker_annotation)] @decorator.apart
(annotation name: (_) @decorator.name)
(marker_annotation name: (_) @decorator.name)

[(line_comment) (block_comment)] @remark.javadoc
