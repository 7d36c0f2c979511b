"""A stand-in for the API: the endpoints that the wizard uses, over SQLite, so that everything can be tried without account and network."""
