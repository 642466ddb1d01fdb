; Literals.
[(string) (encapsed_string) (heredoc) (nowdoc)] @literal.string
(string "'" @literal.quote)
(encapsed_string "\"" @literal.quote)
(heredoc value: (_) @literal.content)
(nowdoc value: (_) @literal.content)
(encapsed_string
  [(variable_name) (dynamic_variable_name) (member_access_expression) (nullsafe_member_access_expression)
   (subscript_expression) (member_call_expression) (scoped_call_expression) (function_call_expression)]
  @literal.interpolation)
(heredoc value: (heredoc_body
  [(variable_name) (dynamic_variable_name) (member_access_expression) (nullsafe_member_access_expression)
   (subscript_expression) (member_call_expression) (scoped_call_expression) (function_call_expression)]
  @literal.interpolation))
[(integer) (float)] @literal.number
(declare_directive (integer) @literal.none)
(require_expression [(string) (encapsed_string)] @literal.none)
(require_once_expression [(string) (encapsed_string)] @literal.none)
(include_expression [(string) (encapsed_string)] @literal.none)
(include_once_expression [(string) (encapsed_string)] @literal.none)
(require_expression (parenthesized_expression [(string) (encapsed_string)] @literal.none))
(require_once_expression (parenthesized_expression [(string) (encapsed_string)] @literal.none))
(include_expression (parenthesized_expression [(string) (encapsed_string)] @literal.none))
(include_once_expression (parenthesized_expression [(string) (encapsed_string)] @literal.none))

; What they are for.
(arguments) @context.argument
(const_declaration) @context.constant
(property_element) @context.assignment
(static_variable_declaration) @context.assignment
[(assignment_expression) (augmented_assignment_expression)] @context.assignment
(subscript_expression) @context.none
(array_element_initializer) @context.element
(array_element_initializer "=>" @context.is.property)
(return_statement) @context.return
(arrow_function body: (_) @context.return)
(binary_expression) @context.operation
(binary_expression operator: ["==" "===" "!=" "!==" "<>" "<" ">" "<=" ">=" "<=>"] @context.is.comparison)
(case_statement value: (_) @context.comparison)
(match_condition_list) @context.comparison
(simple_parameter default_value: (_) @context.default)
(property_promotion_parameter default_value: (_) @context.default)
(enum_case value: (_) @context.enum)

; Errors.
(catch_clause) @error.catch
(catch_clause type: (_) @error.type)
(catch_clause body: (compound_statement) @error.body)
(finally_clause) @error.finally
(finally_clause body: (compound_statement) @error.body)
(throw_expression) @error.throw

; Attributes of parameters, properties, constants and cases.
(attribute) @decorator.apart

(comment) @remark.phpdoc
