"""The catalogue, or one seller's part of it, as a file that an import takes."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from holdfast.catalog import (
    CategoryTree,
    Product,
    load_attribute_types,
    load_categories,
    load_products,
    stock_key,
)
from holdfast.catalog.shopify import header_row, product_rows
from holdfast.db.engine import Database
from holdfast.ledger import accounts_of

__all__ = ["export_lines"]

AT_ONCE: Final = 200
# Oldest first, so that what reads the file makes them in the order in which they were made.
_IDS: Final = "SELECT id FROM products WHERE id > $1 ORDER BY id LIMIT $2"
_OF_SELLER: Final = """
SELECT id FROM products WHERE id > $1 AND seller_id = $3 ORDER BY id LIMIT $2
"""


async def export_lines(
    database: Database, seller_id: UUID | None = None
) -> AsyncIterator[tuple[str, int]]:
    """Lines of the file, and how many products they are of, drafts and archived ones too: of all,
    or of one seller. Each part is of one moment; what is changed meanwhile is in it as it was, or
    as it is."""
    tree = await load_categories(database.pool)
    attributes = list(await load_attribute_types(database.pool))
    yield _lines([header_row(attributes)]), 0
    statement, whose = (_IDS, ()) if seller_id is None else (_OF_SELLER, (seller_id,))
    last = UUID(int=0)
    while True:
        rows = await database.pool.fetch(statement, last, AT_ONCE, *whose)
        ids = [row[0] for row in rows]
        if not ids:
            return
        last = ids[-1]
        found = await load_products(database.pool, ids)
        products = [found[one] for one in map(_plain, ids) if one in found]
        yield await _part(database, products, tree, attributes), len(products)


async def _part(
    database: Database, products: list[Product], tree: CategoryTree, attributes: list[str]
) -> str:
    keys = {stock_key(one.id): one.id for product in products for one in product.on_sale}
    async with database.read() as connection:
        states = await accounts_of(connection, list(keys))
    on_hand = {keys[key]: state.on_hand for key, state in states.items()}
    return _lines(
        [
            row
            for product in products
            for row in product_rows(product, tree.names(product.category_id), on_hand, attributes)
        ]
    )


def _lines(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _plain(id_: UUID) -> UUID:
    return UUID(int=id_.int)
