"""The journal as a table: a row for each debit and each credit."""

from collections.abc import AsyncIterator
from typing import Final

from holdfast.db.engine import Database
from holdfast.shop import ShopSettings
from holdfast.views.books.days import each_day
from holdfast.views.shop_days import ShopDays
from holdfast.views.spreadsheet import csv_lines, in_units

__all__ = ["journal_csv"]

_COLUMNS: Final = (
    "date", "document", "kind", "account", "account_1c", "debit", "credit", "currency", "order",
    "description", "at",
)  # fmt: skip


async def journal_csv(database: Database, shop: ShopSettings, days: ShopDays) -> AsyncIterator[str]:
    """Piece by piece, the oldest first; rows of one document stand together."""
    yield csv_lines([_COLUMNS])
    async for day, documents in each_day(database, shop, days):
        yield csv_lines(
            (
                day, one.number, one.kind, leg.quickbooks, leg.one_c,
                in_units(leg.amount, one.currency) if leg.amount > 0 else None,
                in_units(-leg.amount, one.currency) if leg.amount < 0 else None,
                one.currency, one.order, one.text, one.at,
            )
            for one in documents
            for leg in one.legs
        )  # fmt: skip
