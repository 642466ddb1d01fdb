; What a type or a declaration has for a name.
(import_require_clause source: (string) @literal.none)
(literal_type [(string) (number)] @literal.none)
(literal_type (unary_expression (number) @literal.none))
(module name: (string) @literal.none)
(public_field_definition name: (string) @literal.none)
(property_signature name: [(string) (number)] @literal.none)
(method_signature name: (string) @literal.none)
(abstract_method_signature name: (string) @literal.none)
(enum_body (enum_assignment name: (string) @literal.none))
(enum_body name: (string) @literal.none)

(public_field_definition) @context.assignment
(public_field_definition "readonly" @context.is.constant)
(required_parameter value: (_) @context.default)
(optional_parameter value: (_) @context.default)
(enum_assignment value: (_) @context.enum)

(catch_clause type: (type_annotation (_) @error.type))
