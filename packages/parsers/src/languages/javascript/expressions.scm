(field_definition) @context.assignment
(field_definition property: (string) @literal.none)
(jsx_attribute) @context.property
