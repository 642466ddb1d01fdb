; Literals. A character is none.
[(string_literal) (verbatim_string_literal) (raw_string_literal)] @literal.string
(string_literal "\"" @literal.quote)
(raw_string_literal [(raw_string_start) (raw_string_end)] @literal.quote)
(interpolated_string_expression) @literal.template
(interpolated_string_expression "\"" @literal.quote)
(interpolated_string_expression (interpolation_quote) @literal.quote)
[(integer_literal) (real_literal)] @literal.number

; What they are for.
(argument_list) @context.argument
(bracketed_argument_list) @context.none
(array_rank_specifier) @context.none
[(field_declaration) (local_declaration_statement) (event_field_declaration)] @context.assignment
(field_declaration (modifier ["const" "readonly"] @context.is.constant))
(local_declaration_statement (modifier "const" @context.is.constant))
(property_declaration value: (_) @context.assignment)
(assignment_expression) @context.assignment
(initializer_expression (assignment_expression) @context.property)
[(initializer_expression) (collection_expression) (tuple_expression)] @context.element
(anonymous_object_creation_expression) @context.property
(return_statement) @context.return
(arrow_expression_clause (_) @context.return)
[(lambda_expression) (anonymous_method_expression)] @context.none
(lambda_expression body: (_) @context.return)
(lambda_expression body: (block) @context.statements)
(binary_expression) @context.operation
(binary_expression operator: ["==" "!=" "<" ">" "<=" ">="] @context.is.comparison)
[(constant_pattern) (relational_pattern)] @context.comparison
(parameter) @context.default
(enum_member_declaration value: (_) @context.enum)

; Errors.
(catch_clause) @error.catch
(catch_clause (catch_declaration type: (_) @error.type))
(catch_clause body: (block) @error.body)
(finally_clause) @error.finally
(finally_clause (block) @error.body)
[(throw_statement) (throw_expression)] @error.throw
(using_statement) @error.with
(using_statement body: (_) @error.body)
(local_declaration_statement) @error.named
(local_declaration_statement "using" @error.name)
[(lambda_expression) (anonymous_method_expression)] @lambda.apart
(lambda_expression (modifier) @lambda.modifier)
(anonymous_method_expression (modifier) @lambda.modifier)

; Attributes of what is neither a type nor a method.
(attribute) @decorator.apart
(global_attribute (attribute) @decorator.file)

(comment) @remark.tripleslash
