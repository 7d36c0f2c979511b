"""Addresses, parameters and lists in header values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.sip.address import (
    Address,
    branch_of,
    parse_address,
    parse_parameters,
    quoted_string,
    split_list,
    unquoted,
    user_of,
)
from tui_app.sip.message import MalformedMessage


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("sip:a@b", Address("sip:a@b")),
        ("<sip:a@b;transport=tcp>", Address("sip:a@b;transport=tcp")),
        ("sip:a@b;Tag = 1;lr", Address("sip:a@b", {"tag": "1", "lr": ""})),
        ('"A, <B> \\"C\\"" <sip:a@[::1]:5060>;q=0.5', Address("sip:a@[::1]:5060", {"q": "0.5"})),
        ('Ann Lee <sips:a@b> ; x="1;2"', Address("sips:a@b", {"x": "1;2"})),
        ("*", Address("*")),
    ],
)
def test_an_address_is_read(value: str, address: Address) -> None:
    assert parse_address(value) == address


@pytest.mark.parametrize("value", ["", ";tag=1", '"open <sip:a>', "<sip:a", "sip:a b", "sip:a;=1"])
def test_no_address_is_malformed(value: str) -> None:
    with pytest.raises(MalformedMessage):
        parse_address(value)


def test_a_list_is_split_at_its_own_commas() -> None:
    value = '"a, b" <sip:c,d@e>;x=1 , sip:f,<sip:g>'
    assert list(split_list(value)) == ['"a, b" <sip:c,d@e>;x=1', "sip:f", "<sip:g>"]
    assert list(split_list("")) == []
    for broken in ("a,,b", 'a, "b', "a <b"):
        with pytest.raises(MalformedMessage):
            list(split_list(broken))


def test_the_branch_is_that_of_the_first_via() -> None:
    assert branch_of("SIP/2.0/UDP [::1]:5060;rport;branch=z9hG4bK1, SIP/2.0/UDP b;branch=2") == (
        "z9hG4bK1"
    )
    assert branch_of("SIP/2.0/UDP a") == ""


@pytest.mark.parametrize(
    ("uri", "user"),
    [
        ("sip:ann@b", "ann"),
        ("SIPS:ann:pw@b:5061;x", "ann"),
        ("sip:b", None),
        ("sip:b;x=@y", None),
        ("tel:+1", None),
    ],
)
def test_the_user_of_a_uri(uri: str, user: str | None) -> None:
    assert user_of(uri) == user


@given(st.text())
def test_a_quoted_string_is_unquoted_again(text: str) -> None:
    assert unquoted(quoted_string(text)) == text
    assert parse_parameters(f";a={quoted_string(text)};b") == {"a": text, "b": ""}


@given(st.text() | st.lists(st.sampled_from(list('<>",;=\\ ab*:')), max_size=20).map("".join))
def test_anything_is_read_or_malformed(text: str) -> None:
    for read in (parse_address, parse_parameters, branch_of, lambda text: list(split_list(text))):
        try:
            read(text)
        except MalformedMessage:
            continue
    user_of(text)
