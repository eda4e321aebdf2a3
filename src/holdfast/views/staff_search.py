"""One search over orders, products and people, a few of each: for a box that is typed into."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.views.order_list import OrderQuery, order_list
from holdfast.views.order_search import starts_with
from holdfast.views.people_list import people_page
from holdfast.views.product_list import found_by

__all__ = ["EACH", "staff_search"]

EACH: Final = 6
_PRODUCTS: Final = """
SELECT p.id, p.handle, p.status,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       (SELECT v.sku FROM variants v
        WHERE v.product_id = p.id AND (v.sku LIKE :start OR v.sku LIKE :upper)
        ORDER BY v.sku LIMIT 1) AS sku
FROM products p
WHERE {found}
   OR p.id IN (SELECT v.product_id FROM variants v WHERE v.sku LIKE :start OR v.sku LIKE :upper
               LIMIT :limit)
ORDER BY p.name, p.id LIMIT :limit
"""


async def staff_search(connection: AsyncConnection, q: str, locale: str) -> dict[str, Any]:
    """``orders`` and ``people`` newest first, ``products`` by name; :data:`EACH` at most."""
    found, words = found_by(q)
    about = {
        **words,
        "locale": locale,
        "start": starts_with(q),
        "upper": starts_with(q.upper()),
        "limit": EACH,
    }
    products = await connection.execute(sa.text(_PRODUCTS.format(found=found)), about)
    orders, _ = await order_list(connection, OrderQuery(locale, q=q, limit=EACH))
    people, _ = await people_page(connection, q, None, EACH)
    return {
        "orders": orders,
        "products": [dict(row) for row in products.mappings()],
        "people": people[:EACH],
    }
