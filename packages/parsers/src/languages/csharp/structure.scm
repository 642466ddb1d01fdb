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

(comment) @doc

(class_declaration) @class
(class_declaration name: (identifier) @class.name)
(class_declaration (modifier) @modifier)
(class_declaration (attribute_list (attribute) @decorator))
(class_declaration (preproc_if_in_attribute_list (attribute_list (attribute) @decorator)))
(class_declaration (base_list
  [(identifier) (qualified_name) (generic_name) (alias_qualified_name) (predefined_type)] @class.extends))
(interface_declaration) @interface
(interface_declaration name: (identifier) @class.name)
(interface_declaration (modifier) @modifier)
(interface_declaration (attribute_list (attribute) @decorator))
(interface_declaration (base_list
  [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @class.extends))
(struct_declaration) @struct
(struct_declaration name: (identifier) @class.name)
(struct_declaration (modifier) @modifier)
(struct_declaration (attribute_list (attribute) @decorator))
(struct_declaration (base_list
  [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @class.implements))
(record_declaration) @record
(record_declaration name: (identifier) @class.name)
(record_declaration (modifier) @modifier)
(record_declaration (attribute_list (attribute) @decorator))
(record_declaration (base_list
  [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @class.extends))
; `record R(int X) : Base(X)`
(record_declaration (base_list (primary_constructor_base_type type: (_) @class.extends)))
(record_declaration "struct" @modifier)
(record_declaration (parameter_list) @function.parameters)
; No token makes a property of a parameter: all of them are.
(record_declaration (parameter_list (parameter name: (identifier) @parameter.property)))
(record_declaration (parameter_list name: (identifier) @parameter.property))
(enum_declaration) @enum
(enum_declaration name: (identifier) @class.name)
(enum_declaration (modifier) @modifier)
(enum_declaration (attribute_list (attribute) @decorator))
; A delegate names the type of a function.
(delegate_declaration) @alias
(delegate_declaration name: (identifier) @class.name)
(delegate_declaration (modifier) @modifier)
(delegate_declaration (attribute_list (attribute) @decorator))

(method_declaration) @method
(method_declaration name: (identifier) @function.name)
(method_declaration returns: (_) @function.return)
(method_declaration parameters: (parameter_list) @function.parameters)
(method_declaration (attribute_list (attribute) @decorator))
(method_declaration (preproc_if_in_attribute_list (attribute_list (attribute) @decorator)))
(method_declaration body: (_) @function.body)
(method_declaration (modifier) @modifier)
(constructor_declaration) @constructor
(constructor_declaration name: (identifier) @function.name)
(constructor_declaration parameters: (parameter_list) @function.parameters)
(constructor_declaration (attribute_list (attribute) @decorator))
(constructor_declaration body: (_) @function.body)
(constructor_declaration (modifier) @modifier)
(destructor_declaration) @method
(destructor_declaration "~" @function.name)
(destructor_declaration name: (identifier) @function.name.end)
(destructor_declaration (attribute_list (attribute) @decorator))
(destructor_declaration body: (_) @function.body)
(local_function_statement) @function
(local_function_statement name: (identifier) @function.name)
(local_function_statement type: (_) @function.return)
(local_function_statement parameters: (parameter_list) @function.parameters)
(local_function_statement (attribute_list (attribute) @decorator))
(local_function_statement body: (_) @function.body)
(local_function_statement (modifier) @modifier)

; `operator +`, `implicit operator T`, `this[]`
(operator_declaration) @method
(operator_declaration "operator" @function.name)
(operator_declaration operator: _ @function.name.end)
(operator_declaration type: (_) @function.return)
(operator_declaration parameters: (parameter_list) @function.parameters)
(operator_declaration (attribute_list (attribute) @decorator))
(operator_declaration body: (_) @function.body)
(operator_declaration (modifier) @modifier)
(conversion_operator_declaration) @method
(conversion_operator_declaration ["implicit" "explicit"] @function.name)
(conversion_operator_declaration type: (_) @function.name.end)
(conversion_operator_declaration type: (_) @function.return)
(conversion_operator_declaration parameters: (parameter_list) @function.parameters)
(conversion_operator_declaration (attribute_list (attribute) @decorator))
(conversion_operator_declaration body: (_) @function.body)
(conversion_operator_declaration (modifier) @modifier)
; One row: its accessors have nothing to be called by.
(indexer_declaration) @method
(indexer_declaration "this" @function.name)
(indexer_declaration parameters: (bracketed_parameter_list) @function.name.end)
(indexer_declaration type: (_) @function.return)
(indexer_declaration parameters: (bracketed_parameter_list) @function.parameters)
(indexer_declaration (attribute_list (attribute) @decorator))
(indexer_declaration value: (arrow_expression_clause) @function.body)
(indexer_declaration accessors: (accessor_list (accessor_declaration body: (_) @function.body)))
(indexer_declaration (modifier) @modifier)

; Parameters. Those of lambdas are in no list of a function.
(parameter_list (parameter) @parameter)
(parameter_list (parameter name: (identifier) @parameter.name))
(parameter_list (parameter type: (_) @parameter.type))
(parameter_list (parameter "=" @parameter.default.sign))
; `params int[] rest` is no node.
(parameter_list "params" @parameter.rest.before)
(parameter_list type: (_) @parameter.type.before)
(parameter_list name: (identifier) @parameter)
(parameter_list name: (identifier) @parameter.name)
(bracketed_parameter_list (parameter) @parameter)
(bracketed_parameter_list (parameter name: (identifier) @parameter.name))
(bracketed_parameter_list (parameter type: (_) @parameter.type))
(bracketed_parameter_list (parameter "=" @parameter.default.sign))
(bracketed_parameter_list "params" @parameter.rest.before)
(bracketed_parameter_list type: (_) @parameter.type.before)
(bracketed_parameter_list name: (identifier) @parameter)
(bracketed_parameter_list name: (identifier) @parameter.name)

(type_parameter) @type_parameter
(type_parameter name: (identifier) @type_parameter.name)
(type_parameter_constraints_clause) @type_constraint
(type_parameter_constraints_clause (identifier) @type_parameter.name)
(type_parameter_constraints_clause (type_parameter_constraint) @type_parameter.bound)

; Attributes. Those of parameters, fields and properties are not asked for.
(attribute name: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @decorator.name)
(attribute_argument_list (attribute_argument) @decorator.argument)
(attribute_argument_list (attribute_argument name: (identifier) @decorator.key))
; The name is an expression as well, but the value comes last.
(attribute_argument_list (attribute_argument (_) @decorator.value))

(field_declaration) @property
(field_declaration (modifier) @modifier)
(field_declaration (variable_declaration type: (_) @property.type))
(field_declaration (variable_declaration (variable_declarator name: (identifier) @property.name)))
(event_field_declaration) @property
(event_field_declaration (modifier) @modifier)
(event_field_declaration (variable_declaration type: (_) @property.type))
(event_field_declaration (variable_declaration (variable_declarator name: (identifier) @property.name)))
(enum_member_declaration) @property
(enum_member_declaration name: (identifier) @property.name)

; Accessors take the property's name as the value of a holder does.
(property_declaration) @property
(property_declaration name: (identifier) @property.name)
(property_declaration type: (_) @property.type)
(property_declaration (modifier) @modifier)
; Whether it can be written.
(property_declaration accessors: (accessor_list (accessor_declaration name: ["get" "set"] @property.modifier)))
(property_declaration value: (arrow_expression_clause "=>" @property.modifier))
(property_declaration accessors: (accessor_list (accessor_declaration) @property.value))
(property_declaration accessors: (accessor_list (accessor_declaration) @getter))
(property_declaration accessors: (accessor_list (accessor_declaration ["set" "init"] @kind.setter)))
(property_declaration accessors: (accessor_list (accessor_declaration (modifier) @modifier)))
(property_declaration accessors: (accessor_list (accessor_declaration (attribute_list (attribute) @decorator))))
(property_declaration accessors: (accessor_list (accessor_declaration body: (_) @function.body)))
; `int Length => n;`
(property_declaration value: (arrow_expression_clause) @property.value)
(property_declaration value: (arrow_expression_clause) @getter)
(property_declaration value: (arrow_expression_clause "=>" @function.body))
; `add` and `remove` of an event
(event_declaration) @property
(event_declaration name: (identifier) @property.name)
(event_declaration type: (_) @property.type)
(event_declaration (modifier) @modifier)
(event_declaration accessors: (accessor_list (accessor_declaration) @property.value))
(event_declaration accessors: (accessor_list (accessor_declaration) @method))
(event_declaration accessors: (accessor_list (accessor_declaration (attribute_list (attribute) @decorator))))
(event_declaration accessors: (accessor_list (accessor_declaration body: (_) @function.body)))

(yield_statement "yield" @modifier)
