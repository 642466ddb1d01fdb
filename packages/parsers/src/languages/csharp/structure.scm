(file_scoped_namespace_declaration) @namespace.file
(file_scoped_namespace_declaration name: (_) @namespace.name)
(namespace_declaration) @namespace
(namespace_declaration name: (_) @namespace.name)

(using_directive) @import
; In `using Alias = Name;` both sides match: what turns out to be the alias is no source.
(using_directive [(identifier) (qualified_name) (alias_qualified_name) (generic_name) (predefined_type) (tuple_type)
  (array_type) (pointer_type) (nullable_type) (function_pointer_type)] @import.source)
(using_directive name: (identifier) @import.alias)
(using_directive "static" @import.wildcard)

(class_declaration) @class
(class_declaration name: (identifier) @class.name)
(class_declaration (modifier) @modifier)
(interface_declaration) @interface
(interface_declaration name: (identifier) @class.name)
(interface_declaration (modifier) @modifier)
(struct_declaration) @struct
(struct_declaration name: (identifier) @class.name)
(struct_declaration (modifier) @modifier)
(record_declaration) @record
(record_declaration name: (identifier) @class.name)
(record_declaration (modifier) @modifier)
(enum_declaration) @enum
(enum_declaration name: (identifier) @class.name)
(enum_declaration (modifier) @modifier)
; A delegate names the type of a function.
(delegate_declaration) @alias
(delegate_declaration name: (identifier) @class.name)
(delegate_declaration (modifier) @modifier)

(method_declaration) @method
(method_declaration name: (identifier) @function.name)
(method_declaration body: (_) @function.body)
(method_declaration (modifier) @modifier)
(constructor_declaration) @constructor
(constructor_declaration name: (identifier) @function.name)
(constructor_declaration body: (_) @function.body)
(constructor_declaration (modifier) @modifier)
(destructor_declaration) @method
(destructor_declaration "~" @function.name)
(destructor_declaration name: (identifier) @function.name.end)
(destructor_declaration body: (_) @function.body)
(local_function_statement) @function
(local_function_statement name: (identifier) @function.name)
(local_function_statement body: (_) @function.body)
(local_function_statement (modifier) @modifier)

; `operator +`, `implicit operator T`, `this[]`
(operator_declaration) @method
(operator_declaration "operator" @function.name)
(operator_declaration operator: _ @function.name.end)
(operator_declaration body: (_) @function.body)
(operator_declaration (modifier) @modifier)
(conversion_operator_declaration) @method
(conversion_operator_declaration ["implicit" "explicit"] @function.name)
(conversion_operator_declaration type: (_) @function.name.end)
(conversion_operator_declaration body: (_) @function.body)
(conversion_operator_declaration (modifier) @modifier)
; One row: its accessors have nothing to be called by.
(indexer_declaration) @method
(indexer_declaration "this" @function.name)
(indexer_declaration parameters: (bracketed_parameter_list) @function.name.end)
(indexer_declaration value: (arrow_expression_clause) @function.body)
(indexer_declaration accessors: (accessor_list (accessor_declaration body: (_) @function.body)))
(indexer_declaration (modifier) @modifier)

; Accessors take the property's name as the value of a holder does.
(property_declaration) @property
(property_declaration name: (identifier) @property.name)
(property_declaration (modifier) @modifier)
(property_declaration accessors: (accessor_list (accessor_declaration) @property.value))
(property_declaration accessors: (accessor_list (accessor_declaration) @getter))
(property_declaration accessors: (accessor_list (accessor_declaration ["set" "init"] @kind.setter)))
(property_declaration accessors: (accessor_list (accessor_declaration (modifier) @modifier)))
(property_declaration accessors: (accessor_list (accessor_declaration body: (_) @function.body)))
; `int Length => n;`
(property_declaration value: (arrow_expression_clause) @property.value)
(property_declaration value: (arrow_expression_clause) @getter)
(property_declaration value: (arrow_expression_clause "=>" @function.body))
; `add` and `remove` of an event
(event_declaration) @property
(event_declaration name: (identifier) @property.name)
(event_declaration (modifier) @modifier)
(event_declaration accessors: (accessor_list (accessor_declaration) @property.value))
(event_declaration accessors: (accessor_list (accessor_declaration) @method))
(event_declaration accessors: (accessor_list (accessor_declaration body: (_) @function.body)))

(yield_statement "yield" @modifier)
