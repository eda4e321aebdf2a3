"""What is in goods that are made of others: in those on sale, as it is now; in lines of orders, as
their order took it, whatever was changed since."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.views.option_words import NAME_IN_LOCALE, OPTIONS_IN_LOCALE

__all__ = ["Part", "Taker", "parts_named", "parts_taken"]

_STOCK: Final = "stock/"
_NAMED: Final = sa.text(f"""
SELECT v.id, v.product_id, CASE WHEN p.status = 'active' THEN p.handle END AS handle,
       {NAME_IN_LOCALE} AS name, {OPTIONS_IN_LOCALE} AS options, v.sku
FROM variants v JOIN products p ON p.id = v.product_id
WHERE v.id = ANY(CAST(:ids AS uuid[])) ORDER BY p.name, v.position, v.id
""")


class Part(Struct, frozen=True):
    """So many ``units`` of a variant are in one that is made of it; in words of today. ``handle``:
    of the page on which it is sold by itself, if it is."""

    variant_id: UUID
    product_id: UUID
    handle: str | None
    name: str
    options: Mapping[str, str]
    sku: str
    units: int


Taker: TypeAlias = tuple[UUID, int, Mapping[str, int] | None]
"""A line: its variant, how many of it, and the units by account that it took."""


async def parts_taken(
    connection: AsyncConnection, lines: Sequence[Taker], locale: str
) -> list[list[Part]]:
    """Of each of these lines; nothing of one with a stock of its own."""
    return await parts_named(connection, [_inside(*line) for line in lines], locale)


async def parts_named(
    connection: AsyncConnection, inside: Sequence[Mapping[UUID, int]], locale: str | None
) -> list[list[Part]]:
    """Of each of these, units by variant; of one with nothing in it, nothing."""
    wanted = sorted({part for one in inside for part in one})
    if not wanted:
        return [[] for _ in inside]
    rows = (await connection.execute(_NAMED, {"ids": wanted, "locale": locale or ""})).all()
    return [
        [
            Part(
                UUID(int=row.id.int), UUID(int=row.product_id.int), row.handle,
                row.name, row.options, row.sku, one[row.id],
            )
            for row in rows
            if row.id in one
        ]
        for one in inside
    ]  # fmt: skip


def _inside(variant: UUID, quantity: int, taken: Mapping[str, int] | None) -> dict[UUID, int]:
    """Units in one, by variant."""
    units: dict[UUID, int] = {}
    for key, count in (taken or {}).items():
        if key.startswith(_STOCK):
            part = UUID(key.removeprefix(_STOCK).partition("/")[0])
            if part != variant:
                units[part] = units.get(part, 0) + count
    return {part: -(-count // quantity) for part, count in units.items()}
