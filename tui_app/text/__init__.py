"""Text made safe to show or to keep: escaped, redacted, read strictly."""
