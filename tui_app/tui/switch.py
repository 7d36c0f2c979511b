"""Say who paints the wizard: the overrides of Textual's private parts, or Textual alone."""

DIFFING: bool = True
"""Send only what changed. If False, Textual paints by itself, with more bytes and a later picture.

Turn it off if a release of Textual breaks the overrides. It is read while the modules are imported.
"""
