(function_definition) @function
(function_definition name: (identifier) @function.name)
(function_definition body: (block) @function.body)
(function_definition "async" @modifier)
; Makes a generator of the function that it stands directly in; a lambda can be one too, and keeps it to itself.
(yield "yield" @modifier)
(lambda) @lambda
(function_definition return_type: (type) @function.return)
(function_definition body: (block (expression_statement [(string) (concatenated_string)] @docstring)))

(function_definition parameters: (parameters) @function.parameters)
(parameters
  [
    (identifier)
    (typed_parameter)
    (default_parameter)
    (typed_default_parameter)
    (list_splat_pattern)
    (dictionary_splat_pattern)
    (tuple_pattern)
  ] @parameter)
(parameters [(identifier) (tuple_pattern)] @parameter.name)
(parameters (typed_parameter (identifier) @parameter.name))
(parameters (typed_parameter type: (type) @parameter.type))
(parameters (default_parameter name: (_) @parameter.name))
(parameters (default_parameter value: (_) @parameter.default))
(parameters (typed_default_parameter name: (identifier) @parameter.name))
(parameters (typed_default_parameter type: (type) @parameter.type))
(parameters (typed_default_parameter value: (_) @parameter.default))
(parameters [(list_splat_pattern) (dictionary_splat_pattern)] @parameter.rest)
(parameters [(list_splat_pattern (identifier) @parameter.name) (dictionary_splat_pattern (identifier) @parameter.name)])
(parameters (typed_parameter [(list_splat_pattern) (dictionary_splat_pattern)] @parameter.rest))
(parameters
  (typed_parameter
    [
      (list_splat_pattern (identifier) @parameter.name)
      (dictionary_splat_pattern (identifier) @parameter.name)
    ]))

(class_definition) @class
(class_definition name: (identifier) @class.name)
(class_definition body: (block) @function.body)
(class_definition body: (block (expression_statement [(string) (concatenated_string)] @docstring)))
; Keyword arguments, such as a metaclass, are no bases.
(class_definition
  superclasses: (argument_list
    [
      (identifier)
      (attribute)
      (subscript)
      (call)
      (list_splat)
      (parenthesized_expression)
      (conditional_expression)
      (boolean_operator)
      (binary_operator)
      (string)
      (none)
    ] @class.extends))

; What a class assigns. What its functions assign to an instance is not declared.
(class_definition body: (block (expression_statement (assignment) @property)))
(class_definition body: (block (expression_statement (assignment left: (identifier) @property.name))))
(class_definition
  body: (block (expression_statement (assignment left: (pattern_list (identifier) @property.name)))))
(class_definition
  body: (block (expression_statement (assignment left: (tuple_pattern (identifier) @property.name)))))
(class_definition
  body: (block (expression_statement (assignment left: (list_pattern (identifier) @property.name)))))
(class_definition
  body: (block (expression_statement (assignment right: (assignment left: (identifier) @property.name)))))
; `a = b = c = 1`
(class_definition
  body: (block
    (expression_statement
      (assignment right: (assignment right: (assignment left: (identifier) @property.name))))))
(class_definition body: (block (expression_statement (assignment type: (type) @property.type))))

; A type parameter has its name and its bound as two children alike, of which the first is the name.
(function_definition type_parameters: (type_parameter (type) @type_parameter))
(function_definition type_parameters: (type_parameter (type (identifier) @type_parameter.name)))
(function_definition type_parameters: (type_parameter (type (splat_type (identifier) @type_parameter.name))))
(function_definition type_parameters: (type_parameter (type (constrained_type (type) @type_parameter.bound))))
(class_definition type_parameters: (type_parameter (type) @type_parameter))
(class_definition type_parameters: (type_parameter (type (identifier) @type_parameter.name)))
(class_definition type_parameters: (type_parameter (type (splat_type (identifier) @type_parameter.name))))
(class_definition type_parameters: (type_parameter (type (constrained_type (type) @type_parameter.bound))))

; `type X = …` and `type X[T] = …`
(type_alias_statement) @alias
(type_alias_statement left: (type (identifier) @class.name))
(type_alias_statement left: (type (generic_type (identifier) @class.name)))
(type_alias_statement left: (type (generic_type (type_parameter (type) @type_parameter))))
(type_alias_statement
  left: (type (generic_type (type_parameter (type (identifier) @type_parameter.name)))))
(type_alias_statement
  left: (type (generic_type (type_parameter (type (splat_type (identifier) @type_parameter.name))))))
(type_alias_statement
  left: (type (generic_type (type_parameter (type (constrained_type (type) @type_parameter.bound))))))

(decorator) @decorator
(decorator
  [
    (identifier)
    (attribute)
    (subscript)
    (lambda)
    (boolean_operator)
    (conditional_expression)
    (named_expression)
  ] @decorator.name)
(decorator (parenthesized_expression (_) @decorator.name))
(decorator (call function: (_) @decorator.name))
(decorator (call arguments: (argument_list (_) @decorator.argument)))
(decorator (call arguments: (argument_list (keyword_argument name: (identifier) @decorator.key))))
(decorator (call arguments: (argument_list (keyword_argument value: (_) @decorator.value))))
(decorator (call arguments: (generator_expression) @decorator.argument))

(comment) @doc

; `import a, b.c as d` imports two modules.
(import_statement name: (dotted_name) @import)
(import_statement name: (dotted_name) @import.source)
(import_statement name: (aliased_import) @import)
(import_statement name: (aliased_import name: (dotted_name) @import.source))
(import_statement name: (aliased_import alias: (identifier) @import.alias))

(import_from_statement) @import
(import_from_statement module_name: [(dotted_name) (relative_import)] @import.source)
(import_from_statement name: (dotted_name) @import.name)
(import_from_statement name: (aliased_import) @import.item)
(import_from_statement name: (aliased_import name: (dotted_name) @import.name))
(import_from_statement name: (aliased_import alias: (identifier) @import.alias))
(import_from_statement (wildcard_import) @import.wildcard)

(future_import_statement) @import
(future_import_statement "__future__" @import.source)
(future_import_statement name: (dotted_name) @import.name)
(future_import_statement name: (aliased_import) @import.item)
(future_import_statement name: (aliased_import name: (dotted_name) @import.name))
(future_import_statement name: (aliased_import alias: (identifier) @import.alias))
