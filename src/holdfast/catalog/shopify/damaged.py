"""The rows of a file that were at fault, as a file of their own: to mend and import again."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from holdfast.catalog.shopify.faults import RowFault
from holdfast.catalog.shopify.records import read_records

ADDED = ("Line", "Problem")


def damaged_rows(lines: Sequence[str], reasons: Mapping[int, str]) -> Iterator[list[str]]:
    """The header, then each row that begins in a line of ``reasons``; behind it that line and what
    is wrong. Of a row that is no CSV its line stands as it is, in the first column."""
    start = next((at for at, line in enumerate(lines) if not line.isspace()), 0)
    lines = lines[start:]  # from the header on, as they are counted when they are read
    first = lines[0].lstrip("\ufeff") if lines else ""
    delimiter = max(",;\t", key=first.count)
    records = read_records(chain([first], lines[1:]), delimiter)
    header = next(records, None)
    if header is None or isinstance(header, RowFault):
        return
    width = len(header[1])
    yield [*header[1], *ADDED]
    for record in records:
        if isinstance(record, RowFault):
            line, row = record.line, [lines[record.line - 1].rstrip("\r\n")]
        else:
            line, row = record
        if line in reasons:
            cells = [*row[:width], *[""] * (width - len(row))]
            yield [*map(_text, cells), str(line), reasons[line]]


def _text(cell: str) -> str:
    """What was no UTF-8 as something that is."""
    return cell.encode("utf-8", "replace").decode()
