"""The wizard as plain lines, for screen readers, serial lines and logs.

It asks one setting after another, and every action is a typed command. It never moves the cursor or
redraws anything, and it does not know Textual. The declarations, rules, drafts and submission are
those of the screens; words that both front ends say are in `tui_app.core.messages`.
"""
