; Every `def` makes a method; one directly in a file, which belongs to no type that anybody names, is called a function.
(method) @method
(program (method "def" @kind.function))
(method name: (_) @function.name)
(method body: (_) @function.body)
; `def a; end` has an empty body, which is no node, and is not without a body either.
(method "end" @function.body)
(method parameters: (method_parameters) @function.parameters)
(method parameters: (method_parameters [(identifier) (optional_parameter) (keyword_parameter) (splat_parameter)
  (hash_splat_parameter) (block_parameter) (destructured_parameter) (forward_parameter)] @parameter))
(method parameters: (method_parameters [(identifier) (destructured_parameter)] @parameter.name))
(method parameters: (method_parameters [
  (optional_parameter name: (identifier) @parameter.name)
  (optional_parameter value: (_) @parameter.default)
  (keyword_parameter name: (identifier) @parameter.name)
  (keyword_parameter value: (_) @parameter.default)
  (splat_parameter name: (identifier) @parameter.name)
  (splat_parameter "*" @parameter.rest)
  (hash_splat_parameter name: (identifier) @parameter.name)
  (hash_splat_parameter "**" @parameter.rest)
  (block_parameter name: (identifier) @parameter.name)
  (block_parameter "&" @parameter.optional)
  (forward_parameter) @parameter.rest]))

(singleton_method) @method
(singleton_method name: (_) @function.name)
(singleton_method body: (_) @function.body)
(singleton_method "end" @function.body)
(singleton_method parameters: (method_parameters) @function.parameters)
(singleton_method parameters: (method_parameters [(identifier) (optional_parameter) (keyword_parameter) (splat_parameter)
  (hash_splat_parameter) (block_parameter) (destructured_parameter) (forward_parameter)] @parameter))
(singleton_method parameters: (method_parameters [(identifier) (destructured_parameter)] @parameter.name))
(singleton_method parameters: (method_parameters [
  (optional_parameter name: (identifier) @parameter.name)
  (optional_parameter value: (_) @parameter.default)
  (keyword_parameter name: (identifier) @parameter.name)
  (keyword_parameter value: (_) @parameter.default)
  (splat_parameter name: (identifier) @parameter.name)
  (splat_parameter "*" @parameter.rest)
  (hash_splat_parameter name: (identifier) @parameter.name)
  (hash_splat_parameter "**" @parameter.rest)
  (block_parameter name: (identifier) @parameter.name)
  (block_parameter "&" @parameter.optional)
  (forward_parameter) @parameter.rest]))
; `def Shop.open` outside of any class; inside of one, the constant names that class.
(program (singleton_method object: (constant) @function.owner))

; What marks a method of the class itself: `def self.a`, and everything in `class << self`.
(singleton_method ["." "::"] @modifier)
(singleton_class) @extension
(singleton_class "<<" @modifier)

(class) @class
(class name: (constant) @class.name)
(class name: (scope_resolution scope: (_) @class.owner))
(class name: (scope_resolution name: (constant) @class.name))
(class superclass: (superclass (_) @class.extends))

(module) @module
(module name: (constant) @class.name)
(module name: (scope_resolution scope: (_) @class.owner))
(module name: (scope_resolution name: (constant) @class.name))

(comment) @doc
