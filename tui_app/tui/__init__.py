"""The wizard on a screen: Textual."""
