"""Journal entries as QuickBooks Online imports them: for each day, kind and currency one.

QuickBooks takes a thousand rows of a file or so, which a busy day's orders alone would exceed; and
a day's entry is what is compared with a provider's statement.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Final

from holdfast.db.engine import Database
from holdfast.shop import ShopSettings
from holdfast.views.books.days import each_day
from holdfast.views.books.documents import Document, Kind
from holdfast.views.shop_days import ShopDays
from holdfast.views.spreadsheet import csv_lines, in_units

__all__ = ["entries_of_day", "quickbooks_csv"]

_COLUMNS: Final = (
    "JournalNo", "JournalDate", "AccountName", "Debits", "Credits", "Description", "Name",
    "Currency",
)  # fmt: skip
_CODES: Final[dict[Kind, tuple[str, str]]] = {
    "sale": ("SALE", "Orders paid"),
    "payment": ("PAY", "Payments"),
    "refund": ("BACK", "Refunds"),
    "fee": ("FEE", "Fees of payment providers"),
    "dispute": ("DISP", "Disputed payments"),
    "wallet": ("WALL", "Customer wallets"),
    "prepaid": ("PACK", "Packages, certificates and points"),
    "seller": ("SELL", "Sellers' share and commission"),
    "payout": ("OUT", "Payouts"),
}
"""With the day and the currency that is 20 characters at most: QuickBooks takes 21."""


async def quickbooks_csv(
    database: Database, shop: ShopSettings, days: ShopDays
) -> AsyncIterator[str]:
    """Piece by piece. Of an account that was debited and credited, both sums stand in the entry."""
    yield csv_lines([_COLUMNS])
    async for day, documents in each_day(database, shop, days):
        yield csv_lines(entries_of_day(day, documents))


def entries_of_day(day: date, documents: list[Document]) -> Iterator[tuple[object, ...]]:
    """Of one day: the debits of each entry, then its credits."""
    sums: dict[tuple[Kind, str], dict[tuple[str, bool], int]] = {}
    for one in documents:
        entry = sums.setdefault((one.kind, one.currency), {})
        for leg in one.legs:
            place = (leg.quickbooks, leg.amount < 0)
            entry[place] = entry.get(place, 0) + abs(leg.amount)
    for kind, (code, text) in _CODES.items():
        for currency in sorted({cur for found, cur in sums if found == kind}):
            number = f"HF-{day:%Y%m%d}-{currency}-{code}"
            places = sums[kind, currency]
            for account, credit in sorted(places, key=lambda at: (at[1], at[0])):
                amount = in_units(places[account, credit], currency)
                debit, credited = (None, amount) if credit else (amount, None)
                yield (
                    number, f"{day:%m/%d/%Y}", account, debit, credited, text, None, currency,
                )  # fmt: skip
