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

; Parameters. Those of types of functions open a parameter too, which belongs to nothing.
(function_signature parameters: (formal_parameters) @function.parameters)
(class_body (method_signature parameters: (formal_parameters) @function.parameters))
(class_body (abstract_method_signature parameters: (formal_parameters) @function.parameters))
(interface_body (method_signature parameters: (formal_parameters) @function.parameters))
(type_alias_declaration value: (object_type (method_signature parameters: (formal_parameters) @function.parameters)))
(required_parameter) @parameter
(required_parameter pattern: [(identifier) (this) (object_pattern) (array_pattern)] @parameter.name)
(required_parameter pattern: (rest_pattern) @parameter.rest)
(required_parameter pattern: (rest_pattern [(identifier) (object_pattern) (array_pattern)] @parameter.name))
(required_parameter type: (type_annotation (_) @parameter.type))
(required_parameter value: (_) @parameter.default)
(required_parameter [(accessibility_modifier) (override_modifier) "readonly"] @parameter.property)
(optional_parameter) @parameter
(optional_parameter pattern: [(identifier) (this) (object_pattern) (array_pattern)] @parameter.name)
(optional_parameter "?" @parameter.optional)
(optional_parameter type: (type_annotation (_) @parameter.type))
(optional_parameter value: (_) @parameter.default)
(optional_parameter [(accessibility_modifier) (override_modifier) "readonly"] @parameter.property)

; What a function returns: a type, `x is T` or `asserts x`.
(function_declaration return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(generator_function_declaration return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(function_signature return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(function_expression return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(generator_function return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(arrow_function return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(method_definition return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])
(class_body (method_signature return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)]))
(class_body (abstract_method_signature return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)]))
(interface_body (method_signature return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)]))
(type_alias_declaration value: (object_type (method_signature return_type: [(type_annotation (_) @function.return) (type_predicate_annotation (type_predicate) @function.return) (asserts_annotation (asserts) @function.return)])))

; Type parameters, each where it is declared: a type of functions inside may have its own.
(function_declaration type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(generator_function_declaration type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(function_signature type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(function_expression type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(generator_function type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(arrow_function type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(method_definition type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(class_body (method_signature type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter)))
(class_body (abstract_method_signature type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter)))
(interface_body (method_signature type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter)))
(type_alias_declaration value: (object_type (method_signature type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))))
(class_declaration type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(abstract_class_declaration type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(class type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(interface_declaration type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))
(type_alias_declaration type_parameters: (type_parameters (type_parameter [name: (type_identifier) @type_parameter.name constraint: (constraint (_) @type_parameter.bound)]) @type_parameter))

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

; The type arguments of a base stand beside it.
(class_heritage (extends_clause value: (_) @class.extends))
(class_heritage (extends_clause type_arguments: (type_arguments) @class.extends))
(class_heritage (implements_clause (_) @class.implements))
(interface_declaration (extends_type_clause type: (_) @class.extends))

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
(public_field_definition ["static" "readonly"] @modifier)
(public_field_definition type: (type_annotation (_) @property.type))
(interface_body (property_signature) @property)
(interface_body
  (property_signature
    name: [
      (property_identifier)
      (private_property_identifier)
      (string)
      (number)
      (computed_property_name)
    ] @property.name))
(interface_body (property_signature type: (type_annotation (_) @property.type)))
(interface_body (property_signature "readonly" @modifier))
(type_alias_declaration value: (object_type (property_signature) @property))
(type_alias_declaration
  value: (object_type
    (property_signature
      name: [
        (property_identifier)
        (private_property_identifier)
        (string)
        (number)
        (computed_property_name)
      ] @property.name)))
(type_alias_declaration value: (object_type (property_signature type: (type_annotation (_) @property.type))))
(type_alias_declaration value: (object_type (property_signature "readonly" @modifier)))
(enum_body
  name: [
    (property_identifier)
    (private_property_identifier)
    (string)
    (number)
    (computed_property_name)
  ] @property)
(enum_body
  name: [
    (property_identifier)
    (private_property_identifier)
    (string)
    (number)
    (computed_property_name)
  ] @property.name)
(enum_body (enum_assignment) @property)
(enum_body
  (enum_assignment
    name: [
      (property_identifier)
      (private_property_identifier)
      (string)
      (number)
      (computed_property_name)
    ] @property.name))

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

(decorator (parenthesized_expression (_) @decorator.name))
