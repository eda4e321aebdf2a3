"""What a text of a file stands for, by the kind of its attribute."""

import pytest

from holdfast.catalog import MAX_NUMBER, AttributeType

WIDTH = AttributeType("width", "Width", "number")


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("-3", -3), ("1.5", 1.5), ("1e3", 1000.0), (str(MAX_NUMBER), MAX_NUMBER)],
)
def test_a_number_is_read(text: str, value: float) -> None:
    assert WIDTH.read(text) == value


@pytest.mark.parametrize(
    "text",
    ["nan", "NaN", "inf", "-Infinity", "1e999", "1e16", "9" * 400, f"-{MAX_NUMBER + 1}", "wide"],
)
def test_what_no_form_would_take_as_a_number_is_none(text: str) -> None:
    assert WIDTH.read(text) is None
