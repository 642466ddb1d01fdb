; Every `def` makes a method; one directly in a file, which belongs to no type that anybody names, is called a function.
(method) @method
(program (method "def" @kind.function))
(method name: (_) @function.name)
(method body: (_) @function.body)
; `def a; end` has an empty body, which is no node, and is not without a body either.
(method "end" @function.body)

(singleton_method) @method
(singleton_method name: (_) @function.name)
(singleton_method body: (_) @function.body)
(singleton_method "end" @function.body)
; `def Shop.open` outside of any class; inside of one, the constant names that class.
(program (singleton_method object: (constant) @function.owner))

; What marks a method of the class itself: `def self.a`, and methods directly in `class << self`.
(singleton_method "def" @modifier)
(singleton_class body: (body_statement (method "def" @modifier)))
(singleton_class body: (body_statement (call arguments: (argument_list (method "def" @modifier)))))

(class) @class
(class name: (constant) @class.name)
(class name: (scope_resolution scope: (_) @class.owner))
(class name: (scope_resolution name: (constant) @class.name))

(module) @module
(module name: (constant) @class.name)
(module name: (scope_resolution scope: (_) @class.owner))
(module name: (scope_resolution name: (constant) @class.name))
