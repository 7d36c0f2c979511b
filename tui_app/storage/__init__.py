"""What is kept on disk: drafts and the journal of submissions. They never hold a secret.

Nothing here raises if the disk fails (full, read-only, another user's, torn files): the failure is
returned as a `StorageProblem`.
"""
