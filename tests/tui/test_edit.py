"""The wizard on an existing connection: it says so, and its review is a diff."""

from tests.support.originals import original
from tests.support.wizard import one_line, wizard
from tui_app.core.draft import Draft


async def test_the_password_that_it_has_is_kept() -> None:
    async with wizard(Draft.edit(original(tags=["a"]))) as (app, _):
        seen = one_line(app)
        assert "Edit office" in seen
        assert "Password kept" in " ".join(seen.split())
        assert "Conversation persistence" in seen


async def test_the_review_begins_with_what_is_changed() -> None:
    draft = Draft.edit(original(tags=["a"]))
    async with wizard(draft) as (app, pilot):
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "Nothing is changed." in one_line(app)
        draft.set(("inbound", "timeout_2xx_secs"), 60)
        app.sync()
        await pilot.pause()
        seen = one_line(app)
        assert "s sends 1 change." in seen
        assert "2xx timeout (no answer): 90 -> 60" in seen
        assert "stays as it is" in seen
        await pilot.press("f")
        await pilot.pause()
        assert "A change sends only what differs." in one_line(app)
