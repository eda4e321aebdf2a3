"""What is in parcels, in the words and with the SKUs of today: for the slips that go into them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.fulfilment import PackingSlip, SlipLine
from holdfast.kit import shop_now
from holdfast.locations import FIRST_LOCATION
from holdfast.shipping import decode_address, lines_of
from holdfast.views.made_of import Part, parts_taken
from holdfast.views.option_words import ORDERED_NAME, ORDERED_OPTIONS

__all__ = ["slips_of", "to_be_sent"]

_AGAIN: Final = "coalesce((i.put_back ->> t.key)::bigint, 0)"
"""What of it is on sale again."""
# Where what the line took lies, the most first; where there is one location only, nobody asks. A
# line that says nothing took all from the first, unless it took a flash sale's. What is in a parcel
# of one location lies there.
_FROM: Final = f"""
    CASE WHEN q.location_id IS NOT NULL THEN
        ARRAY(SELECT w.name || ': ' || l.quantity FROM locations w
              WHERE w.id = q.location_id AND (SELECT count(*) FROM locations) > 1)
    ELSE ARRAY(SELECT w.name || ': ' || sum(t.value::bigint - {_AGAIN})
          FROM jsonb_each_text(coalesce(i.taken, CASE WHEN o.breakdown -> 'sale' IS NULL THEN
                   jsonb_build_object('stock/' || i.variant_id, i.quantity) END)) t
          JOIN locations w
            ON w.id = coalesce(substring(t.key FROM '^stock/[^/]+/(.+)$')::uuid, '{FIRST_LOCATION}')
          WHERE t.key LIKE 'stock/%' AND (SELECT count(*) FROM locations) > 1
          GROUP BY w.id HAVING sum(t.value::bigint - {_AGAIN}) > 0
          ORDER BY sum(t.value::bigint - {_AGAIN}) DESC, w.name)
    END
"""
_LINES: Final = sa.text(f"""
SELECT q.id, o.number AS order_number, q.number, o.address::text AS address, o.buyer_note,
       {ORDERED_NAME} AS name, {ORDERED_OPTIONS} AS options, v.sku, l.quantity,
       i.variant_id, i.quantity AS ordered, i.taken, {_FROM} AS picked_from
FROM parcels q JOIN orders o ON o.id = q.order_id
JOIN parcel_lines l ON l.parcel_id = q.id AND l.quantity > 0
JOIN order_items i ON i.order_id = q.order_id AND i.line = l.line
LEFT JOIN variants v ON v.id = i.variant_id LEFT JOIN products p ON p.id = v.product_id
WHERE q.id = ANY(CAST(:parcels AS uuid[]))
  AND (CAST(:order_id AS uuid) IS NULL OR q.order_id = CAST(:order_id AS uuid))
ORDER BY array_position(CAST(:parcels AS uuid[]), q.id), l.line
""")


def _to(address: str | None) -> tuple[str, ...]:
    if address is None:
        return ()
    where = decode_address(address)
    return (*lines_of(where), where.country)


def _part(one: Part, of: int) -> str:
    named = " · ".join((one.name, *one.options.values(), *filter(None, [one.sku])))
    return f"{one.units * of} × {named}"


_TO_BE_SENT: Final = sa.text("""
SELECT q.id FROM parcels q
WHERE q.order_id = ANY(CAST(:orders AS uuid[])) AND q.status IN ('waiting', 'picking')
ORDER BY array_position(CAST(:orders AS uuid[]), q.order_id), q.number
""")


async def to_be_sent(connection: AsyncConnection, orders: Sequence[UUID]) -> list[UUID]:
    """The parcels of these orders that have not left, order by order."""
    rows = await connection.execute(_TO_BE_SENT, {"orders": list(orders)})
    return list(rows.scalars())


async def slips_of(
    connection: AsyncConnection,
    parcels: Sequence[UUID],
    order_id: UUID | None,
    language: str,
    shop: str,
) -> list[PackingSlip]:
    """Of these parcels, in their order, those that are there; of this order only, if one is
    given."""
    about = {"parcels": list(parcels), "order_id": order_id, "locale": language}
    found: dict[UUID, PackingSlip] = {}
    lines: dict[UUID, list[SlipLine]] = {}
    rows = (await connection.execute(_LINES, about)).all()
    takers = [(UUID(int=row.variant_id.int), row.ordered, row.taken) for row in rows]
    made_of = await parts_taken(connection, takers, language)
    for row, parts in zip(rows, made_of, strict=True):
        inside = lines.setdefault(row.id, [])
        inside.append(
            SlipLine(
                row.name,
                [str(one) for one in row.options.values()],
                row.sku,
                row.quantity,
                row.picked_from,
                [_part(one, row.quantity) for one in parts],
            )
        )
        found[row.id] = PackingSlip(
            language=language,
            shop=shop,
            order=row.order_number,
            number=row.number,
            on=shop_now().date(),
            to=_to(row.address),
            note=row.buyer_note or "",
            lines=inside,
        )
    return list(found.values())
