(call) @call
(call function: (identifier) @call.callee)
(call function: (attribute object: (_) @call.receiver))
(call function: (attribute attribute: (identifier) @call.callee))
(call arguments: (argument_list) @call.arguments)
(call arguments: (argument_list (comment) @call.ignored))
