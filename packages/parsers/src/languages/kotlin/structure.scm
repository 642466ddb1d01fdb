(package_header) @namespace.file
(package_header (qualified_identifier) @namespace.name)

(import) @import
(import (qualified_identifier) @import.source)
(import (identifier) @import.alias)
(import "*" @import.wildcard)

(class_declaration) @class
(class_declaration name: (identifier) @class.name)
(class_declaration "interface" @kind.interface)
(class_declaration (modifiers (class_modifier "enum" @kind.enum)))
(class_declaration (modifiers (class_modifier "data" @kind.record)))
(class_declaration (modifiers (class_modifier "annotation" @kind.annotation)))
(class_declaration (modifiers [(visibility_modifier) (inheritance_modifier) (class_modifier)] @modifier))
(object_declaration) @object
(object_declaration name: (identifier) @class.name)
(object_declaration (modifiers (visibility_modifier) @modifier))
(companion_object) @object
; Its name is `Companion` unless one follows.
(companion_object "object" @class.name)
(companion_object name: (identifier) @class.name)
(companion_object (modifiers (visibility_modifier) @modifier))
; `object : Base { }`: nameless, but what is declared in it are methods.
(object_literal) @object
(type_alias) @alias
(type_alias type: (identifier) @class.name)
(type_alias (modifiers (visibility_modifier) @modifier))
; `@A public annotation class B`, `@A actual typealias B = C`: after an annotation the grammar takes the words for an
; infix expression.
(annotated_expression (infix_expression) @suspect)
(annotated_expression (infix_expression (identifier) @kind.keyword))
(annotated_expression (infix_expression (infix_expression (identifier) @kind.keyword)))
(annotated_expression (infix_expression (identifier) @modifier))
(annotated_expression (infix_expression (infix_expression (identifier) @modifier)))
(annotated_expression (infix_expression (identifier) @class.name))
; `@A public annotation class B()`
(annotated_expression (infix_expression (call_expression (identifier) @class.name)))
(annotated_expression (infix_expression (call_expression) @dead))

(function_declaration) @function
(function_declaration name: (identifier) @function.name)
(function_declaration (function_body) @function.body)
(function_declaration (modifiers [(visibility_modifier) (inheritance_modifier) (function_modifier)] @modifier))
; In a class body that the grammar takes for a lambda (see calls.scm).
(explicit_delegation (call_expression (annotated_lambda (lambda_literal (function_declaration "fun" @kind.method)))))
(secondary_constructor) @constructor
(secondary_constructor "constructor" @function.name)
(secondary_constructor (block) @function.body)
(secondary_constructor (modifiers (visibility_modifier) @modifier))

; Accessors take the property's name as the value of a holder does. Local properties have none.
(source_file (property_declaration) @property)
(class_body (property_declaration) @property)
(enum_class_body (property_declaration) @property)
(explicit_delegation (call_expression (annotated_lambda (lambda_literal (property_declaration) @property))))
(source_file (property_declaration (variable_declaration (identifier) @property.name)))
(class_body (property_declaration (variable_declaration (identifier) @property.name)))
(enum_class_body (property_declaration (variable_declaration (identifier) @property.name)))
(explicit_delegation (call_expression (annotated_lambda (lambda_literal (property_declaration (variable_declaration (identifier) @property.name))))))
(source_file (property_declaration (modifiers (visibility_modifier) @modifier)))
(class_body (property_declaration (modifiers (visibility_modifier) @modifier)))
(enum_class_body (property_declaration (modifiers (visibility_modifier) @modifier)))
(explicit_delegation (call_expression (annotated_lambda (lambda_literal (property_declaration (modifiers (visibility_modifier) @modifier))))))
(property_declaration [(getter) (setter)] @property.value)
(property_declaration (getter) @getter)
(getter (function_body) @function.body)
(getter (modifiers (visibility_modifier) @modifier))
(property_declaration (setter) @setter)
(setter (function_body) @function.body)
(setter (modifiers (visibility_modifier) @modifier))
