"""Tables that a spreadsheet saved as text: in whichever encoding, parted by whichever mark."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from holdfast.kit.sentences import Sentence, say

__all__ = ["UnreadableSheet", "encoding_of", "plain_cell", "sheet_rows"]

_NO_TABLE: Final = say("This is no CSV file.")
_LONGEST_CELL: Final = 100_000
"""Letters; where a quotation mark is lost the rest of the file is one cell. Python's own limit is
the whole process's, and others set it."""


class UnreadableSheet(Exception):
    """It is no such table; ``said`` is why."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def encoding_of(mark: bytes) -> str:
    """UTF-8 unless the byte order mark says that a spreadsheet wrote UTF-16."""
    return "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def sheet_rows(file: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row that says something, with the line that it ends on, from 1. Raises
    :class:`UnreadableSheet`, also at a later row."""
    text = _text(file)
    rows = csv.reader(io.StringIO(text, newline=""), _dialect(text))
    try:
        for cells in rows:
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise UnreadableSheet(_NO_TABLE)
            if any(cell.strip() for cell in cells):
                yield rows.line_num, cells
    except csv.Error as error:
        raise UnreadableSheet(_NO_TABLE) from error


def plain_cell(cell: str) -> str:
    """Without a spreadsheet's own defence against formulas, which our exports put there too."""
    return cell.strip().removeprefix("'")


def _text(file: bytes) -> str:
    try:
        text = file.decode(encoding_of(file[:2]))
    except UnicodeDecodeError as error:
        raise UnreadableSheet(say("Save the file as UTF-8.")) from error
    if "\0" in text:
        raise UnreadableSheet(_NO_TABLE)
    return text


def _dialect(text: str) -> type[csv.Dialect]:
    """By comma, semicolon or tab, whichever the first line has most of."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)

    class Found(csv.excel):
        delimiter = mark

    return Found
