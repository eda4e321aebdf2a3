"""What is taken as the address of an account: one that mail could go to, and one alone."""

import pytest

from holdfast.people import BadEmail, checked_email


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.cd,c@d.ef",
        "a@b.cd;c@d.ef",
        "a@b.cd, c@d.ef",
        "a@b,c",
        "a,b@c.de",
        "Ann <ann@shop.example>",
        "<ann@shop.example>",
        "ann@",
        "@shop.example",
        "ann@shop..example",
        "ann@shop.example.",
    ],
)
def test_what_is_no_address_or_several_is_refused(typed: str) -> None:
    with pytest.raises(BadEmail):
        checked_email(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ann@Shop.Example ", "ann@shop.example"),
        ("o'neil+shop@mail.shop.example", "o'neil+shop@mail.shop.example"),
        ("анна@почта.рф", "анна@почта.рф"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert checked_email(typed) == kept
