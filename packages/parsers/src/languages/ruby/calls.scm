(call) @call
(call receiver: (_) @call.receiver)
; `block_given?` is a call that is nothing but its method.
(call method: [(identifier) (constant) (operator)] @call.name)
(call arguments: (argument_list) @call.arguments)
; A block is no argument, whether it is written after the call or handed on with `&`. The text of a heredoc stands where
; the line of its opening ends, which may be among the arguments.
(call arguments: (argument_list [(comment) (heredoc_body) (block_argument)] @call.ignored))

; `super` alone hands on the arguments of the method around it; with arguments it is the method of a call.
(super) @call
(super) @call.name
(call method: (super) @call.callee)
(call method: (super) @dead)

; `a.b = 1` assigns, as it does in other languages.
(assignment left: (call) @dead)
(operator_assignment left: (call) @dead)
(left_assignment_list (call) @dead)
(destructured_left_assignment (call) @dead)
(rest_assignment (call) @dead)
(exception_variable (call) @dead)
(for pattern: (call) @dead)

; A name alone is a call unless it is a local variable: `save` calls, after `save = 1` it does not.
(identifier) @bare
[(block) (do_block) (lambda)] @frame

(assignment left: (identifier) @local)
(operator_assignment left: (identifier) @local)
(left_assignment_list (identifier) @local)
(destructured_left_assignment (identifier) @local)
(rest_assignment (identifier) @local)
(exception_variable (identifier) @local)
(for pattern: (identifier) @local)

(method_parameters (identifier) @local)
(block_parameters (identifier) @local)
(lambda_parameters (identifier) @local)
(destructured_parameter (identifier) @local)
(optional_parameter name: (identifier) @local)
(keyword_parameter name: (identifier) @local)
(splat_parameter name: (identifier) @local)
(hash_splat_parameter name: (identifier) @local)
(block_parameter name: (identifier) @local)

; What a pattern binds; `in {name:}` binds the key.
(in_clause pattern: (identifier) @local)
(match_pattern pattern: (identifier) @local)
(test_pattern pattern: (identifier) @local)
(array_pattern (identifier) @local)
(find_pattern (identifier) @local)
(alternative_pattern (identifier) @local)
(parenthesized_pattern (identifier) @local)
(as_pattern name: (identifier) @local)
(as_pattern value: (identifier) @local)
(keyword_pattern value: (identifier) @local)
(keyword_pattern key: (hash_key_symbol) @local)

; Names that neither call nor bind.
(alias name: (identifier) @label)
(alias alias: (identifier) @label)
(undef (identifier) @label)
(setter name: (identifier) @label)
(variable_reference_pattern name: (identifier) @label)
(singleton_method object: (identifier) @label)
