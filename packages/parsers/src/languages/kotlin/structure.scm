(package_header) @namespace.file
(package_header (qualified_identifier) @namespace.name)

(import) @import
(import (qualified_identifier) @import.source)
(import (identifier) @import.alias)
(import "*" @import.wildcard)

[(line_comment) (block_comment)] @doc

(class_declaration) @class
(class_declaration name: (identifier) @class.name)
(class_declaration "interface" @kind.interface)
(class_declaration (modifiers (class_modifier "enum" @kind.enum)))
(class_declaration (modifiers (class_modifier "data" @kind.record)))
(class_declaration (modifiers (class_modifier "annotation" @kind.annotation)))
(class_declaration (modifiers [(visibility_modifier) (inheritance_modifier) (class_modifier)] @modifier))
(class_declaration (modifiers (annotation) @decorator))
(class_declaration (primary_constructor (class_parameters) @function.parameters))
(object_declaration) @object
(object_declaration name: (identifier) @class.name)
(object_declaration (modifiers (visibility_modifier) @modifier))
(object_declaration (modifiers (annotation) @decorator))
(companion_object) @object
; Its name is `Companion` unless one follows.
(companion_object "object" @class.name)
(companion_object name: (identifier) @class.name)
(companion_object (modifiers (visibility_modifier) @modifier))
(companion_object (modifiers (annotation) @decorator))
; `object : Base { }`: nameless, but what is declared in it are methods.
(object_literal) @object
(type_alias) @alias
(type_alias type: (identifier) @class.name)
(type_alias (modifiers (visibility_modifier) @modifier))
(type_alias (modifiers (annotation) @decorator))
; What is called is a class; of the others nothing tells classes from interfaces.
(delegation_specifier (constructor_invocation (user_type) @class.extends))
(delegation_specifier [(user_type) (function_type) (parenthesized_type)] @class.implements)
(delegation_specifier (explicit_delegation [(user_type) (function_type) (parenthesized_type)] @class.implements))
; Without a primary constructor a base class is not called where it is named, but by the other constructors.
(class_body (secondary_constructor (constructor_delegation_call "super" @class.extends.first)))
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
; `@A("x") fun f()`: after a body it takes the annotation for a statement of its own, with an expression in parentheses.
(source_file (annotated_expression (annotation) @decorator))
(source_file (annotated_expression (parenthesized_expression) @decorator.argument))
(source_file (annotated_expression (parenthesized_expression (_) @decorator.value)))
(source_file (annotated_expression (annotated_expression (annotation) @decorator)))
(source_file (annotated_expression (annotated_expression (parenthesized_expression) @decorator.argument)))
(source_file (annotated_expression (annotated_expression (parenthesized_expression (_) @decorator.value))))

(function_declaration) @function
(function_declaration name: (identifier) @function.name)
(function_declaration (function_value_parameters) @function.parameters)
; The type before the name is that of the receiver.
(function_declaration [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"]
  @function.return.behind)
(function_declaration (function_body) @function.body)
(function_declaration (modifiers [(visibility_modifier) (inheritance_modifier) (function_modifier)] @modifier))
(function_declaration (modifiers (annotation) @decorator))
; In a class body that the grammar takes for a lambda (see calls.scm).
(explicit_delegation (call_expression (annotated_lambda (lambda_literal (function_declaration "fun" @kind.method)))))
(secondary_constructor) @constructor
(secondary_constructor "constructor" @function.name)
(secondary_constructor (function_value_parameters) @function.parameters)
(secondary_constructor (block) @function.body)
(secondary_constructor (modifiers (visibility_modifier) @modifier))
(secondary_constructor (modifiers (annotation) @decorator))

(function_value_parameters (parameter) @parameter)
(function_value_parameters (parameter (identifier) @parameter.name))
(function_value_parameters (parameter
  [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @parameter.type))
; Modifiers and defaults stand beside their parameter.
(function_value_parameters (parameter_modifiers (parameter_modifier "vararg" @parameter.rest.before)))
(function_value_parameters [(annotated_expression) (anonymous_function) (as_expression) (binary_expression)
  (call_expression) (callable_reference) (character_literal) (collection_literal) (float_literal) (identifier)
  (if_expression) (in_expression) (index_expression) (infix_expression) (is_expression) (labeled_expression)
  (lambda_literal) (multiline_string_literal) (navigation_expression) (number_literal) (object_literal)
  (parenthesized_expression) (range_expression) (return_expression) (string_literal) (super_expression)
  (this_expression) (throw_expression) (try_expression) (unary_expression) (when_expression)] @parameter.default.behind)
(class_parameter) @parameter
(class_parameter (identifier) @parameter.name)
(class_parameter [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @parameter.type)
(class_parameter "=" @parameter.default.sign)
(class_parameter ["val" "var"] @parameter.property)
(class_parameter (modifiers (parameter_modifier "vararg" @parameter.rest)))
(class_parameter (modifiers (visibility_modifier) @modifier))

(type_parameter) @type_parameter
(type_parameter (identifier) @type_parameter.name)
(type_parameter [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @type_parameter.bound)
(type_constraint) @type_constraint
(type_constraint (identifier) @type_parameter.name)
(type_constraint [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @type_parameter.bound)

; Annotations. Those of parameters and properties are not asked for.
(annotation (user_type) @decorator.name)
(annotation (constructor_invocation (user_type) @decorator.name))
(annotation (constructor_invocation (value_arguments (value_argument) @decorator.argument)))
(annotation (constructor_invocation (value_arguments (value_argument "=" @decorator.value.sign))))


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
(class_body (property_declaration ["val" "var"] @modifier))
(class_body (property_declaration (variable_declaration
  [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @property.type)))
(enum_class_body (property_declaration (modifiers (visibility_modifier) @modifier)))
(enum_class_body (property_declaration ["val" "var"] @modifier))
(enum_class_body (property_declaration (variable_declaration
  [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @property.type)))
(explicit_delegation (call_expression (annotated_lambda (lambda_literal (property_declaration (modifiers (visibility_modifier) @modifier))))))
(property_declaration [(getter) (setter)] @property.value)
(property_declaration (getter) @getter)
(getter (function_body) @function.body)
(getter [(user_type) (nullable_type) (function_type) (non_nullable_type) (parenthesized_type) "dynamic"] @function.return)
(getter (modifiers (annotation) @decorator))
(getter (modifiers (visibility_modifier) @modifier))
(property_declaration (setter) @setter)
(setter (function_body) @function.body)
; Its parameter, which is a list of its own.
(setter (identifier) @function.parameters)
(setter (identifier) @parameter)
(setter (identifier) @parameter.name)
(setter (modifiers (annotation) @decorator))
(setter (modifiers (visibility_modifier) @modifier))

; Its own name as a modifier tells an entry from a property of the enum.
(enum_entry (identifier) @property)
(enum_entry (identifier) @property.name)
(enum_entry (identifier) @modifier)
