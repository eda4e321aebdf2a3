"""What a sitemap lists: the shop's pages, and the products on sale in parts of a bounded size.

A part begins at a product, by the order in which they were made; where the parts begin is read from
an index alone, at most once an hour.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.lately import Lately
from holdfast.kit.paging import decode_cursor, encode_cursor

__all__ = ["PART", "Listed", "PartStarts", "Place", "place_of", "products_from"]

PART: Final = 10_000  # products; each is there in every language, and 50,000 addresses are allowed
AT_ONCE: Final = 500
_HOUR: Final = 3600.0
_STARTS: Final = """
SELECT created_at, id FROM (
    SELECT created_at, id, row_number() OVER (ORDER BY created_at, id) AS place
    FROM products WHERE status = 'active') counted
WHERE place % $1 = 1 ORDER BY created_at, id
"""
_SOME: Final = """
SELECT created_at, id, handle, updated_at FROM products
WHERE status = 'active' AND (created_at, id) > ($1, $2) ORDER BY created_at, id LIMIT $3
"""
_FROM: Final = _SOME.replace("> ($1", ">= ($1")
Place: TypeAlias = tuple[datetime, UUID]
"""When a product was made, and its id."""


class Listed(Struct, frozen=True):
    """A product that may be found."""

    handle: str
    changed: datetime


class PartStarts(Lately[list[str]]):
    """Cursors of where each part begins."""

    def __init__(self, database: Database, part: int = PART) -> None:
        async def read() -> list[str]:
            rows = await database.pool.fetch(_STARTS, part)
            return [encode_cursor(row[0], UUID(int=row[1].int)) for row in rows]

        super().__init__(read, _HOUR)


def place_of(cursor: str) -> Place:
    """Where a part begins. Raises :class:`BadCursor`."""
    return decode_cursor(cursor, tuple[datetime, UUID])


async def products_from(
    database: Database, place: Place, part: int = PART
) -> AsyncIterator[list[Listed]]:
    """The part that begins there, some at a time."""
    statement, left = _FROM, part
    while left > 0:
        rows = await database.pool.fetch(statement, *place, min(left, AT_ONCE))
        if not rows:
            return
        yield [Listed(handle, changed) for _, _, handle, changed in rows]
        left -= len(rows)
        statement, place = _SOME, (rows[-1][0], rows[-1][1])
