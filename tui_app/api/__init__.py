"""How a connection is created over the wire: the target, the key, the client, the errors, and the submission that never sends twice.

Knows no screen. `target` may be imported by any command; what else is here brings httpx and pydantic along, at the first use.
"""
