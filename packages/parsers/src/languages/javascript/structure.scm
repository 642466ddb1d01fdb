; What only the grammar of JavaScript names so; the rest is in ../ecmascript.

(class_declaration name: (identifier) @class.name)
(class_heritage
  [
    (identifier)
    (member_expression)
    (subscript_expression)
    (call_expression)
    (parenthesized_expression)
    (class)
    (null)
  ] @class.extends)

(formal_parameters
  [
    (identifier)
    (object_pattern)
    (array_pattern)
    (assignment_pattern)
    (rest_pattern)
  ] @parameter)
(formal_parameters [(identifier) (object_pattern) (array_pattern)] @parameter.name)
(formal_parameters
  (assignment_pattern left: [(identifier) (object_pattern) (array_pattern)] @parameter.name))
(formal_parameters (assignment_pattern right: (_) @parameter.default))
(formal_parameters (rest_pattern) @parameter.rest)
(formal_parameters (rest_pattern [(identifier) (object_pattern) (array_pattern)] @parameter.name))

(field_definition) @property
(field_definition
  property: [
    (property_identifier)
    (private_property_identifier)
    (string)
    (number)
    (computed_property_name)
  ] @property.name)
(field_definition
  value: [
    (function_expression)
    (generator_function)
    (arrow_function)
  ] @property.value)
(field_definition "static" @modifier)

(import_specifier name: "default" @import.name)
(export_specifier name: "default" @export.name)
(export_specifier alias: "default" @export.alias)
(export_statement declaration: (class_declaration name: (identifier) @export.name))
