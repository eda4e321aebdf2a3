"""Rows for a spreadsheet: CSV in which nothing can become a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from holdfast.kit.clock import iso
from holdfast.kit.money import exponent

__all__ = ["csv_lines", "in_units", "last_line"]

# Also the wide signs of East Asian keyboards, which spreadsheets there take for the narrow ones.
_SIGNS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA: Final = re.compile(f"[{_SIGNS}\t\r\n]")
# Where Excel parts cells by semicolons (in Russia, in Germany), it does so within ours, and there a
# quotation mark or a line's end within one does not hold it together either.
_WITHIN: Final = re.compile(f'([;\t\r\n]"*)(?=[{_SIGNS}])')


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV, a line each. Text that a spreadsheet would take for a formula, by
    whichever mark it parts cells, is quoted."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def last_line(sentence: str, columns: int) -> str:
    """What ends a table that goes no further than here, as wide as its other lines."""
    return csv_lines([[sentence, *[""] * (columns - 1)]])


def in_units(amount: int, currency: str) -> Decimal:
    """Minor units as a spreadsheet counts: 1350 cents are 13.50; of yen there are no decimals, of
    dinars three."""
    return Decimal(amount).scaleb(-exponent(currency))


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, dict):
        value = ", ".join(f"{code}: {word}" for code, word in value.items())
    if isinstance(value, str):
        value = _WITHIN.sub(r"\1'", value)
        return f"'{value}" if _FORMULA.match(value) else value
    return "" if value is None else value
