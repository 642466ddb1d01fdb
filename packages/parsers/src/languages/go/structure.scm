(package_clause) @namespace.file
(package_clause (package_identifier) @namespace.name)

(import_spec) @import
(import_spec path: [(interpreted_string_literal) (raw_string_literal)] @import.source)
; `_`, an import for its side effects only, is an alias too.
(import_spec name: [(package_identifier) (blank_identifier)] @import.alias)
(import_spec name: (dot) @import.wildcard)

(function_declaration) @function
(function_declaration name: (identifier) @function.name)
(function_declaration body: (block) @function.body)
(function_declaration result: (_) @function.return)
(function_declaration type_parameters: (type_parameter_list (type_parameter_declaration) @type_parameter))
(function_declaration type_parameters: (type_parameter_list (type_parameter_declaration name: (identifier) @type_parameter.name)))
(function_declaration type_parameters: (type_parameter_list
  (type_parameter_declaration type: (type_constraint) @type_parameter.bound)))
(function_declaration parameters: (parameter_list) @function.parameters)
(function_declaration parameters: (parameter_list (parameter_declaration) @parameter))
(function_declaration parameters: (parameter_list (parameter_declaration name: (identifier) @parameter.name)))
(function_declaration parameters: (parameter_list (parameter_declaration type: (_) @parameter.type)))
(function_declaration parameters: (parameter_list (variadic_parameter_declaration) @parameter))
(function_declaration parameters: (parameter_list (variadic_parameter_declaration name: (identifier) @parameter.name)))
(function_declaration parameters: (parameter_list (variadic_parameter_declaration "..." @parameter.rest)))
(function_declaration parameters: (parameter_list (variadic_parameter_declaration type: (_) @parameter.type)))

(method_declaration) @method
(method_declaration name: (field_identifier) @function.name)
(method_declaration body: (block) @function.body)
(method_declaration result: (_) @function.return)
(method_declaration parameters: (parameter_list) @function.parameters)
(method_declaration parameters: (parameter_list (parameter_declaration) @parameter))
(method_declaration parameters: (parameter_list (parameter_declaration name: (identifier) @parameter.name)))
(method_declaration parameters: (parameter_list (parameter_declaration type: (_) @parameter.type)))
(method_declaration parameters: (parameter_list (variadic_parameter_declaration) @parameter))
(method_declaration parameters: (parameter_list (variadic_parameter_declaration name: (identifier) @parameter.name)))
(method_declaration parameters: (parameter_list (variadic_parameter_declaration "..." @parameter.rest)))
(method_declaration parameters: (parameter_list (variadic_parameter_declaration type: (_) @parameter.type)))
; The receiver's type without pointers, parentheses and type arguments.
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (type_identifier) @function.owner)))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (pointer_type (type_identifier) @function.owner))))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (generic_type type: (type_identifier) @function.owner))))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (pointer_type (generic_type type: (type_identifier) @function.owner)))))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (parenthesized_type (type_identifier) @function.owner))))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (parenthesized_type (pointer_type (type_identifier) @function.owner)))))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (parenthesized_type (generic_type type: (type_identifier) @function.owner)))))
(method_declaration receiver: (parameter_list (parameter_declaration type:
  (parenthesized_type (pointer_type (generic_type type: (type_identifier) @function.owner))))))

; The methods of a named interface. Those of an interface written in place (a field, an assertion) are part of a type
; expression and declare nothing.
(type_spec type: (interface_type (method_elem) @method))
(type_alias type: (interface_type (method_elem) @method))
(type_spec type: (interface_type (method_elem name: (field_identifier) @function.name)))
(type_spec type: (interface_type (method_elem result: (_) @function.return)))
(type_spec type: (interface_type (method_elem parameters: (parameter_list) @function.parameters)))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (parameter_declaration) @parameter))))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (parameter_declaration name: (identifier) @parameter.name)))))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (parameter_declaration type: (_) @parameter.type)))))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration) @parameter))))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration name: (identifier) @parameter.name)))))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration "..." @parameter.rest)))))
(type_spec type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration type: (_) @parameter.type)))))
(type_alias type: (interface_type (method_elem name: (field_identifier) @function.name)))
(type_alias type: (interface_type (method_elem result: (_) @function.return)))
(type_alias type: (interface_type (method_elem parameters: (parameter_list) @function.parameters)))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (parameter_declaration) @parameter))))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (parameter_declaration name: (identifier) @parameter.name)))))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (parameter_declaration type: (_) @parameter.type)))))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration) @parameter))))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration name: (identifier) @parameter.name)))))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration "..." @parameter.rest)))))
(type_alias type: (interface_type (method_elem parameters: (parameter_list
  (variadic_parameter_declaration type: (_) @parameter.type)))))

; `type F func()`, `type Celsius float64`: a new name for another type, as near to an alias as to anything.
(type_spec) @alias
(type_spec name: (type_identifier) @class.name)
(type_spec type: (struct_type) @kind.struct)
(type_spec type: (interface_type) @kind.interface)
(type_alias) @alias
(type_alias name: (type_identifier) @class.name)
(type_spec type_parameters: (type_parameter_list (type_parameter_declaration) @type_parameter))
(type_spec type_parameters: (type_parameter_list (type_parameter_declaration name: (identifier) @type_parameter.name)))
(type_spec type_parameters: (type_parameter_list
  (type_parameter_declaration type: (type_constraint) @type_parameter.bound)))
(type_alias type_parameters: (type_parameter_list (type_parameter_declaration) @type_parameter))
(type_alias type_parameters: (type_parameter_list (type_parameter_declaration name: (identifier) @type_parameter.name)))
(type_alias type_parameters: (type_parameter_list
  (type_parameter_declaration type: (type_constraint) @type_parameter.bound)))

; What an interface embeds: other interfaces, or the types that it is a constraint for.
(type_spec type: (interface_type (type_elem) @class.extends))
(type_alias type: (interface_type (type_elem) @class.extends))

(type_spec type: (struct_type (field_declaration_list (field_declaration) @property)))
(type_spec type: (struct_type (field_declaration_list (field_declaration name: (field_identifier) @property.name))))
(type_spec type: (struct_type (field_declaration_list (field_declaration type: (_) @property.type))))
(type_spec type: (struct_type (field_declaration_list (field_declaration tag: (_) @property.tag))))
; An embedded type, through a pointer or not, is a field with the name of the type.
(type_spec type: (struct_type (field_declaration_list (field_declaration "*" @property.type))))
(type_spec type: (struct_type (field_declaration_list (field_declaration type: (type_identifier) @property.embedded))))
(type_spec type: (struct_type (field_declaration_list
  (field_declaration type: (qualified_type name: (type_identifier) @property.embedded)))))
(type_spec type: (struct_type (field_declaration_list
  (field_declaration type: (generic_type type: (type_identifier) @property.embedded)))))
(type_spec type: (struct_type (field_declaration_list
  (field_declaration type: (generic_type type: (qualified_type name: (type_identifier) @property.embedded))))))
(type_alias type: (struct_type (field_declaration_list (field_declaration) @property)))
(type_alias type: (struct_type (field_declaration_list (field_declaration name: (field_identifier) @property.name))))
(type_alias type: (struct_type (field_declaration_list (field_declaration type: (_) @property.type))))
(type_alias type: (struct_type (field_declaration_list (field_declaration tag: (_) @property.tag))))
(type_alias type: (struct_type (field_declaration_list (field_declaration "*" @property.type))))
(type_alias type: (struct_type (field_declaration_list (field_declaration type: (type_identifier) @property.embedded))))
(type_alias type: (struct_type (field_declaration_list
  (field_declaration type: (qualified_type name: (type_identifier) @property.embedded)))))
(type_alias type: (struct_type (field_declaration_list
  (field_declaration type: (generic_type type: (type_identifier) @property.embedded)))))
(type_alias type: (struct_type (field_declaration_list
  (field_declaration type: (generic_type type: (qualified_type name: (type_identifier) @property.embedded))))))

(comment) @doc
