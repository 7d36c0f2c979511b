"""Conversations of more than one screen: asking for a key, choosing, saving, submitting.

Each is one coroutine; choosing is from what the account has.
"""
