"""Rows for a spreadsheet: CSV in which nothing can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from holdfast.kit.clock import iso
from holdfast.kit.money import exponent
from holdfast.kit.sheets import as_text

__all__ = ["csv_lines", "in_units", "last_line"]


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
        return as_text(value)
    return "" if value is None else value
