(function_definition) @function
(function_definition name: (identifier) @function.name)
(function_definition body: (block) @function.body)
(function_definition "async" @modifier)
; Makes a generator of the function that it stands directly in; a lambda can be one too, and keeps it to itself.
(yield "yield" @modifier)
(lambda) @lambda

(class_definition) @class
(class_definition name: (identifier) @class.name)

; `type X = …` and `type X[T] = …`
(type_alias_statement) @alias
(type_alias_statement left: (type (identifier) @class.name))
(type_alias_statement left: (type (generic_type (identifier) @class.name)))

(decorator) @decorator

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
