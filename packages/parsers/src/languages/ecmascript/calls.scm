; Calls as the grammars of JavaScript and TypeScript name them alike.

(call_expression) @call
(call_expression function: [(identifier) (super) (import)] @call.callee)
(call_expression function: (member_expression object: (_) @call.receiver))
(call_expression
  function: (member_expression
    property: [
      (property_identifier)
      (private_property_identifier)
    ] @call.callee))
; The name is computed, so there is none.
(call_expression function: (subscript_expression object: (_) @call.receiver))
(call_expression arguments: (arguments) @call.arguments)
(call_expression arguments: (arguments (comment) @call.ignored))
; A tagged template is no call.
(call_expression arguments: (template_string) @dead)

(new_expression) @new
(new_expression constructor: (identifier) @call.callee)
(new_expression constructor: (member_expression object: (_) @call.receiver))
(new_expression
  constructor: (member_expression
    property: [
      (property_identifier)
      (private_property_identifier)
    ] @call.callee))
(new_expression arguments: (arguments) @call.arguments)
(new_expression arguments: (arguments (comment) @call.ignored))

(await_expression) @await
