"""Run the wizard on a Textual screen."""
