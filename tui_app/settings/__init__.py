"""What is asked: one file a settings group (one step), the types of answer, the rules between them."""
