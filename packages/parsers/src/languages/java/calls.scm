(method_invocation) @call
(method_invocation name: (identifier) @call.callee)
(method_invocation object: (_) @call.receiver)
(method_invocation arguments: (argument_list) @call.arguments)
(method_invocation arguments: (argument_list [(line_comment) (block_comment)] @call.ignored))

; `this(...)` and `super(...)`
(explicit_constructor_invocation) @call
(explicit_constructor_invocation constructor: [(this) (super)] @call.callee)
(explicit_constructor_invocation object: (_) @call.receiver)
(explicit_constructor_invocation arguments: (argument_list) @call.arguments)
(explicit_constructor_invocation arguments: (argument_list [(line_comment) (block_comment)] @call.ignored))

(object_creation_expression) @new
(object_creation_expression type: [(type_identifier) (scoped_type_identifier)] @call.callee)
(object_creation_expression type: (generic_type [(type_identifier) (scoped_type_identifier)] @call.callee))
(object_creation_expression arguments: (argument_list) @call.arguments)
(object_creation_expression arguments: (argument_list [(line_comment) (block_comment)] @call.ignored))
