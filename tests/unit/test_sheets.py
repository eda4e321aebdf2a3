"""Tables that spreadsheets saved as text are read as they were meant."""

import re

import pytest

from holdfast.kit.sheets import UnreadableSheet, as_text, plain_cell, sheet_rows, unguarded

TABLE = [(1, ["Order", "Number"]), (2, ["A;1", "2,5"]), (4, ["Б", ""])]

TORN = b'name,email\n"Anna,a@x.example\nBen,b@x.example\n'
"""Its quotation mark is never closed: all that follows would be one name."""


def written(mark: str) -> str:
    cells = [[f'"{cell}"' if mark in cell else cell for cell in cells] for _, cells in TABLE]
    first, second, third = [mark.join(row) for row in cells]
    return "\r\n".join([first, second, mark, third])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_whatever_a_spreadsheet_writes_is_the_same_table(mark: str, encoding: str) -> None:
    assert list(sheet_rows(written(mark).encode(encoding))) == TABLE


@pytest.mark.parametrize("file", [b"a,b\n\xff\xfe,1", b"a\0b", b'a,b\n"' + b"x" * 200_000, TORN])
def test_what_is_no_table_is_refused(file: bytes) -> None:
    with pytest.raises(UnreadableSheet):
        list(sheet_rows(file))


def test_a_cell_is_no_formula_and_has_no_ends() -> None:
    assert [plain_cell(cell) for cell in (" a ", "'=1+1", "b'")] == ["a", "=1+1", "b'"]


@pytest.mark.parametrize(
    "said",
    ["=1", "'=1", "''=1", "a;=1", "a;'=1", 'a;"-1', "a\n- b", "\tx", "a&nbsp;- b", "'a", "it's; b"],
)
def test_what_is_guarded_against_formulas_is_read_as_it_was(said: str) -> None:
    guarded = as_text(said)
    assert unguarded(guarded) == said
    assert not re.search(r"(^|[;\t\r\n])\"*[=+\-@]", guarded)
