; What only the grammars of TypeScript name so; the rest is in ../ecmascript.

; Declarations without a body: overloads and ambient functions.
(function_signature) @function
(function_signature name: (identifier) @function.name)
(function_signature "async" @modifier)

(method_definition (accessibility_modifier) @modifier)

; Signatures of members. A method of a type literal counts only where an alias gives the literal its name: elsewhere it
; belongs to nothing that has one.
(class_body (method_signature) @method)
(class_body
  (method_signature
    name: [
      (property_identifier)
      (private_property_identifier)
      (string)
      (number)
      (computed_property_name)
    ] @function.name))
(class_body (method_signature (accessibility_modifier) @modifier))
(class_body (method_signature ["static" "async" "*"] @modifier))
(class_body (method_signature "get" @kind.getter))
(class_body (method_signature "set" @kind.setter))
(class_body (abstract_method_signature) @method)
(class_body
  (abstract_method_signature
    name: [
      (property_identifier)
      (private_property_identifier)
      (string)
      (number)
      (computed_property_name)
    ] @function.name))
(class_body (abstract_method_signature (accessibility_modifier) @modifier))
(class_body (abstract_method_signature ["abstract" "*"] @modifier))
(class_body (abstract_method_signature "get" @kind.getter))
(class_body (abstract_method_signature "set" @kind.setter))
(interface_body (method_signature) @method)
(interface_body
  (method_signature
    name: [
      (property_identifier)
      (private_property_identifier)
      (string)
      (number)
      (computed_property_name)
    ] @function.name))
(interface_body (method_signature "get" @kind.getter))
(interface_body (method_signature "set" @kind.setter))
(type_alias_declaration value: (object_type (method_signature) @method))
(type_alias_declaration
  value: (object_type
    (method_signature
      name: [
        (property_identifier)
        (private_property_identifier)
        (string)
        (number)
        (computed_property_name)
      ] @function.name)))
(type_alias_declaration value: (object_type (method_signature "get" @kind.getter)))
(type_alias_declaration value: (object_type (method_signature "set" @kind.setter)))

; Types.
(class_declaration name: (type_identifier) @class.name)
(abstract_class_declaration) @class
(abstract_class_declaration name: (type_identifier) @class.name)
(abstract_class_declaration "abstract" @modifier)
(interface_declaration) @interface
(interface_declaration name: (type_identifier) @class.name)
(enum_declaration) @enum
(enum_declaration name: (identifier) @class.name)
(type_alias_declaration) @alias
(type_alias_declaration name: (type_identifier) @class.name)

(internal_module) @namespace
(internal_module name: [(identifier) (nested_identifier)] @namespace.name)
(module) @namespace
(module name: [(identifier) (nested_identifier)] @namespace.name)
(module name: (string (string_fragment) @namespace.name))

(public_field_definition) @property
(public_field_definition
  name: [
    (property_identifier)
    (private_property_identifier)
    (string)
    (number)
    (computed_property_name)
  ] @property.name)
(public_field_definition
  value: [
    (function_expression)
    (generator_function)
    (arrow_function)
  ] @property.value)
(public_field_definition (accessibility_modifier) @modifier)
(public_field_definition "static" @modifier)

(import_statement "type" @import.type)
; `import x = require("y")` is an import of the whole module.
(import_require_clause source: (string) @import.source)
(import_require_clause (identifier) @import.namespace)
; `import x = A.B` has no fields: `importSource` takes the imported name out of the statement.
(import_alias) @import
(import_alias) @import.source

(export_statement "type" @export.type)
(export_specifier "type" @export.type)
(export_statement declaration: (class_declaration name: (type_identifier) @export.name))
(export_statement declaration: (abstract_class_declaration name: (type_identifier) @export.name))
(export_statement declaration: (interface_declaration name: (type_identifier) @export.name))
(export_statement declaration: (enum_declaration name: (identifier) @export.name))
(export_statement declaration: (type_alias_declaration name: (type_identifier) @export.name))
(export_statement declaration: (function_signature name: (identifier) @export.name))
(export_statement declaration: (internal_module name: (identifier) @export.name))
(export_statement declaration: (internal_module name: (nested_identifier object: (identifier) @export.name)))
(export_statement declaration: (module name: (identifier) @export.name))
(export_statement declaration: (ambient_declaration (function_signature name: (identifier) @export.name)))
(export_statement declaration: (ambient_declaration (class_declaration name: (type_identifier) @export.name)))
(export_statement declaration: (ambient_declaration (abstract_class_declaration name: (type_identifier) @export.name)))
(export_statement declaration: (ambient_declaration (interface_declaration name: (type_identifier) @export.name)))
(export_statement declaration: (ambient_declaration (enum_declaration name: (identifier) @export.name)))
(export_statement declaration: (ambient_declaration (type_alias_declaration name: (type_identifier) @export.name)))
(export_statement declaration: (ambient_declaration (internal_module name: (identifier) @export.name)))
(export_statement
  declaration: (ambient_declaration
    (lexical_declaration (variable_declarator name: (identifier) @export.name))))
(export_statement
  declaration: (ambient_declaration
    (variable_declaration (variable_declarator name: (identifier) @export.name))))

; `export = x` stands for the module as a whole, as a default export does.
(export_statement "=" @export.default)
(export_statement (identifier) @export.local)
; As in ../ecmascript: what stands inside of an exported value is not exported itself.
(export_statement [(object) (as_expression) (satisfies_expression)] @variable)
