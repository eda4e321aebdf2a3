"""CSV records with the line each began on, from files that may be damaged.

Python's reader alone would let one lost quotation mark swallow the rows behind it, up to the next
mark. Here a record that does not come out right is given up at its first line, and reading goes
on at the line after.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from holdfast.catalog.shopify.faults import RowFault, fault_at
from holdfast.kit.sentences import Sentence, say

MAX_RECORD: Final = 1024 * 1024
_UNREADABLE: Final = say("the row is not UTF-8 text")

Record = tuple[int, list[str]]


class _Lines:
    """Lines with their numbers, which can be put back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._back: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._source, None)
        if line is not None:
            self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def read_records(lines: Iterable[str], delimiter: str = ",") -> Iterator[Record | RowFault]:
    """Each record once, or the fault at the line where one should have begun.

    ``lines`` come as ``open(..., newline=None, errors=LOST)`` yields them.
    """
    csv.field_size_limit(MAX_RECORD)
    source = _Lines(lines)
    while (first := source.take()) is not None:
        number = source.number
        if first.isspace():
            continue
        taken = [first]
        outcome = _complete(source, taken, delimiter)
        if isinstance(outcome, Sentence):
            source.put_back(taken[1:])
            yield fault_at(number, outcome)
        elif any(field.strip() for field in outcome):
            yield number, outcome


def _complete(source: _Lines, taken: list[str], delimiter: str) -> list[str] | Sentence:
    """The fields of the record that begins with ``taken``, or why there is none."""
    quotes = taken[0].count('"')
    size = len(taken[0])
    if quotes % 2 and _parse(taken, delimiter) is not None:
        quotes = 0  # an inch sign in a bare cell, not the begin of a quoted one
    while quotes % 2:
        line = source.take()
        if line is None:
            return say("a quotation mark is opened and never closed")
        taken.append(line)
        quotes += line.count('"')
        size += len(line)
        if size > MAX_RECORD:
            return say(
                "the row is longer than {most} characters, or a quotation mark is lost",
                most=MAX_RECORD,
            )
    text = "".join(taken)
    if "\0" in text or not _is_text(text):
        return _UNREADABLE
    fields = _parse(taken, delimiter)
    return say("a quotation mark is lost in this row") if fields is None else fields


def _parse(lines: list[str], delimiter: str) -> list[str] | None:
    """The fields, unless the lines are not exactly one well-formed record."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _is_text(text: str) -> bool:
    """Whether no byte had to be escaped to read it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
