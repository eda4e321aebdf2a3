"""Whether two accounts are one person's, and what a friend reads of a name."""

import pytest

from holdfast.referrals import as_kept, first_name, mailbox, new_invitation_code, same_mailbox


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@shop.example", "ANN@shop.example"),
        ("ann@shop.example", "ann+friend@shop.example"),
        ("a.nn@gmail.com", "ann+2@googlemail.com"),
    ],
)
def test_mail_that_arrives_in_one_box_is_one_persons(one: str, other: str) -> None:
    assert same_mailbox(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@shop.example", "ann@other.example"),
        ("a.nn@shop.example", "ann@shop.example"),
        ("+ann@shop.example", "+bob@shop.example"),
        ("ann@shop.example", "bob@shop.example"),
    ],
)
def test_other_boxes_are_other_peoples(one: str, other: str) -> None:
    assert not same_mailbox(one, other)


def test_an_address_that_begins_with_a_plus_is_not_emptied() -> None:
    assert mailbox("+ann@shop.example") == "+ann@shop.example"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Anna Petrova", "Anna"),
        ("  Mia  ", "Mia"),
        ("", ""),
        ("anna@example.com", ""),
        ("한지민 님", "한지민"),
        ("x" * 90, "x" * 40),
    ],
)
def test_friends_read_the_first_name_alone(name: str, read: str) -> None:
    assert first_name(name) == read


def test_codes_are_read_however_they_are_typed_and_nothing_else_is_one() -> None:
    code = new_invitation_code()
    assert as_kept(f"  {code.lower()} ") == code
    assert len({new_invitation_code() for _ in range(200)}) == 200
    for typed in ("", code[:-1], code + "2", "\0" * 8, "OOOOOOOO", "../../.."):
        assert as_kept(typed) is None
