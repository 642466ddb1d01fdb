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
