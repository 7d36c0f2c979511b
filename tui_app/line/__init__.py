"""The wizard as plain lines: each setting asked in its turn, every action a typed command. For screen readers, serial lines and logs.

Nothing moves a cursor or draws anything again, and nothing here knows Textual. The declarations, rules, drafts and the submission are
those of the screens; words that both say stand in `tui_app.core.messages`.
"""
