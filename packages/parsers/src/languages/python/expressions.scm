; Literals. Each of several strings that are written behind each other is one.
(string) @literal.string
(string [(string_start) (string_end)] @literal.quote)
(string (interpolation) @literal.interpolation)
[(integer) (float)] @literal.number
(module (expression_statement [(string) (concatenated_string)] @docstring.file))

; What they are for.
(argument_list) @context.argument
(assignment) @context.assignment
(assignment type: (type) @context.none)
(named_expression) @context.assignment
(augmented_assignment) @context.assignment
(subscript subscript: (_) @context.none)
(pair) @context.property
(return_statement) @context.return
(lambda body: (_) @context.return)
[(list) (tuple) (set)] @context.element
(list_comprehension body: (_) @context.element)
(set_comprehension body: (_) @context.element)
(comparison_operator) @context.comparison
[(binary_operator) (boolean_operator)] @context.operation
(case_pattern) @context.comparison
(default_parameter value: (_) @context.default)
(typed_default_parameter value: (_) @context.default)
(typed_default_parameter type: (type) @context.none)

; Errors.
(except_clause) @error.except
(except_clause value: [(identifier) (attribute) (tuple) (call) (subscript) (parenthesized_expression)] @error.type)
(except_clause value: (as_pattern
  [(identifier) (attribute) (tuple) (call) (subscript) (parenthesized_expression)] @error.type))
(except_clause (block) @error.body)
(finally_clause) @error.finally
(finally_clause (block) @error.body)
(raise_statement) @error.throw
(with_statement) @error.with
(with_statement body: (block) @error.body)
(pass_statement) @error.nothing
(expression_statement (ellipsis) @error.nothing)

(comment) @remark.pound
