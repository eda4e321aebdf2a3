"""What is left of each variant, read with the products they belong to in one statement."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.catalog import Stamp, stock_key
from holdfast.kit.clock import iso
from holdfast.kit.ratings import Rating
from holdfast.ledger import FREE, account_join
from holdfast.views.directory import DIRECTORY_STAMP

__all__ = [
    "MAX_WATCHED", "NextRelease", "ProductStock", "VariantStock", "full_supply",
    "on_sale_ids", "read_stock", "stock_updates",
]  # fmt: skip

_TIMES_LOW: Final = 10
UNRATED: Final = Rating()
MAX_WATCHED: Final = 1000  # products whose stock is given at once

NextRelease: TypeAlias = Callable[[str], datetime | None]
"""When the next hold on an account may end, from the live tracker."""

# A variant's account exists from its first deposit on. Its partition is not known here, so all
# are offered: one index probe each.
_STOCK: Final = f"""
SELECT p.id, p.revision, p.status = 'active', {DIRECTORY_STAMP},
       greatest(n.sales, 0), n.stars, n.reviews_version, v.id,
       v.active, {FREE}, a.held, a.version, v.low_stock_threshold, v.delivered
FROM products p
LEFT JOIN product_counts n ON n.product_id = p.id
LEFT JOIN variants v ON v.product_id = p.id
{account_join("'stock/' || v.id", "$2::smallint[]")}
WHERE p.id = ANY($1::uuid[])
"""
_ON_SALE: Final = "SELECT id FROM products WHERE status = 'active' ORDER BY created_at, id LIMIT $1"


def full_supply(delivered: int | None, low_at: int | None, on_hand: int = 0) -> int:
    """What a full supply is, the same for whoever looks: what was there after the last delivery,
    else ten times what is low; never less than there is."""
    return max(delivered or _TIMES_LOW * max(1, low_at or 0), on_hand)


class VariantStock(Struct, frozen=True):
    """Free to buy now, held by others, and the account's version; ``active``: on sale; ``low_at``:
    from which count on it is low, if staff said so; ``delivered``: so many there were after the
    last delivery, if one is known."""

    stock: int
    held: int
    version: int
    active: bool
    low_at: int | None = None
    delivered: int | None = None

    @property
    def full(self) -> int:
        return full_supply(self.delivered, self.low_at, self.stock + self.held)


class ProductStock:
    """A product's stamp, that of the directory, how many were sold since ever, how it is rated, and
    its variants' stock, as of one moment."""

    __slots__ = ("active", "directory", "rating", "revision", "sales", "variants")

    def __init__(
        self,
        revision: int,
        active: bool,
        directory: int,
        sales: int = 0,
        rating: Rating = UNRATED,
    ) -> None:
        self.revision = revision
        self.active = active
        self.directory = directory
        self.sales = sales
        self.rating = rating
        self.variants: dict[UUID, VariantStock] = {}

    @property
    def stamp(self) -> Stamp:
        return self.revision, len(self.variants)

    @property
    def stock(self) -> int:
        return sum(one.stock for one in self.variants.values() if one.active)

    @property
    def held(self) -> int:
        return sum(one.held for one in self.variants.values() if one.active)


async def read_stock(
    pool: asyncpg.Pool, ids: Sequence[UUID], partitions: int
) -> dict[UUID, ProductStock]:
    """Stock of these products of any status, in one statement; unknown ids are left out."""
    rows = await pool.fetch(_STOCK, ids, range(1, partitions + 1))
    found: dict[UUID, ProductStock] = {}
    for product_id, revision, on_sale, directory, sales, stars, reviews, variant_id, *rest in rows:
        product = found.get(product_id)
        if product is None:
            rating = Rating(tuple(stars), reviews) if reviews else UNRATED
            product = ProductStock(revision, on_sale, directory, sales, rating)
            found[product_id] = product
        if variant_id is not None:
            active, balance, held, version, *full = rest
            product.variants[variant_id] = VariantStock(
                balance or 0, held or 0, version or 0, active, *full
            )
    return found


async def on_sale_ids(pool: asyncpg.Pool, limit: int) -> list[UUID]:
    """At most ``limit`` products that are on sale, oldest first."""
    return [row[0] for row in await pool.fetch(_ON_SALE, limit)]


def stock_updates(
    stocks: Iterable[tuple[UUID, ProductStock]], next_release_at: NextRelease
) -> list[dict[str, object]]:
    """One ``StockUpdate`` of the contract for each variant on sale."""
    return [
        {
            "productId": str(product_id),
            "stock": product.stock,
            "available": product.stock > 0,
            "variantId": str(variant_id),
            "variantStock": one.stock,
            "held": one.held,
            "full": one.full,
            "version": one.version,
            "nextReleaseAt": iso(next_release_at(stock_key(variant_id))) if one.held else None,
        }
        for product_id, product in stocks
        if product.active
        for variant_id, one in product.variants.items()
        if one.active
    ]
