; Both forms, `namespace A;` and `namespace A { }`, hold until the next one.
(namespace_definition) @namespace.file
(namespace_definition name: (namespace_name) @namespace.name)

(function_definition) @function
(function_definition name: (name) @function.name)
(function_definition body: (compound_statement) @function.body)
(function_definition return_type: (_) @function.return)
(function_definition parameters: (formal_parameters) @function.parameters)
(function_definition parameters: (formal_parameters [(simple_parameter) (variadic_parameter)] @parameter))
(function_definition parameters: (formal_parameters [
  (simple_parameter name: (variable_name (name) @parameter.name))
  (simple_parameter type: (_) @parameter.type)
  (simple_parameter default_value: (_) @parameter.default)
  (variadic_parameter name: (variable_name (name) @parameter.name))
  (variadic_parameter type: (_) @parameter.type)
  (variadic_parameter "..." @parameter.rest)]))
(function_definition attributes: (attribute_list (attribute_group (attribute) @decorator)))

(method_declaration) @method
(method_declaration name: (name) @function.name)
(method_declaration body: (compound_statement) @function.body)
(method_declaration return_type: (_) @function.return)
(method_declaration parameters: (formal_parameters) @function.parameters)
(method_declaration parameters:
  (formal_parameters [(simple_parameter) (variadic_parameter) (property_promotion_parameter)] @parameter))
(method_declaration parameters: (formal_parameters [
  (simple_parameter name: (variable_name (name) @parameter.name))
  (simple_parameter type: (_) @parameter.type)
  (simple_parameter default_value: (_) @parameter.default)
  (variadic_parameter name: (variable_name (name) @parameter.name))
  (variadic_parameter type: (_) @parameter.type)
  (variadic_parameter "..." @parameter.rest)
  (property_promotion_parameter name: (variable_name (name) @parameter.name))
  (property_promotion_parameter name: (by_ref (variable_name (name) @parameter.name)))
  (property_promotion_parameter type: (_) @parameter.type)
  (property_promotion_parameter default_value: (_) @parameter.default)
  (property_promotion_parameter visibility: (visibility_modifier) @parameter.property)
  (property_promotion_parameter readonly: (readonly_modifier) @parameter.property)]))
(method_declaration attributes: (attribute_list (attribute_group (attribute) @decorator)))
(method_declaration [(visibility_modifier) (static_modifier) (abstract_modifier)] @modifier)

; Makes a generator of the function that it stands directly in; closures keep it to themselves.
(yield_expression ["yield" "yield from"] @modifier)
[(anonymous_function) (arrow_function)] @lambda

; `public string $name { get => …; set { … } }`: the hooks are functions with the name of the property.
(property_declaration) @property
(property_declaration (property_element name: (variable_name (name) @property.name)))
(property_declaration type: (_) @property.type)
(property_declaration [(visibility_modifier) (static_modifier) (abstract_modifier) (readonly_modifier)] @modifier)
(property_declaration (property_hook_list (property_hook) @property.value))
(property_hook) @method
(property_hook body: (_) @function.body)
(property_hook parameters: (formal_parameters) @function.parameters)
(property_hook parameters: (formal_parameters [(simple_parameter) (variadic_parameter)] @parameter))
(property_hook parameters: (formal_parameters [
  (simple_parameter name: (variable_name (name) @parameter.name))
  (simple_parameter type: (_) @parameter.type)
  (simple_parameter default_value: (_) @parameter.default)
  (variadic_parameter name: (variable_name (name) @parameter.name))
  (variadic_parameter type: (_) @parameter.type)
  (variadic_parameter "..." @parameter.rest)]))
(property_hook attributes: (attribute_list (attribute_group (attribute) @decorator)))

; Constants. Those of an enum may name its cases.
(declaration_list (const_declaration) @property)
(declaration_list (const_declaration type: (_) @property.type))
(declaration_list (const_declaration ["const" (visibility_modifier)] @modifier))
(declaration_list (const_declaration (const_element) @property.name.word))
(enum_declaration_list (const_declaration) @property)
(enum_declaration_list (const_declaration type: (_) @property.type))
(enum_declaration_list (const_declaration ["const" (visibility_modifier)] @modifier))
(enum_declaration_list (const_declaration (const_element) @property.name.word))

; What a class uses, its traits, goes with what it implements.
(class_declaration) @class
(class_declaration name: (name) @class.name)
(class_declaration [(abstract_modifier) (readonly_modifier)] @modifier)
(class_declaration (base_clause [(name) (qualified_name) (relative_name)] @class.extends))
(class_declaration (class_interface_clause [(name) (qualified_name) (relative_name)] @class.implements))
(class_declaration body:
  (declaration_list (use_declaration [(name) (qualified_name) (relative_name)] @class.implements)))
(class_declaration attributes: (attribute_list (attribute_group (attribute) @decorator)))
(interface_declaration) @interface
(interface_declaration name: (name) @class.name)
(interface_declaration (base_clause [(name) (qualified_name) (relative_name)] @class.extends))
(interface_declaration attributes: (attribute_list (attribute_group (attribute) @decorator)))
(trait_declaration) @trait
(trait_declaration name: (name) @class.name)
(trait_declaration body:
  (declaration_list (use_declaration [(name) (qualified_name) (relative_name)] @class.implements)))
(trait_declaration attributes: (attribute_list (attribute_group (attribute) @decorator)))
(enum_declaration) @enum
(enum_declaration name: (name) @class.name)
(enum_declaration (class_interface_clause [(name) (qualified_name) (relative_name)] @class.implements))
(enum_declaration body:
  (enum_declaration_list (use_declaration [(name) (qualified_name) (relative_name)] @class.implements)))
(enum_declaration body: (enum_declaration_list (enum_case) @property))
(enum_declaration body: (enum_declaration_list (enum_case name: (name) @property.name)))
(enum_declaration body: (enum_declaration_list (enum_case "case" @modifier)))
(enum_declaration attributes: (attribute_list (attribute_group (attribute) @decorator)))
(anonymous_class) @class

(attribute [(name) (qualified_name) (relative_name)] @decorator.name)
(attribute parameters: (arguments (argument) @decorator.argument))
(attribute parameters: (arguments (argument name: (name) @decorator.key)))
; The last child is the value.
(attribute parameters: (arguments (argument (_) @decorator.value)))

(comment) @doc

; One import for each path: `use A\B, C as D;`
(namespace_use_declaration (namespace_use_clause) @import)
(namespace_use_declaration (namespace_use_clause [(name) (qualified_name)] @import.source))
(namespace_use_declaration (namespace_use_clause alias: (name) @import.alias))
; One import with several names: `use A\{B, C as D};` Only this form has a path of its own.
(namespace_use_declaration) @import
(namespace_use_declaration (namespace_name) @import.source)
(namespace_use_declaration body: (namespace_use_group (namespace_use_clause) @import.item))
(namespace_use_declaration body:
  (namespace_use_group (namespace_use_clause [(name) (qualified_name)] @import.name)))
(namespace_use_declaration body: (namespace_use_group (namespace_use_clause alias: (name) @import.alias)))

; Files, where a literal tells which. One with a variable in it is none.
(require_expression) @require
(require_expression [(string) (encapsed_string)] @import.source)
(require_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead))
(require_expression (parenthesized_expression [(string) (encapsed_string)] @import.source))
(require_expression (parenthesized_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead)))
(require_once_expression) @require
(require_once_expression [(string) (encapsed_string)] @import.source)
(require_once_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead))
(require_once_expression (parenthesized_expression [(string) (encapsed_string)] @import.source))
(require_once_expression (parenthesized_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead)))
(include_expression) @require
(include_expression [(string) (encapsed_string)] @import.source)
(include_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead))
(include_expression (parenthesized_expression [(string) (encapsed_string)] @import.source))
(include_expression (parenthesized_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead)))
(include_once_expression) @require
(include_once_expression [(string) (encapsed_string)] @import.source)
(include_once_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead))
(include_once_expression (parenthesized_expression [(string) (encapsed_string)] @import.source))
(include_once_expression (parenthesized_expression (encapsed_string
  [(variable_name) (dynamic_variable_name) (subscript_expression) (member_access_expression) "{"] @dead)))
