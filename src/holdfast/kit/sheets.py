"""Tables that a spreadsheet saved as text: in whichever encoding, parted by whichever mark."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from holdfast.kit.sentences import Sentence, say

__all__ = [
    "LOST",
    "UnreadableSheet",
    "as_text",
    "encoding_of",
    "plain_cell",
    "sheet_rows",
    "unguarded",
]

LOST: Final = "holdfast-lost"
"""``errors=`` of files that are read as far as they can be: what is no letter becomes half of one,
by which its row is told. Python's own way does that for UTF-8 alone, and breaks over UTF-16 that
was cut off."""
# Also the wide signs of East Asian keyboards, which spreadsheets there take for the narrow ones.
_SIGNS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA: Final = re.compile(f"(?='*[{_SIGNS}\t\r\n])")
# Where Excel parts cells by semicolons (in Russia, in Germany), it does so within ours, and there a
# quotation mark or a line's end within one does not hold it together either.
_WITHIN: Final = re.compile(f"([;\t\r\n]\"*)(?='*[{_SIGNS}])")
_GUARDED: Final = re.compile(f"'(?='*[{_SIGNS}\t\r\n])")
_GUARDED_WITHIN: Final = re.compile(f"([;\t\r\n]\"*)'(?='*[{_SIGNS}])")
_END: Final = "\0"
"""Stands in no table (:func:`_text`): in a row of its own it says that the last one was whole."""


def _half(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


codecs.register_error(LOST, _half)


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
    whole = text if text.endswith(("\n", "\r")) else f"{text}\n"
    rows = csv.reader(chain(io.StringIO(whole, newline=""), [_END]), _dialect(text))
    try:
        for cells in rows:
            if cells == [_END]:
                return
            if any(cell.strip() for cell in cells) and not cells[-1].endswith(_END):
                yield rows.line_num, cells
    except csv.Error as error:
        raise UnreadableSheet(say("This is no CSV file.")) from error
    raise UnreadableSheet(say("A quotation mark is opened in it and never closed."))


def as_text(cell: str) -> str:
    """So that no spreadsheet takes it, or what it makes a cell of within it, for a formula, by
    whichever mark it parts cells. :func:`unguarded` gives it back as it was."""
    cell = _WITHIN.sub(r"\1'", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """As it was before :func:`as_text`."""
    if _GUARDED.match(cell):
        cell = cell[1:]
    return _GUARDED_WITHIN.sub(r"\1", cell)


def plain_cell(cell: str) -> str:
    """Without a spreadsheet's own defence against formulas, which our exports put there too."""
    return cell.strip().removeprefix("'")


def _text(file: bytes) -> str:
    try:
        text = file.decode(encoding_of(file[:2]))
    except UnicodeDecodeError as error:
        raise UnreadableSheet(say("Save the file as UTF-8.")) from error
    if "\0" in text:
        raise UnreadableSheet(say("This is no CSV file."))
    return text


def _dialect(text: str) -> type[csv.Dialect]:
    """By comma, semicolon or tab, whichever the first line has most of."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)

    class Found(csv.excel):
        delimiter = mark

    return Found
