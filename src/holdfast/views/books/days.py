"""The documents of a span, day by day of the shop's zone."""

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.schedule import at_local
from holdfast.db.engine import Database
from holdfast.views.books.documents import Document
from holdfast.views.books.own import count_own, own
from holdfast.views.books.provided import count_provided, provided
from holdfast.views.books.sales import count_sales, sales

__all__ = ["MAX_DOCUMENTS", "BookDays", "count_documents", "documents_of_day", "each_day"]

MAX_DOCUMENTS: Final = 100_000
"""Of one file. A book that ends in the middle would be a wrong one: a longer one is refused."""


class BookDays(Struct, frozen=True):
    """From the first to the last day, both counted, by the ``clock`` of the shop."""

    first: date
    last: date
    clock: ZoneInfo

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begin(self) -> datetime:
        return at_local(self.clock, self.first, 0)

    @property
    def until(self) -> datetime:
        """When the day after the last begins."""
        return at_local(self.clock, self.last + timedelta(days=1), 0)

    def days(self) -> Iterator[Self]:
        """Each by itself."""
        for n in range(self.length):
            day = self.first + timedelta(days=n)
            yield replace(self, first=day, last=day)


async def count_documents(database: Database, days: BookDays) -> int:
    """At least as many as there are: of the journal's entries some are of no document."""
    pool, begin, until = database.pool, days.begin, days.until
    return (
        await count_sales(pool, begin, until)
        + await count_provided(pool, begin, until)
        + await count_own(database, begin, until)
    )


async def documents_of_day(database: Database, day: BookDays) -> list[Document]:
    """In the order in which money moved."""
    pool, asked = database.pool, (day.begin, day.until, MAX_DOCUMENTS)
    found = [
        *await sales(pool, *asked),
        *await provided(pool, *asked),
        *await own(database, *asked),
    ]
    return sorted(found, key=lambda one: (one.at, one.number))


async def each_day(
    database: Database, days: BookDays
) -> AsyncIterator[tuple[date, list[Document]]]:
    """Every day of the span with its documents; no more of them at once than one day has."""
    for day in days.days():
        yield day.first, await documents_of_day(database, day)
