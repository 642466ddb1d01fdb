; `mod name;` is declared elsewhere: a namespace without contents.
(mod_item) @namespace
(mod_item name: (identifier) @namespace.name)

(use_declaration) @import
(use_declaration argument: [(identifier) (scoped_identifier)] @import.source)
(use_declaration argument: (use_as_clause path: [(identifier) (scoped_identifier) (crate) (self) (super)] @import.source))
(use_declaration argument: (use_as_clause alias: [(identifier) "_"] @import.alias))
(use_declaration argument: (use_wildcard) @import.wildcard)
(use_declaration argument: (use_wildcard [(identifier) (scoped_identifier) (crate) (self) (super)] @import.source))
; `use {a, b}` and `use ::{a, b}` have no common path: the whole list stands for it.
(use_declaration argument: [(use_list) (scoped_use_list)] @import.source)
(use_declaration argument: (scoped_use_list path: [(identifier) (scoped_identifier) (crate) (self) (super)] @import.source))
; Lists at any depth: every leaf is one specifier, with the path that stands right before it.
(use_list [(identifier) (scoped_identifier) (self) (crate) (super) (use_wildcard)] @import.name)
(use_list (use_as_clause) @import.item)
(use_list (use_as_clause path: [(identifier) (scoped_identifier) (self) (crate) (super)] @import.name))
(use_list (use_as_clause alias: [(identifier) "_"] @import.alias))

(extern_crate_declaration) @import
(extern_crate_declaration name: [(identifier) (self)] @import.source)
(extern_crate_declaration alias: (identifier) @import.alias)

(struct_item) @struct
(struct_item name: (type_identifier) @class.name)
(struct_item (visibility_modifier) @modifier)
(struct_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(struct_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(struct_item (where_clause (where_predicate) @type_constraint))
(struct_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
(struct_item body: (field_declaration_list (field_declaration) @property))
(struct_item body: (field_declaration_list (field_declaration name: (field_identifier) @property.name)))
(struct_item body: (field_declaration_list (field_declaration type: (_) @property.type)))
(struct_item body: (field_declaration_list (field_declaration (visibility_modifier) @modifier)))
; `struct Meters(pub f64);`
(struct_item body: (ordered_field_declaration_list (visibility_modifier) @property.modifier.before))
(struct_item body: (ordered_field_declaration_list type: (_) @property))
(struct_item body: (ordered_field_declaration_list type: (_) @property.position))
(enum_item) @enum
(enum_item name: (type_identifier) @class.name)
(enum_item (visibility_modifier) @modifier)
(enum_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(enum_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(enum_item (where_clause (where_predicate) @type_constraint))
(enum_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
(enum_item body: (enum_variant_list (enum_variant) @property))
(enum_item body: (enum_variant_list (enum_variant name: (identifier) @property.name)))
(union_item) @union
(union_item name: (type_identifier) @class.name)
(union_item (visibility_modifier) @modifier)
(union_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(union_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(union_item (where_clause (where_predicate) @type_constraint))
(union_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
(union_item body: (field_declaration_list (field_declaration) @property))
(union_item body: (field_declaration_list (field_declaration name: (field_identifier) @property.name)))
(union_item body: (field_declaration_list (field_declaration type: (_) @property.type)))
(union_item body: (field_declaration_list (field_declaration (visibility_modifier) @modifier)))
(trait_item) @trait
(trait_item name: (type_identifier) @class.name)
(trait_item (visibility_modifier) @modifier)
(trait_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(trait_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(trait_item (where_clause (where_predicate) @type_constraint))
(trait_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
; A lifetime is no base, nor is `?Sized`.
(trait_item bounds: (trait_bounds
  [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (higher_ranked_trait_bound)] @class.extends))
(type_item) @alias
(type_item name: (type_identifier) @class.name)
(type_item (visibility_modifier) @modifier)
(type_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(type_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(type_item (where_clause (where_predicate) @type_constraint))
(type_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
; `type Item = u8;` in an `impl` defines a member of a trait.
(impl_item body: (declaration_list (type_item) @dead))

(impl_item) @extension
; `impl Trait for Type`
(impl_item "for" @modifier)
(impl_item trait: (_) @class.implements)
; `impl !Send for Type`
(impl_item "!" @dead)
; The plain name of the type: no path, no arguments, no reference, no `dyn`. Types without a name stand for themselves.
(impl_item type: [(type_identifier) (primitive_type) (array_type) (tuple_type) (unit_type) (never_type)
  (pointer_type) (function_type)] @class.name)
(impl_item type: (scoped_type_identifier name: (type_identifier) @class.name))
(impl_item type: (generic_type type: (type_identifier) @class.name))
(impl_item type: (generic_type type: (scoped_type_identifier name: (type_identifier) @class.name)))
(impl_item type: (reference_type type: [(type_identifier) (primitive_type) (array_type) (tuple_type)] @class.name))
(impl_item type: (reference_type type: (scoped_type_identifier name: (type_identifier) @class.name)))
(impl_item type: (reference_type type: (generic_type type: (type_identifier) @class.name)))
(impl_item type: (reference_type type:
  (generic_type type: (scoped_type_identifier name: (type_identifier) @class.name))))
(impl_item type: (reference_type type: (dynamic_type trait: (type_identifier) @class.name)))
(impl_item type: (dynamic_type trait: (type_identifier) @class.name))
(impl_item type: (dynamic_type trait: (scoped_type_identifier name: (type_identifier) @class.name)))
(impl_item type: (dynamic_type trait: (generic_type type: (type_identifier) @class.name)))
(impl_item type: (bounded_type (dynamic_type trait: (type_identifier) @class.name)))
(impl_item type: (bounded_type (dynamic_type trait: (scoped_type_identifier name: (type_identifier) @class.name))))
(impl_item type: (bounded_type (dynamic_type trait: (generic_type type: (type_identifier) @class.name))))

(function_item) @function
(function_item name: (identifier) @function.name)
(function_item body: (block) @function.body)
(function_item (visibility_modifier) @modifier)
(function_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(function_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(function_item (where_clause (where_predicate) @type_constraint))
(function_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
(function_item parameters: (parameters) @function.parameters)
(function_item parameters: (parameters [(parameter) (variadic_parameter)] @parameter))
(function_item parameters: (parameters (parameter pattern: (_) @parameter.name)))
(function_item parameters: (parameters (parameter pattern: "_" @parameter.name)))
(function_item parameters: (parameters (parameter type: (_) @parameter.type)))
(function_item parameters: (parameters (variadic_parameter pattern: (_) @parameter.name)))
(function_item parameters: (parameters (variadic_parameter "..." @parameter.rest)))
(function_item return_type: (_) @function.return)
(function_item (function_modifiers "async" @modifier))
; A receiver: without one it is an associated function.
(function_item parameters: (parameters (self_parameter) @modifier))
(function_item parameters: (parameters (parameter pattern: (self) @parameter.receiver)))
(function_signature_item) @function
(function_signature_item name: (identifier) @function.name)
(function_signature_item (visibility_modifier) @modifier)
(function_signature_item type_parameters: (type_parameters [(type_parameter) (lifetime_parameter) (const_parameter)] @type_parameter))
(function_signature_item type_parameters: (type_parameters [
  (type_parameter name: (type_identifier) @type_parameter.name)
  (lifetime_parameter name: (lifetime) @type_parameter.name)
  (const_parameter name: (identifier) @type_parameter.name)
  (type_parameter bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))
  (lifetime_parameter bounds: (trait_bounds (lifetime) @type_parameter.bound))]))
(function_signature_item (where_clause (where_predicate) @type_constraint))
(function_signature_item (where_clause [
  (where_predicate left: [(type_identifier) (lifetime)] @type_parameter.name)
  (where_predicate left: (higher_ranked_trait_bound type: (type_identifier) @type_parameter.name))
  (where_predicate bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type) (function_type) (tuple_type)
    (primitive_type) (lifetime) (higher_ranked_trait_bound) (removed_trait_bound) (macro_invocation)] @type_parameter.bound))]))
(function_signature_item parameters: (parameters) @function.parameters)
(function_signature_item parameters: (parameters [(parameter) (variadic_parameter)] @parameter))
(function_signature_item parameters: (parameters (parameter pattern: (_) @parameter.name)))
(function_signature_item parameters: (parameters (parameter pattern: "_" @parameter.name)))
(function_signature_item parameters: (parameters (parameter type: (_) @parameter.type)))
(function_signature_item parameters: (parameters (variadic_parameter pattern: (_) @parameter.name)))
(function_signature_item parameters: (parameters (variadic_parameter "..." @parameter.rest)))
(function_signature_item return_type: (_) @function.return)
(function_signature_item (function_modifiers "async" @modifier))
(function_signature_item parameters: (parameters (self_parameter) @modifier))
(function_signature_item parameters: (parameters (parameter pattern: (self) @parameter.receiver)))

(source_file (attribute_item) @decorator)
(declaration_list (attribute_item) @decorator)
(block (attribute_item) @decorator)
(attribute_item (attribute [(identifier) (scoped_identifier)] @decorator.name))
(attribute_item (attribute value: (_) @decorator.argument))
(attribute_item (attribute arguments: (token_tree) @decorator.tokens))
(attribute_item (attribute arguments: (token_tree "," @decorator.separator)))
(attribute_item (attribute arguments: (token_tree "=" @decorator.assignment)))
; What else can have attributes: takes them, so that they do not pass for those of the next declaration.
[(const_item) (static_item) (associated_type) (macro_definition) (foreign_mod_item)] @variable
(source_file (macro_invocation) @variable)
(declaration_list (macro_invocation) @variable)
(block (let_declaration) @variable)
(block (expression_statement) @variable)

[(line_comment) (block_comment)] @doc
