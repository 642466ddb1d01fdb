; Both forms, `namespace A;` and `namespace A { }`, hold until the next one.
(namespace_definition) @namespace.file
(namespace_definition name: (namespace_name) @namespace.name)

(function_definition) @function
(function_definition name: (name) @function.name)
(function_definition body: (compound_statement) @function.body)

(method_declaration) @method
(method_declaration name: (name) @function.name)
(method_declaration body: (compound_statement) @function.body)
(method_declaration [(visibility_modifier) (static_modifier) (abstract_modifier)] @modifier)

; Makes a generator of the function that it stands directly in; closures keep it to themselves.
(yield_expression ["yield" "yield from"] @modifier)
[(anonymous_function) (arrow_function)] @lambda

; `public string $name { get => …; set { … } }`: the hooks are functions with the name of the property.
(property_declaration) @property
(property_declaration (property_element name: (variable_name (name) @property.name)))
(property_declaration [(visibility_modifier) (static_modifier) (abstract_modifier)] @modifier)
(property_declaration (property_hook_list (property_hook) @property.value))
(property_hook) @method
(property_hook body: (_) @function.body)

(class_declaration) @class
(class_declaration name: (name) @class.name)
(class_declaration (abstract_modifier) @modifier)
(interface_declaration) @interface
(interface_declaration name: (name) @class.name)
(trait_declaration) @trait
(trait_declaration name: (name) @class.name)
(enum_declaration) @enum
(enum_declaration name: (name) @class.name)
(anonymous_class) @class

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
