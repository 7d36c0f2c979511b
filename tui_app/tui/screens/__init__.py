"""What a person sees: one generic screen for every step, the review, the submission and its result, and a few dialogs."""
