"""What is exported for a spreadsheet is text there, never a formula."""

import pytest

from holdfast.views.spreadsheet import csv_lines


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_would_be_a_formula_is_quoted(sign: str) -> None:
    (line, *_) = csv_lines([[f"{sign}HYPERLINK(1)"]]).split("HYPERLINK")
    assert line.lstrip('"') == f"'{sign}"


def test_numbers_and_other_text_stay_as_they_are() -> None:
    assert csv_lines([[-5, "a=b", None, {"size": "-1"}]]) == "-5,a=b,,size: -1\r\n"


@pytest.mark.parametrize("mark", [";", "\t", "\n", "\r", ';"'])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_begins_with_a_formula_where_a_spreadsheet_parts_them_by_another_mark(
    mark: str, sign: str
) -> None:
    """Excel in Russia and Germany parts the cells of a CSV by semicolons, whatever wrote it."""
    said = csv_lines([[1, f"Anna{mark}{sign}HYPERLINK(1)", "last"]])
    assert f"{sign}HYPERLINK" in said
    assert f"'{sign}HYPERLINK" in said


def test_what_is_parted_and_no_formula_stays_as_it_is() -> None:
    assert csv_lines([["a; b;c", "x;1=2"]]) == "a; b;c,x;1=2\r\n"
