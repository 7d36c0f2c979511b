"""Create a connection over the wire: target, key, client, errors and submission.

A submission never sends a request twice if the first one may have been carried out. This package
knows no screen. Any command may import `target`; the other modules import httpx and pydantic, so
import them only when they are used.
"""
