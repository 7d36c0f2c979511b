"""The commands without a screen: one file a command."""
