"""The rows of a file that were at fault, as a file of their own: to mend and import again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain

from holdfast.catalog.shopify.columns import (
    ADDED,
    MAX_COLUMNS,
    MAX_OPTIONS,
    Columns,
    read_header,
)
from holdfast.catalog.shopify.faults import RowFault, UnusableFile
from holdfast.catalog.shopify.records import read_records

_MOST_SAID = 255
"""Letters of a cell that stands in other rows, too: a file is not to grow by what it says once."""
_NAMES = tuple(f"option{n}_name" for n in range(1, MAX_OPTIONS + 1))


def damaged_rows(lines: Sequence[str], reasons: Mapping[int, str]) -> Iterator[list[str]]:
    """The header, then each row that begins in a line of ``reasons``; behind it that line and what
    is wrong. Of a row that is no CSV its line stands as it is, in the first column. What another
    row of its product says for it (names of options, a currency) stands in it too."""
    start = next((at for at, line in enumerate(lines) if not line.isspace()), 0)
    lines = lines[start:]  # from the header on, as they are counted when they are read
    first = lines[0].lstrip("\ufeff") if lines else ""
    delimiter = max(",;\t", key=first.count)
    records = read_records(chain([first], lines[1:]), delimiter)
    header = next(records, None)
    if header is None or isinstance(header, RowFault) or len(header[1]) > MAX_COLUMNS:
        return
    width = len(header[1])
    yield [*header[1], *ADDED]
    above, last = _Above(header[1]), max(reasons, default=0)
    for record in records:
        if (record.line if isinstance(record, RowFault) else record[0]) > last:
            return
        torn = isinstance(record, RowFault)
        if isinstance(record, RowFault):
            line, row = record.line, [lines[record.line - 1].rstrip("\r\n")]
        else:
            line, row = record
            above.learn(row)
        if line in reasons:
            row = [*row[:width], *[""] * (width - len(row))]
            row = row if torn else above.filled(row)
            yield [*map(_text, row), str(line), reasons[line]]


class _Above:
    """What the rows of a product that stand above one say for it, as they are read: cells by their
    places."""

    def __init__(self, header: list[str]) -> None:
        columns: Columns | None = None
        with suppress(UnusableFile):
            columns = read_header(header)
        self._handle_at = None if columns is None else columns.place("handle")
        self._names_at, self._currency_at = (
            [at for name in some if columns and (at := columns.place(name)) is not None]
            for some in (_NAMES, ("currency",))
        )
        self._handle = ""
        self._names: dict[int, str] = {}
        self._currency: dict[int, str] = {}

    def learn(self, row: list[str]) -> None:
        """What it says for those below it."""
        handle = self._handle_of(row)
        if not handle:
            return
        if handle != self._handle:
            self._handle, self._names, self._currency = handle, {}, {}
        self._names = self._names or _said(row, self._names_at)
        self._currency = _said(row, self._currency_at) or self._currency

    def filled(self, row: list[str]) -> list[str]:
        """The row, one of all columns, with what it does not say itself."""
        if not self._handle_of(row):
            return row
        known = self._names | self._currency
        return [cell if cell.strip() else known.get(at, cell) for at, cell in enumerate(row)]

    def _handle_of(self, row: list[str]) -> str:
        return "" if self._handle_at is None else _cell(row, self._handle_at).strip()


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _said(row: list[str], some: Sequence[int]) -> dict[int, str]:
    cells = {at: _cell(row, at)[:_MOST_SAID] for at in some}
    return cells if any(cell.strip() for cell in cells.values()) else {}


def _text(cell: str) -> str:
    """What was no UTF-8 as something that is."""
    return cell.encode("utf-8", "replace").decode()
