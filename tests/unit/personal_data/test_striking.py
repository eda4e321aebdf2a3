"""What names somebody is struck out of a text, and nothing else is."""

import pytest

from holdfast.flows.personal_data.striking import STRUCK, Names, striker_of, struck

ANN = Names(
    emails=frozenset({"ann.lee@shop.example"}),
    phones=frozenset({"+31205551234"}),
    words=frozenset({"Ann Lee", "Damrak 1-b", "Bo"}),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to Ann.Lee@Shop.example, please", f"Write to {STRUCK}, please"),
        ("It is ann  LEE again", f"It is {STRUCK} again"),
        ("Joann Leeds asked", "Joann Leeds asked"),
        ("Call 020 555 12 34!", f"Call {STRUCK}!"),
        ("Call +31 (20) 555-1234.", f"Call {STRUCK}."),
        ("Order 1205551234567 came", "Order 1205551234567 came"),
        ("Damrak 1-b, second floor", f"{STRUCK}, second floor"),
        ("Bo knows", "Bo knows"),
    ],
)
def test_names_are_struck_however_they_are_written(text: str, left: str) -> None:
    assert struck(text, striker_of(ANN)) == left


def test_of_json_only_what_is_said_changes() -> None:
    said = {"Ann Lee": ["ann lee", {"at": 7, "by": "Ann Lee"}], "none": None}
    left = {"Ann Lee": [STRUCK, {"at": 7, "by": STRUCK}], "none": None}
    assert struck(said, striker_of(ANN)) == left


def test_who_has_no_name_strikes_nothing() -> None:
    text = "Nobody's  text."
    assert struck(text, striker_of(Names(words=frozenset({"", " "})))) == text
