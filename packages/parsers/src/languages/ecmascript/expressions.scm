; Literals. What an import or export names is none.
(string) @literal.string
(string ["\"" "'"] @literal.quote)
(template_string) @literal.template
(template_string "`" @literal.quote)
(number) @literal.number

(import_statement source: (string) @literal.none)
(export_statement source: (string) @literal.none)
(import_specifier (string) @literal.none)
(export_specifier (string) @literal.none)
(method_definition name: (string) @literal.none)

; What they are for.
(arguments) @context.argument
(call_expression arguments: (template_string) @context.argument)
(lexical_declaration) @context.assignment
(lexical_declaration kind: "const" @context.is.constant)
(variable_declaration) @context.assignment
(assignment_expression) @context.assignment
(augmented_assignment_expression) @context.assignment
(subscript_expression index: (_) @context.none)
(pair) @context.property
(computed_property_name) @context.none
(return_statement) @context.return
(arrow_function body: (_) @context.return)
(arrow_function body: (statement_block) @context.statements)
(array) @context.element
(binary_expression) @context.operation
(binary_expression operator: ["==" "===" "!=" "!==" "<" ">" "<=" ">="] @context.is.comparison)
(switch_case value: (_) @context.comparison)
(assignment_pattern right: (_) @context.default)
(object_assignment_pattern right: (_) @context.default)

; Errors.
(catch_clause) @error.catch
(catch_clause body: (statement_block) @error.body)
(finally_clause) @error.finally
(finally_clause body: (statement_block) @error.body)
(throw_statement) @error.throw
(call_expression) @error.named
(call_expression function: (member_expression property: (property_identifier) @error.name))
(call_expression arguments: (arguments (arrow_function body: (statement_block) @error.body)))
(call_expression arguments: (arguments (function_expression body: (statement_block) @error.body)))

(comment) @remark.jsdoc
