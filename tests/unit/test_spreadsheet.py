"""What is exported for a spreadsheet is text there, never a formula."""

import pytest

from holdfast.views.spreadsheet import csv_lines


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_would_be_a_formula_is_quoted(sign: str) -> None:
    (line, *_) = csv_lines([[f"{sign}HYPERLINK(1)"]]).split("HYPERLINK")
    assert line.lstrip('"') == f"'{sign}"


def test_numbers_and_other_text_stay_as_they_are() -> None:
    assert csv_lines([[-5, "a=b", None, {"size": "-1"}]]) == "-5,a=b,,size: -1\r\n"
