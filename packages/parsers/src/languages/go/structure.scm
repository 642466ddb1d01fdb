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

(method_declaration) @method
(method_declaration name: (field_identifier) @function.name)
(method_declaration body: (block) @function.body)
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
(type_alias type: (interface_type (method_elem name: (field_identifier) @function.name)))

; `type F func()`, `type Celsius float64`: a new name for another type, as near to an alias as to anything.
(type_spec) @alias
(type_spec name: (type_identifier) @class.name)
(type_spec type: (struct_type) @kind.struct)
(type_spec type: (interface_type) @kind.interface)
(type_alias) @alias
(type_alias name: (type_identifier) @class.name)
