"""What tree-sitter's grammars call the parts of a program, whatever its language."""

from typing import Final

CALLS: Final = ("call", "call_expression", "member_call_expression", "scoped_call_expression")
CALLS_OF_NAMES: Final = (*CALLS, "function_call_expression", "object_creation_expression")
CALLS_ALL: Final = (*CALLS_OF_NAMES, "new_expression", "nullsafe_member_call_expression")
OBJECTS: Final = ("dictionary", "object", "hash", "array_creation_expression")
LISTS: Final = ("list", "tuple", "array", "array_creation_expression")
WORD_LISTS: Final = ("string_array", "symbol_array")
PAIRS: Final = ("pair", "keyword_argument", "array_element_initializer", "argument")
SPREADS: Final = (
    "dictionary_splat",
    "spread_element",
    "hash_splat_argument",
    "variadic_unpacking",
)
WRAPPERS: Final = (
    "parenthesized_expression",
    "parenthesized_statements",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "await_expression",
    "await",
)
CASTS: Final = ("type_assertion", "cast_expression")
STRINGS: Final = (
    "string",
    "template_string",
    "encapsed_string",
    "heredoc",
    "nowdoc",
    "heredoc_beginning",
    "bare_string",
    "bare_symbol",
)
JOINED: Final = ("concatenated_string", "chained_string")
SUMS: Final = ("binary_operator", "binary_expression", "binary")
SIGNED: Final = ("unary_operator", "unary_expression", "unary_op_expression", "unary")
VARIABLES: Final = (
    "identifier",
    "constant",
    "variable_name",
    "shorthand_property_identifier",
    "instance_variable",
    "global_variable",
    "name",
)
ASSIGNMENTS: Final = ("assignment", "assignment_expression", "variable_declarator", "const_element")
TARGETS: Final = ("subscript", "subscript_expression", "element_reference", "member_expression")
TUPLES: Final = (
    "pattern_list",
    "tuple_pattern",
    "expression_list",
    "tuple",
    "left_assignment_list",
    "right_assignment_list",
)
DOTTED: Final = ("attribute", "member_access_expression", "member_expression")
AUGMENTED: Final = (
    "augmented_assignment",
    "augmented_assignment_expression",
    "operator_assignment",
)
PASSED: Final = (*WRAPPERS, "arguments", "argument_list", "argument")
"""What may stand between an object and what it is a part of."""
HOLES: Final = (
    "interpolation",
    "template_substitution",
    "variable_name",
    "dynamic_variable_name",
    "member_access_expression",
    "subscript_expression",
)
CONSTANTS: Final[dict[str, bool | None]] = {
    "true": True,
    "false": False,
    "null": None,
    "none": None,
    "nil": None,
}
