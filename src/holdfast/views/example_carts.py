"""Carts to try a promotion on, of goods that are on sale."""

from collections.abc import Sequence
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg

__all__ = ["Example", "example_carts"]

Example: TypeAlias = tuple[tuple[UUID, UUID, int], ...]
"""Lines: product, variant, quantity."""

_NAMED: Final = 3
_SEEN: Final = """
SELECT p.id, v.id AS variant, p.currency FROM products p
CROSS JOIN LATERAL (SELECT id FROM variants WHERE product_id = p.id AND active
                    ORDER BY position, id LIMIT 1) v
"""
_GOODS: Final = f"""
WITH named AS ({_SEEN} WHERE p.status = 'active' AND p.id = ANY($1::uuid[]) LIMIT $2),
shop AS (SELECT coalesce((SELECT currency FROM named LIMIT 1),
                         (SELECT currency FROM products WHERE status = 'active'
                          ORDER BY price, id LIMIT 1)) AS currency),
picked AS (
    (SELECT 1 AS place, id FROM products WHERE status = 'active'
       AND currency = (SELECT currency FROM shop) ORDER BY price, id LIMIT 1)
    UNION ALL (SELECT 2, id FROM products WHERE status = 'active'
       AND currency = (SELECT currency FROM shop) ORDER BY price DESC, id DESC LIMIT 1)
    UNION ALL (SELECT 3, id FROM products WHERE status = 'active'
       AND currency = (SELECT currency FROM shop) ORDER BY created_at DESC, id DESC LIMIT 1))
SELECT 0 AS place, id, variant FROM named
UNION ALL SELECT k.place, g.id, g.variant FROM picked k JOIN LATERAL ({_SEEN} WHERE p.id = k.id) g
    ON true
ORDER BY place
"""


async def example_carts(
    pool: asyncpg.Pool, named: Sequence[UUID], *, together: bool = False
) -> list[Example]:
    """One of each product ``named`` (the first few), the cheapest, the dearest and the newest, and
    several together; all in one currency. ``together``: first all that are named in one cart. None
    in a shop without goods."""
    most = len(named) if together else _NAMED
    goods: dict[int, list[tuple[UUID, UUID]]] = {}
    for place, product, variant in await pool.fetch(_GOODS, named, most):
        goods.setdefault(place, []).append((product, variant))
    carts: list[Example] = []
    if together and 0 in goods:
        carts.append(tuple((*one, 1) for one in goods[0]))
        goods[0] = goods[0][:_NAMED]
    for place in sorted(goods):
        carts += [((*one, 1),) for one in goods[place]]
    cheapest, dearest, newest = (goods.get(place, [])[:1] for place in (1, 2, 3))
    if cheapest and dearest and newest:
        carts.append(((*cheapest[0], 3),))
        if dearest != newest:
            carts.append(((*dearest[0], 1), (*newest[0], 2)))
    return list(dict.fromkeys(carts))
