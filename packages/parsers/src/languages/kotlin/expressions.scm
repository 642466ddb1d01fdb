; Literals. A character is none.
[(string_literal) (multiline_string_literal)] @literal.string
(string_literal "\"" @literal.quote)
(multiline_string_literal "\"\"\"" @literal.quote)
(string_literal (interpolation) @literal.interpolation)
(multiline_string_literal (interpolation) @literal.interpolation)
[(number_literal) (float_literal)] @literal.number

; What they are for.
(value_arguments) @context.argument
(enum_entry (value_arguments) @context.enum)
(property_declaration) @context.assignment
(property_declaration (modifiers (property_modifier "const" @context.is.constant)))
(assignment) @context.assignment
(index_expression) @context.none
(collection_literal) @context.element
(return_expression) @context.return
(function_body (_) @context.return)
(function_body (block) @context.statements)
[(lambda_literal) (anonymous_function)] @context.none
(binary_expression) @context.operation
(binary_expression operator: ["==" "===" "!=" "!==" "<" ">" "<=" ">="] @context.is.comparison)
(when_entry condition: (_) @context.comparison)
(class_parameter) @context.default
(function_value_parameters (_) @context.default)

; Errors.
(catch_block) @error.catch
(catch_block [(user_type) (nullable_type)] @error.type)
(catch_block (block) @error.body)
(finally_block) @error.finally
(finally_block (block) @error.body)
(throw_expression) @error.throw

; Annotations of what is neither a type nor a function, and of the file.
(annotation) @decorator.apart
(file_annotation) @decorator.file
(file_annotation (user_type) @decorator.name)
(file_annotation (constructor_invocation (user_type) @decorator.name))
(file_annotation (constructor_invocation (value_arguments (value_argument) @decorator.argument)))
(file_annotation (constructor_invocation (value_arguments (value_argument "=" @decorator.value.sign))))

[(line_comment) (block_comment)] @remark.kdoc
