"""What the user sees.

One generic screen for every step, the review, the submission and its result, and a few dialogs.
"""
