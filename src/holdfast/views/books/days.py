"""The documents of a span, day by day of the shop's zone."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Final

from holdfast.db.engine import Database
from holdfast.shop import ShopSettings
from holdfast.views.books.buyers import with_buyers
from holdfast.views.books.documents import Document
from holdfast.views.books.own import count_own, own
from holdfast.views.books.provided import count_provided, provided
from holdfast.views.books.sales import count_sales, sales
from holdfast.views.shop_days import ShopDays

__all__ = ["MAX_DOCUMENTS", "count_documents", "documents_of_day", "each_day"]

MAX_DOCUMENTS: Final = 100_000
"""Of one file. A book that ends in the middle would be a wrong one: a longer one is refused."""


async def count_documents(database: Database, days: ShopDays) -> int:
    """At least as many as there are: of the journal's entries some are of no document."""
    pool, begin, until = database.pool, days.begin, days.until
    return (
        await count_sales(pool, begin, until)
        + await count_provided(pool, begin, until)
        + await count_own(database, begin, until)
    )


async def documents_of_day(database: Database, shop: ShopSettings, day: ShopDays) -> list[Document]:
    """In the order in which money moved."""
    pool, asked = database.pool, (day.begin, day.until, MAX_DOCUMENTS)
    found = [
        *await sales(database, shop, *asked),
        *await provided(pool, *asked),
        *await own(database, *asked),
    ]
    return await with_buyers(pool, sorted(found, key=lambda one: (one.at, one.number)))


async def each_day(
    database: Database, shop: ShopSettings, days: ShopDays
) -> AsyncIterator[tuple[date, list[Document]]]:
    """Every day of the span with its documents; no more of them at once than one day has."""
    for day in days.days():
        yield day.first, await documents_of_day(database, shop, day)
