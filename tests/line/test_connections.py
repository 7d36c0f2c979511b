"""The connections of an account in lines: listed, searched, shown, cloned, given a password."""

from tests.support.linear import Said, good, run
from tests.support.many import Account
from tui_app.api.replies import read_connection
from tui_app.core.draft import Draft
from tui_app.core.original import Original

NAME = ("connection_name",)


def asked(account: Account, *lines: str, draft: Draft | None = None) -> Said:
    return run(*lines, draft=draft, session=account.session)


def test_the_first_rows_take_one_request() -> None:
    account = Account()
    said = asked(account, "/connections", "")
    assert "1 office 10000, user name user10000, active no, created 2026-11-25" in said.text
    assert "20 office 09981" in said.text
    assert "250 of 10,000 read." in said.text
    assert len(account.requests) == 1


def test_a_text_after_the_command_searches() -> None:
    account = Account()
    said = asked(account, "/connections 00042", "1", "1", "")
    assert "1 office 00042, user name user42" in said.text
    assert "Connection ID 42" in said.text
    assert "Password ********" in said.text
    assert "Registration Registered" in said.text
    assert "hunter2" not in said.text
    assert account.pages == [("", "1"), ("00042", "1")]


def test_a_clone_asks_before_it_replaces_answers_and_can_be_undone() -> None:
    account = Account(3)
    said = asked(account, "/connections", "1", "4", "yes", "/undo", draft=good())
    assert "What office 00003 has replaces your answers" in said.text
    assert "Filled from office 00003" in said.text
    assert said.draft.get(NAME) == "office-pbx", "undone"
    said = asked(account, "/connections", "1", "4", "no", "", draft=good())
    assert said.draft.get(NAME) == "office-pbx"


def test_a_new_password_is_said_on_request_alone() -> None:
    account = Account(3)
    said = asked(account, "/connections", "2", "5", "", "", "/reveal")
    assert "New password of office 00002: The new password is set. /reveal says it." in said.text
    [sent] = [each for each in account.requests if each.method == "PATCH"]
    assert said.wizard.wizard.password is not None
    clear = said.wizard.wizard.password.get_secret_value()
    assert clear in sent.content.decode()
    assert said.text.count(clear) == 1


def test_without_an_answer_the_list_says_so_and_can_be_read_again() -> None:
    account = Account(3)
    account.fails = lambda request: 500 if len(account.requests) == 1 else None
    said = asked(account, "/connections", "more", "")
    assert "more tries again." in said.text
    assert "1 office 00003" in said.text


def test_what_is_said_of_several_has_its_own_sentences() -> None:
    said = asked(Account(3), "/connections", "1 2", "1", "1", "1 2", "1", "3", "", "")
    assert "Nothing is changed: office 00003: has it already" in said.text
    assert "Which setting? 1 Active" in said.text


def test_an_edit_begins_at_the_review_and_says_what_it_is() -> None:
    account = Account(3)
    found = read_connection(account.record(2))
    assert found is not None
    said = asked(account, draft=Draft.edit(Original.of(found, "api.example.com")))
    assert "It changes a connection on api.example.com." in said.text
    assert 'Editing "office 00002". Only what you change is sent; /review shows it.' in said.text
    assert "Warning" not in said.text
    assert "Step 9 of 9: Review." in said.text
    assert "Step 1" not in said.text
