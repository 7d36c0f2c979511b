"""What takes more than one screen: asking for a key, choosing from the account, saving, submitting. One coroutine each."""
