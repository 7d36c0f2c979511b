"""Weak passwords: which are told, by what word, what mends them, and what is never said."""

import random
import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_app.core.draft import Draft
from tui_app.core.new_password import generate_password
from tui_app.settings.passwords import weakness_of
from tui_app.settings.problem import Answer, Path, Problem
from tui_app.settings.request import REQUEST
from tui_app.settings.rules import RULES, SLOW

PASSWORD: Path = ("password",)
LEAST: dict[Path, Answer] = {
    ("connection_name",): "office",
    ("user_name",): "office12",
    ("password",): "Qx7Fz2Lm9Rt4Vb8",
}
ANY_TEXT = st.text(st.characters(), max_size=40)
CODES = ("public", "placeholder", "holds_user_name", "guessable")


def told(password: str, user_name: str = "office12", *, quick: bool = False) -> list[Problem]:
    answers: dict[Path, Answer] = {**LEAST, PASSWORD: password, ("user_name",): user_name}
    found = REQUEST.validate(answers, quick=quick)
    return [problem for problem in found if problem.code in CODES]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("my123secure456password789", "public"),
        ("MY123secure456password789", "public"),
        ("${env.SIP_PASSWORD}", "placeholder"),
        ("{{sip_password}}", "placeholder"),
        ("<your password>", "placeholder"),
        ("$SIP_PASSWORD", "placeholder"),
        ("%SIP_PASSWORD%", "placeholder"),
        ("YOUR_SIP_PASSWORD", "placeholder"),
        ("your-password-1", "placeholder"),
        ("REDACTED", "placeholder"),
        ("[REDACTED]", "placeholder"),
        ("changeme123", "placeholder"),
        ("CHANGE_ME_NOW", "placeholder"),
        ("REPLACE_ME", "placeholder"),
        ("a-long-random-password", "placeholder"),
        ("a-very-secure-password-123", "placeholder"),
        ("super-secret-string", "placeholder"),
        ("xxxxxxxxxxxx", "placeholder"),
        ("password-here", "placeholder"),
        ("process.env.SIP_PASSWORD", "placeholder"),
        ("vault:sip/password", "placeholder"),
        ("office12", "holds_user_name"),
        ("xK7-Office12-qP9z", "holds_user_name"),
        ("12345678", "guessable"),
        ("password1", "guessable"),
        ("qwertyuiop", "guessable"),
        ("hunter2hunter2", "guessable"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "guessable"),
    ],
)
def test_a_weak_password_is_a_warning_with_a_generated_one_as_its_fix(
    password: str, code: str
) -> None:
    [problem] = told(password)
    assert (problem.path, problem.severity, problem.code) == (PASSWORD, "warning", code)
    assert password not in problem.message
    assert problem.fix is not None
    draft = Draft()
    draft.restore({**LEAST, PASSWORD: password})
    assert draft.apply(problem.fix)
    assert draft.password is not None
    made = draft.password.get_secret_value()
    assert made != password
    assert not told(made)
    draft.undo()
    assert draft.password.get_secret_value() == password


TOLD = {
    "public": "IWasAtSignal2018 unsecurepassword welovebunnies Tr0ub4dor&3",
    "placeholder": """
        {password} #{password} @@PASSWORD@@ __SIP_PASSWORD__ %%PASSWORD%% ${SIP_PASSWORD}
        {{sip.password}} <SIP_PASSWORD> [password] $SIP_PASSWORD $sipPassword $(get_secret)
        os.getenv(X) !secret:sip ENV['SIP_PASSWORD'] op://vault/sip/password
        arn:aws:secretsmanager:eu:1:sip REPLACE_WITH_PASSWORD choose-a-password
        YourStrongPassword your-sip-password put_your_password_here ********x-changeme-
        ........ "<password>"
    """,
    "holds_user_name": "21eciffo 9-21ECIFFO-x OFFICE12! my0ffice-office12",
    "guessable": """
        Winter2026x Summer2025! Autumn2023! Spring2024 Telnyx2024! Telnyx@123 telnyx-password
        Sip12345678 sipuser123 siptrunk1 voip1234 asterisk1 SIPpassword123 QWERTZuiop
        1qaz2wsx 1q2w3e4r5t zaq12wsx asdfghjk !@#$%^&* 15551234567 +15551234567 5551234567
        +4930123456 20260101 01.01.1990 testtesttest abcabcabc passwordpassword
        SecurePassword123! StrongPassword123! supersecretpassword verysecurepassword
        MySecretPassword Sup3rS3cret! n0tap@ssword P@ssw0rd123 Acme2024! Apple2024! Moon123!
        Reception1! Berlin-2026 Passwort2024! "password" 'secret12' 0ffice12
    """,
}


@pytest.mark.parametrize(("code", "passwords"), TOLD.items(), ids=TOLD)
def test_every_password_of_the_kind_is_told(code: str, passwords: str) -> None:
    found = {each: [problem.code for problem in told(each)] for each in passwords.split()}
    assert {each: codes for each, codes in found.items() if codes != [code]} == {}


SAFE = string.ascii_letters + string.digits
ALPHABETS = (string.ascii_lowercase, SAFE, SAFE + "!@#$%^&*", string.printable[:94])


@pytest.mark.parametrize("length", [8, 9, 10, 11, 12, 16, 32])
@pytest.mark.parametrize("alphabet", ALPHABETS, ids=["lower", "alnum", "signs", "printable"])
def test_of_a_thousand_random_passwords_at_most_a_few_are_told(alphabet: str, length: int) -> None:
    drawn = random.Random(length)
    found = [weakness_of("".join(drawn.choices(alphabet, k=length))) for _ in range(1000)]
    assert sum(each is not None for each in found) <= 4


WORDS = re.findall(
    "[a-z]+",
    "oyster lantern quiver trombone mitten gravel harbor blue velvet canyon moss type set put "
    "enter compass your random walnut igloo pepper thunder saddle orbit",
)


@pytest.mark.parametrize("between", [" ", "-", ".", ""])
def test_a_passphrase_of_four_random_words_is_not_told(between: str) -> None:
    drawn = random.Random(between)
    phrases = [between.join(drawn.sample(WORDS, 4)) for _ in range(300)]
    assert [each for each in phrases if weakness_of(each)] == []


@pytest.mark.parametrize(
    "password",
    [
        "Xk7pVq2mRt9wZ4",
        "Sp10123456789abcdef0123456789abcdef",
        "kT9wZ4mQ",
        "correct horse battery staple",
        "Yourself-7-trombone",
        "randomly#Placed5ticks",
    ],
)
def test_a_fair_password_is_not_told(password: str) -> None:
    assert not told(password)


def test_a_generated_password_is_never_told() -> None:
    assert not [found for _ in range(200) for found in told(generate_password())]


def test_the_user_name_and_its_password_are_both_told_of_each_other() -> None:
    [problem] = told("xK7-office12-qP9z")
    assert problem.related == (("user_name",),)
    assert not told("xK7-office12-qP9z", "reception1")


def test_the_estimator_waits_until_the_password_is_left() -> None:
    assert not told("12345678", quick=True)
    draft = Draft()
    draft.restore({path: answer for path, answer in LEAST.items() if path != PASSWORD})
    draft.reviewed = True
    for length in range(1, 9):
        draft.set(PASSWORD, "12345678"[:length])
    assert "guessable" not in [problem.code for problem in draft.problems]
    draft.end_edit()
    assert "guessable" in [problem.code for problem in draft.problems]
    assert set(RULES) > SLOW


@given(password=ANY_TEXT, user_name=ANY_TEXT)
@example(password="office\ud800!", user_name="bob")
@example(password="a\nb\x85c", user_name="\udfff")
def test_any_text_is_rated(password: str, user_name: str) -> None:
    assert weakness_of(password, user_name) is None or password
