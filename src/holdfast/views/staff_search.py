"""One search over orders, products and people, a few of each: for a box that is typed into."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.views.order_list import OrderQuery, order_list
from holdfast.views.order_search import starts_with
from holdfast.views.people_list import people_page
from holdfast.views.product_list import search_words

__all__ = ["EACH", "staff_search"]

EACH: Final = 6
_PRODUCTS: Final = sa.text("""
SELECT p.id, p.handle, p.status,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       (SELECT v.sku FROM variants v
        WHERE v.product_id = p.id AND (v.sku LIKE :start OR v.sku LIKE :upper)
        ORDER BY v.sku LIMIT 1) AS sku
FROM products p
WHERE p.search @@ to_tsquery('simple', :words)
   OR p.id IN (SELECT v.product_id FROM variants v WHERE v.sku LIKE :start OR v.sku LIKE :upper
               LIMIT :limit)
ORDER BY p.name, p.id LIMIT :limit
""")


async def staff_search(connection: AsyncConnection, q: str, locale: str) -> dict[str, Any]:
    """``orders`` and ``people`` newest first, ``products`` by name; :data:`EACH` at most."""
    about = {
        "locale": locale,
        "words": search_words(q),
        "start": starts_with(q),
        "upper": starts_with(q.upper()),
        "limit": EACH,
    }
    products = await connection.execute(_PRODUCTS, about)
    orders, _ = await order_list(connection, OrderQuery(locale, q=q, limit=EACH))
    people, _ = await people_page(connection, q, None, EACH)
    return {
        "orders": orders,
        "products": [dict(row) for row in products.mappings()],
        "people": people[:EACH],
    }
