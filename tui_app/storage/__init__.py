"""What is kept on disk: drafts and the journal of submissions. Never a secret in them.

Nothing here raises at what a disk can do (full, read-only, foreign, torn): such a thing comes back as a `StorageProblem`.
"""
