"""The settings: one file for each group (one step), the types of answer, the rules between them."""
