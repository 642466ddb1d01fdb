; What the grammars of JavaScript and TypeScript name alike.

; Declared functions.
(function_declaration) @function
(function_declaration name: (identifier) @function.name)
(function_declaration body: (statement_block) @function.body)
(function_declaration "async" @modifier)
(generator_function_declaration) @function
(generator_function_declaration name: (identifier) @function.name)
(generator_function_declaration body: (statement_block) @function.body)
(generator_function_declaration ["async" "*"] @modifier)

; Function and arrow expressions take the name of what they initialise, never their own.
(function_expression) @lambda
(function_expression body: (statement_block) @function.body)
(function_expression "async" @modifier)
(generator_function) @lambda
(generator_function body: (statement_block) @function.body)
(generator_function ["async" "*"] @modifier)
(arrow_function) @lambda
(arrow_function body: (_) @function.body)
(arrow_function "async" @modifier)

; Methods of classes and object literals.
(method_definition) @method
(method_definition
  name: [
    (property_identifier)
    (private_property_identifier)
    (string)
    (number)
    (computed_property_name)
  ] @function.name)
(method_definition body: (statement_block) @function.body)
(method_definition "get" @kind.getter)
(method_definition "set" @kind.setter)
(method_definition ["static" "async" "*"] @modifier)

; Parameters. How one is written differs: see ../javascript and ../typescript.
(function_declaration parameters: (formal_parameters) @function.parameters)
(generator_function_declaration parameters: (formal_parameters) @function.parameters)
(function_expression parameters: (formal_parameters) @function.parameters)
(generator_function parameters: (formal_parameters) @function.parameters)
(arrow_function parameters: (formal_parameters) @function.parameters)
(method_definition parameters: (formal_parameters) @function.parameters)
; `x => …`
(arrow_function parameter: (identifier) @function.parameters)
(arrow_function parameter: (identifier) @parameter)
(arrow_function parameter: (identifier) @parameter.name)

; Classes. A class expression is known by its variable, not by the name it may have for itself.
(class_declaration) @class
(class) @class

; What may hold a function.
(variable_declarator) @variable
(variable_declarator name: (identifier) @variable.name)
(variable_declarator
  value: [
    (function_expression)
    (generator_function)
    (arrow_function)
    (class)
  ] @variable.value)
(assignment_expression) @variable
(assignment_expression left: (identifier) @variable.name)
(assignment_expression
  left: (member_expression
    property: [
      (property_identifier)
      (private_property_identifier)
    ] @variable.name))
(assignment_expression
  right: [
    (function_expression)
    (generator_function)
    (arrow_function)
  ] @variable.value)
(pair) @property
(pair
  key: [
    (property_identifier)
    (private_property_identifier)
    (string)
    (number)
    (computed_property_name)
  ] @property.name)
(pair
  value: [
    (function_expression)
    (generator_function)
    (arrow_function)
  ] @property.value)

(decorator) @decorator
(decorator [(identifier) (member_expression)] @decorator.name)
(decorator (call_expression function: [(identifier) (member_expression)] @decorator.name))
(decorator (call_expression arguments: (arguments (_) @decorator.argument)))

(comment) @doc

; Imports.
(import_statement) @import
(import_statement source: (string) @import.source)
(import_clause (identifier) @import.default)
(namespace_import (identifier) @import.namespace)
(import_specifier) @import.item
(import_specifier name: [(identifier) (string)] @import.name)
(import_specifier alias: (identifier) @import.alias)

; Exports.
(export_statement) @export
(export_statement source: (string) @export.source)
(export_statement "default" @export.default)
(export_statement "*" @export.wildcard)
(namespace_export [(identifier) (string)] @export.namespace)
(export_specifier) @export.item
(export_specifier name: [(identifier) (string)] @export.name)
(export_specifier alias: [(identifier) (string)] @export.alias)
(export_statement declaration: (function_declaration name: (identifier) @export.name))
(export_statement declaration: (generator_function_declaration name: (identifier) @export.name))
(export_statement declaration: (lexical_declaration (variable_declarator name: (identifier) @export.name)))
(export_statement declaration: (variable_declaration (variable_declarator name: (identifier) @export.name)))

; Names bound by a pattern that is not nested.
(export_statement
  declaration: (lexical_declaration
    (variable_declarator
      name: (object_pattern (shorthand_property_identifier_pattern) @export.name))))
(export_statement
  declaration: (lexical_declaration
    (variable_declarator
      name: (object_pattern
        (object_assignment_pattern left: (shorthand_property_identifier_pattern) @export.name)))))
(export_statement
  declaration: (lexical_declaration
    (variable_declarator
      name: (object_pattern (pair_pattern value: (identifier) @export.name)))))
(export_statement
  declaration: (lexical_declaration
    (variable_declarator
      name: (object_pattern (rest_pattern (identifier) @export.name)))))
(export_statement
  declaration: (lexical_declaration
    (variable_declarator
      name: (array_pattern (identifier) @export.name))))

; The default export. An arrow function is not named by it.
(export_statement value: (identifier) @export.local)
(export_statement
  value: [
    (function_expression)
    (generator_function)
    (class)
  ] @export.value)
; What stands inside of an exported value is not exported itself: these holders without a name come between.
(export_statement
  value: [
    (object)
    (array)
    (parenthesized_expression)
    (ternary_expression)
    (binary_expression)
    (assignment_expression)
  ] @variable)

; CommonJS: what is assigned to `exports` or `module.exports`. Which objects these are is told by their text.
(assignment_expression left: (member_expression object: (identifier) @export.object))
(assignment_expression left: (member_expression object: (member_expression object: (identifier) @export.object)))
(assignment_expression right: (object (shorthand_property_identifier) @export.member))
(assignment_expression right: (object (pair value: (identifier) @export.member.value)))
