"""The wizard without a front end: answers, autosave, session, startup."""
