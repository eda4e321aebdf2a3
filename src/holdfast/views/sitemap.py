"""What a sitemap lists: the shop's pages, those about booking, and the products on sale in parts of
a bounded size.

A part begins at a product, by the order in which they were made; where the parts begin is read from
an index alone, at most once an hour.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking import list_resources, page_path
from holdfast.booking.services import load_services
from holdfast.db.engine import Database
from holdfast.kit.lately import Lately
from holdfast.kit.paging import decode_cursor, encode_cursor

__all__ = [
    "PART", "Listed", "PartStarts", "Place", "booking_paths", "place_of", "products_from",
]  # fmt: skip

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


async def booking_paths(pool: asyncpg.Pool) -> list[str]:
    """The page to book on, each service's on it, and the lists of photographers and studios with
    each one's page: of what is offered. Resources are bounded, so that one part holds them all."""
    services = [one for one in await load_services(pool) if one.active]
    paths = ["/book"] if services else []
    paths += [f"/book?service={one.id}" for one in services]
    for kind in ("photographer", "studio"):
        found = await list_resources(pool, kind, "active")
        paths += [f"/{kind}s"] if found else []
        paths += [page_path(one) for one in found]
    return paths
