"""telnyx-wizard: a terminal wizard that creates Telnyx credential connections."""

__version__ = "0.1.0"
