"""A stand-in for the API, over SQLite, to try everything without an account or a network.

It has only the endpoints that the wizard uses.
"""
