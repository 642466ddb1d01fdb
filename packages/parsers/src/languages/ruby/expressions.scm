; Literals. Neither a symbol nor a character is one, nor is a command.
(string) @literal.string
(string "\"" @literal.quote)
(string (interpolation) @literal.interpolation)
(bare_string) @literal.bare
(bare_string (interpolation) @literal.interpolation)
(heredoc_beginning) @literal.opening
(heredoc_body) @literal.body
(heredoc_body (interpolation) @literal.interpolation)
(heredoc_body (heredoc_end) @literal.quote)
[(integer) (float) (rational) (complex)] @literal.number
(rational [(integer) (float)] @literal.none)
(complex [(integer) (float) (rational)] @literal.none)

; What they are for.
(argument_list) @context.argument
(return (argument_list) @context.return)
[(assignment) (operator_assignment)] @context.assignment
(assignment left: (constant) @context.is.constant)
(assignment left: (scope_resolution) @context.is.constant)
(element_reference) @context.none
(hash (pair) @context.property)
[(array) (string_array)] @context.element
(binary) @context.operation
(binary operator: ["==" "===" "!=" "<" ">" "<=" ">=" "<=>" "=~" "!~"] @context.is.comparison)
(when pattern: (_) @context.comparison)
(in_clause pattern: (_) @context.comparison)
(optional_parameter value: (_) @context.default)
(keyword_parameter value: (_) @context.default)
[(block) (do_block) (lambda)] @context.none
; A literal that is a statement of a method is its last one.
(method body: [(string) (integer) (float) (array) (hash) (heredoc_beginning)] @context.return)
(method body: (body_statement [(string) (integer) (float) (array) (hash) (heredoc_beginning)] @context.return))
(singleton_method body: [(string) (integer) (float) (array) (hash) (heredoc_beginning)] @context.return)
(singleton_method body:
  (body_statement [(string) (integer) (float) (array) (hash) (heredoc_beginning)] @context.return))

; Errors.
(rescue) @error.rescue
(rescue exceptions: (exceptions (_) @error.type))
(rescue body: (then) @error.body)
(rescue_modifier) @error.rescue
(rescue_modifier handler: (_) @error.body)
(ensure) @error.finally
(ensure (_) @error.body)
(call) @error.named
(call method: (identifier) @error.name)
; Without arguments it is a name like any other: where it is a statement, or ends a condition.
(program (identifier) @error.named @error.name)
(body_statement (identifier) @error.named @error.name)
(block_body (identifier) @error.named @error.name)
(begin (identifier) @error.named @error.name)
(then (identifier) @error.named @error.name)
(else (identifier) @error.named @error.name)
(ensure (identifier) @error.named @error.name)
(if_modifier body: (identifier) @error.named @error.name)
(unless_modifier body: (identifier) @error.named @error.name)
(binary right: (identifier) @error.named @error.name)

(comment) @remark.pound
(assignment left: (constant) @remark.subject)
