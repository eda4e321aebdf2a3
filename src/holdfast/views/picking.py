"""What is to be picked for several orders, each thing once: in the words and with the SKUs of
today."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.fulfilment import PickLine
from holdfast.views.option_words import ORDERED_NAME, ORDERED_OPTIONS

__all__ = ["Picked", "pick_lines"]

Picked = tuple[UUID, int, UUID | None, int]
"""An order, its line, the location, and how many units."""

_LINES: Final = sa.text(f"""
SELECT i.order_id, i.line, i.variant_id, o.number, v.sku, {ORDERED_NAME} AS name,
       {ORDERED_OPTIONS} AS options
FROM order_items i JOIN orders o ON o.id = i.order_id
LEFT JOIN variants v ON v.id = i.variant_id LEFT JOIN products p ON p.id = v.product_id
WHERE i.order_id = ANY(CAST(:orders AS uuid[]))
""")
_PLACES: Final = sa.text("SELECT id, name FROM locations")


async def pick_lines(
    connection: AsyncConnection, picked: Sequence[Picked], language: str
) -> list[PickLine]:
    """By location, then by SKU. Where there is one location, none is named."""
    about = {"orders": list({order for order, *_ in picked}), "locale": language}
    known = {(row.order_id, row.line): row for row in await connection.execute(_LINES, about)}
    places: Mapping[UUID, str] = {row.id: row.name for row in await connection.execute(_PLACES)}
    units: dict[tuple[UUID, UUID | None], int] = {}
    whose: dict[tuple[UUID, UUID | None], list[tuple[UUID, int]]] = {}
    for order, line, place, quantity in picked:
        key = known[order, line].variant_id, place if len(places) > 1 else None
        units[key] = units.get(key, 0) + quantity
        whose.setdefault(key, []).append((order, line))
    found = []
    for key, lines in whose.items():
        row, at = known[lines[0]], key[1]
        options = [str(one) for one in row.options.values()]
        numbers = list(dict.fromkeys(known[one].number for one in lines))
        where = None if at is None else places.get(at)
        found.append(PickLine(row.name, options, row.sku, units[key], numbers, where))
    return sorted(found, key=lambda one: (one.place or "", one.sku or "", one.name, one.options))
