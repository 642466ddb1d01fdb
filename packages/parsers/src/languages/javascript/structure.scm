; What only the grammar of JavaScript names so; the rest is in ../ecmascript.

(class_declaration name: (identifier) @class.name)

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
