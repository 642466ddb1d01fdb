(package_declaration) @namespace.file
(package_declaration [(identifier) (scoped_identifier)] @namespace.name)

(import_declaration) @import
(import_declaration [(identifier) (scoped_identifier)] @import.source)
(import_declaration (asterisk) @import.wildcard)

[(line_comment) (block_comment)] @doc

; Types.
(class_declaration) @class
(class_declaration name: (identifier) @class.name)
(class_declaration (modifiers ["public" "protected" "private" "abstract"] @modifier))
(class_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(class_declaration superclass: (superclass
  [(type_identifier) (scoped_type_identifier) (generic_type) (annotated_type)] @class.extends))
(interface_declaration) @interface
(interface_declaration name: (identifier) @class.name)
(interface_declaration (modifiers ["public" "protected" "private"] @modifier))
(interface_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(extends_interfaces (type_list
  [(type_identifier) (scoped_type_identifier) (generic_type) (annotated_type)] @class.extends))
(enum_declaration) @enum
(enum_declaration name: (identifier) @class.name)
(enum_declaration (modifiers ["public" "protected" "private"] @modifier))
(enum_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(record_declaration) @record
(record_declaration name: (identifier) @class.name)
(record_declaration (modifiers ["public" "protected" "private"] @modifier))
(record_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(record_declaration parameters: (formal_parameters) @function.parameters)
; No token makes a property of a component: all of them are.
(record_declaration parameters: (formal_parameters (formal_parameter name: (identifier) @parameter.property)))
(record_declaration parameters: (formal_parameters
  (spread_parameter (variable_declarator name: (identifier) @parameter.property))))
(annotation_type_declaration) @annotation
(annotation_type_declaration name: (identifier) @class.name)
(annotation_type_declaration (modifiers ["public" "protected" "private"] @modifier))
(annotation_type_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(super_interfaces (type_list
  [(type_identifier) (scoped_type_identifier) (generic_type) (annotated_type)] @class.implements))
; Bodies of anonymous classes and of enum constants: types without a name.
(object_creation_expression (class_body) @class)
(enum_constant body: (class_body) @class)

; Methods.
(method_declaration) @method
(method_declaration name: (identifier) @function.name)
(method_declaration type: (_) @function.return)
(method_declaration parameters: (formal_parameters) @function.parameters)
(method_declaration body: (block) @function.body)
(method_declaration (modifiers ["public" "protected" "private" "abstract" "static"] @modifier))
(method_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(annotation_type_element_declaration) @method
(annotation_type_element_declaration name: (identifier) @function.name)
(annotation_type_element_declaration type: (_) @function.return)
(annotation_type_element_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(constructor_declaration) @constructor
(constructor_declaration name: (identifier) @function.name)
(constructor_declaration parameters: (formal_parameters) @function.parameters)
(constructor_declaration body: (constructor_body) @function.body)
(constructor_declaration (modifiers ["public" "protected" "private"] @modifier))
(constructor_declaration (modifiers [(annotation) (marker_annotation)] @decorator))
(compact_constructor_declaration) @constructor
(compact_constructor_declaration name: (identifier) @function.name)
(compact_constructor_declaration name: (identifier) @function.parameters.inherited)
(compact_constructor_declaration body: (block) @function.body)
(compact_constructor_declaration (modifiers ["public" "protected" "private"] @modifier))
(compact_constructor_declaration (modifiers [(annotation) (marker_annotation)] @decorator))

; Parameters. Those of lambdas are in no list of a method.
(formal_parameters (formal_parameter) @parameter)
(formal_parameters (formal_parameter name: (identifier) @parameter.name))
(formal_parameters (formal_parameter type: (_) @parameter.type))
(formal_parameters (spread_parameter) @parameter)
(formal_parameters (spread_parameter (variable_declarator name: (identifier) @parameter.name)))
(formal_parameters (spread_parameter [(type_identifier) (scoped_type_identifier) (generic_type) (array_type)
  (integral_type) (floating_point_type) (boolean_type)] @parameter.type))
(formal_parameters (spread_parameter "..." @parameter.rest))

(type_parameter) @type_parameter
(type_parameter (type_identifier) @type_parameter.name)
(type_parameter (type_bound
  [(type_identifier) (scoped_type_identifier) (generic_type) (annotated_type)] @type_parameter.bound))

; Properties.
(field_declaration) @property
(field_declaration type: (_) @property.type)
(field_declaration declarator: (variable_declarator name: (identifier) @property.name))
(field_declaration (modifiers ["public" "protected" "private" "static" "final"] @modifier))
(constant_declaration) @property
(constant_declaration type: (_) @property.type)
(constant_declaration declarator: (variable_declarator name: (identifier) @property.name))
; Its own name as a modifier tells a constant from a field of the enum.
(enum_constant) @property
(enum_constant name: (identifier) @property.name)
(enum_constant name: (identifier) @modifier)

; Annotations. Those of parameters and variables are not asked for.
(modifiers (annotation name: [(identifier) (scoped_identifier)] @decorator.name))
(modifiers (marker_annotation name: [(identifier) (scoped_identifier)] @decorator.name))
; `<T> @A T f()`
(method_declaration [(annotation) (marker_annotation)] @decorator)
(method_declaration (annotation name: [(identifier) (scoped_identifier)] @decorator.name))
(method_declaration (marker_annotation name: [(identifier) (scoped_identifier)] @decorator.name))
(annotation arguments: (annotation_argument_list (element_value_pair) @decorator.argument))
(annotation arguments: (annotation_argument_list (element_value_pair key: (identifier) @decorator.key)))
(annotation arguments: (annotation_argument_list (element_value_pair value: (_) @decorator.value)))
(annotation arguments: (annotation_argument_list
  [(element_value_array_initializer) (annotation) (marker_annotation) (string_literal) (character_literal)
   (decimal_integer_literal) (hex_integer_literal) (octal_integer_literal) (binary_integer_literal)
   (decimal_floating_point_literal) (hex_floating_point_literal) (true) (false) (class_literal) (identifier)
   (field_access) (unary_expression) (binary_expression) (ternary_expression) (parenthesized_expression)
   (cast_expression)] @decorator.argument))
