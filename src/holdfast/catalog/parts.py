"""What a variant is made of: so many units of others each. One that is made of others has no stock
of its own; several that are made of one draw on it as on a pool."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.products import DeliveredAs

MOST_PARTS: Final = 20
MOST_UNITS: Final = 1_000_000
_KNOWN: Final = sa.text("""
SELECT v.id, v.product_id, p.seller_id,
       EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = v.id) AS made,
       EXISTS (SELECT FROM variant_parts t WHERE t.part_id = v.id) AS used, v.delivered_as
FROM variants v JOIN products p ON p.id = v.product_id
WHERE v.id = ANY(:ids) ORDER BY v.id FOR UPDATE OF v
""")
_CLEAR: Final = sa.text("DELETE FROM variant_parts WHERE variant_id = :id")
_PUT: Final = sa.text("""
INSERT INTO variant_parts (variant_id, part_id, units)
SELECT :id, t.part, t.units
FROM unnest(CAST(:parts AS uuid[]), CAST(:units AS integer[])) AS t(part, units)
""")
# Low is what has a stock of its own; who buys asks for the product's revision each time.
_NOT_WATCHED: Final = sa.text("UPDATE variants SET low_stock_threshold = NULL WHERE id = :id")
_REVISED: Final = sa.text(
    "UPDATE products SET revision = revision + 1, updated_at = now() WHERE id = :product"
)
_MADE: Final = sa.text(
    "SELECT DISTINCT variant_id FROM variant_parts WHERE variant_id = ANY(CAST(:ids AS uuid[]))"
)
_SHARED: Final = sa.text("""
SELECT EXISTS (
    SELECT FROM variant_parts t JOIN variants v ON v.id = t.part_id
    JOIN variants made ON made.id = t.variant_id
    WHERE v.product_id <> made.product_id AND :product IN (v.product_id, made.product_id))
""")
_PARTS: Final = sa.text("""
SELECT v.id AS variant_id, p.name AS product_name, v.sku, v.options, t.units
FROM variant_parts t JOIN variants v ON v.id = t.part_id JOIN products p ON p.id = v.product_id
WHERE t.variant_id = :id ORDER BY p.name, v.position, v.id
""")


def also_made_of(variants: str) -> str:
    """SQL: the ids of these ``variants``, a relation, and of what is made of any of them."""
    return (
        f"SELECT id FROM {variants} UNION SELECT m.variant_id FROM variant_parts m"
        f" JOIN {variants} ON {variants}.id = m.part_id"
    )


def inside_sql(item: str, locale: str) -> str:
    """SQL: what is in one of a line of an order, such as ``2 × Bulb, 1 × Lamp``: what it took of
    others; null where it took only its own."""
    part = "split_part(took.key, '/', 2)"
    return f"""
    (SELECT string_agg(t.units || ' × ' || coalesce(p.translations -> {locale} ->> 'name', p.name),
                       ', ' ORDER BY p.name, v.position, v.id)
     FROM (SELECT {part} AS id, ceil(sum(took.value::numeric) / {item}.quantity) AS units
           FROM jsonb_each_text({item}.taken) AS took
           WHERE took.key LIKE 'stock/%' AND {part} <> {item}.variant_id::text GROUP BY 1) t
     JOIN variants v ON v.id = t.id::uuid JOIN products p ON p.id = v.product_id)"""


class MayBePart(Struct, frozen=True):
    """``made``: of others; ``used``: others are made of it."""

    id: UUID
    product_id: UUID
    seller_id: UUID | None
    made: bool
    used: bool
    delivered_as: DeliveredAs


async def locked_variants(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> dict[UUID, MayBePart]:
    """Those of these that there are; who else would change what they are made of waits."""
    rows = await connection.execute(_KNOWN, {"ids": sorted(ids)})
    return {row.id: MayBePart(*row) for row in rows}


async def made_of_others(connection: AsyncConnection, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these that have no stock of their own."""
    found = await connection.scalars(_MADE, {"ids": list(ids)})
    return {UUID(int=one.int) for one in found}


async def shared_with_others(connection: AsyncConnection, product_id: UUID) -> bool:
    """Whether another product is made of variants of it, or one of its variants of another's."""
    return bool(await connection.scalar(_SHARED, {"product": product_id}))


async def put_parts(connection: AsyncConnection, one: MayBePart, parts: Mapping[UUID, int]) -> None:
    """One of it takes these from now on."""
    about = {"id": one.id, "parts": list(parts), "units": list(parts.values())}
    await connection.execute(_CLEAR, about)
    await connection.execute(_PUT, about)
    await connection.execute(_NOT_WATCHED, about)
    await connection.execute(_REVISED, {"product": one.product_id})


async def parts_of(connection: AsyncConnection, variant_id: UUID) -> Sequence[dict[str, Any]]:
    """What one takes, with names; nothing of one that has a stock of its own."""
    rows = await connection.execute(_PARTS, {"id": variant_id})
    return [dict(row) for row in rows.mappings()]
