"""Rows for a spreadsheet: CSV in which nothing can become a formula."""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from holdfast.kit.clock import iso
from holdfast.kit.money import exponent
from holdfast.kit.sheets import as_text

__all__ = ["Rows", "csv_lines", "csv_pages", "in_units", "last_line"]

Rows: TypeAlias = Iterable[Sequence[object]]
Page: TypeAlias = Callable[[str | None, int], Awaitable[tuple[Rows, str | None]]]


def csv_lines(rows: Rows) -> str:
    """The rows as CSV, a line each. Text that a spreadsheet would take for a formula, by
    whichever mark it parts cells, is quoted."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def last_line(sentence: str, columns: int) -> str:
    """What ends a table that goes no further than here, as wide as its other lines."""
    return csv_lines([[sentence, *[""] * (columns - 1)]])


async def csv_pages(
    head: Sequence[str], cursor: str | None, at_once: int, most: int, page: Page, those: str
) -> AsyncIterator[str]:
    """The head, and page by page what ``page`` reads behind a cursor, with the cursor of the next.
    Of more than ``most``, a last line gives the cursor with which ``those`` follow."""
    yield csv_lines([head])
    told = 0
    while told < most:
        limit = min(at_once, most - told)
        rows, cursor = await page(cursor, limit)
        yield csv_lines(rows)
        if cursor is None:
            return
        told += limit
    yield last_line(f"{those} follow with cursor={cursor}", len(head))


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
