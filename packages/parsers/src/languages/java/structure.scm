(package_declaration) @namespace.file
(package_declaration [(identifier) (scoped_identifier)] @namespace.name)

(import_declaration) @import
(import_declaration [(identifier) (scoped_identifier)] @import.source)
(import_declaration (asterisk) @import.wildcard)

; Types.
(class_declaration) @class
(class_declaration name: (identifier) @class.name)
(class_declaration (modifiers ["public" "protected" "private" "abstract"] @modifier))
(interface_declaration) @interface
(interface_declaration name: (identifier) @class.name)
(interface_declaration (modifiers ["public" "protected" "private"] @modifier))
(enum_declaration) @enum
(enum_declaration name: (identifier) @class.name)
(enum_declaration (modifiers ["public" "protected" "private"] @modifier))
(record_declaration) @record
(record_declaration name: (identifier) @class.name)
(record_declaration (modifiers ["public" "protected" "private"] @modifier))
(annotation_type_declaration) @annotation
(annotation_type_declaration name: (identifier) @class.name)
(annotation_type_declaration (modifiers ["public" "protected" "private"] @modifier))
; Bodies of anonymous classes and of enum constants: types without a name.
(object_creation_expression (class_body) @class)
(enum_constant body: (class_body) @class)

; Methods.
(method_declaration) @method
(method_declaration name: (identifier) @function.name)
(method_declaration body: (block) @function.body)
(method_declaration (modifiers ["public" "protected" "private" "abstract" "static"] @modifier))
(annotation_type_element_declaration) @method
(annotation_type_element_declaration name: (identifier) @function.name)
(constructor_declaration) @constructor
(constructor_declaration name: (identifier) @function.name)
(constructor_declaration body: (constructor_body) @function.body)
(constructor_declaration (modifiers ["public" "protected" "private"] @modifier))
(compact_constructor_declaration) @constructor
(compact_constructor_declaration name: (identifier) @function.name)
(compact_constructor_declaration body: (block) @function.body)
(compact_constructor_declaration (modifiers ["public" "protected" "private"] @modifier))
