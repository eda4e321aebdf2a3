"""What is left of each variant, read with the products they belong to in one statement."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from holdfast.catalog import MADE_OF, Stamp, goods_key, stock_key
from holdfast.db.plans import unseen
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.ratings import Rating
from holdfast.ledger import FREE, AccountState, accounts_join
from holdfast.locations import (
    TO_COME,
    added_up,
    goods_accounts,
    least_of,
    location_at,
    to_come_account,
)
from holdfast.views.directory import DIRECTORY_STAMP

__all__ = [
    "MAX_WATCHED", "NextRelease", "PreorderSeen", "ProductStock", "VariantStock", "full_supply",
    "on_sale_ids", "read_digests", "read_stock", "stock_updates",
]  # fmt: skip

_TIMES_LOW: Final = 10
_REVISED: Final = 32
UNRATED: Final = Rating()
MAX_WATCHED: Final = 1000  # products whose stock is given at once

NextRelease: TypeAlias = Callable[[str], datetime | None]
"""When the next hold on an account may end, from the live tracker."""

# A variant's account exists from its first deposit on, one in each location where it ever lay.
# Their partitions are not known here, so all are offered: one index probe each.
_PARTITIONS: Final = unseen("$2", "smallint[]")
# What is announced lies at no location; only where anything ever was is it looked for.
_KEYS: Final = (
    f"{goods_accounts('m.part')} || CASE WHEN r.variant_id IS NOT NULL"
    f" THEN ARRAY[{to_come_account('v.id')}] END"
)
_SAID: Final = f"""
       p.id, p.revision, p.status = 'active', {DIRECTORY_STAMP},
       greatest(n.sales, 0), n.stars, n.reviews_version, v.id,
       v.active, v.low_stock_threshold, v.delivered, v.arrives_on, r.expected_on, r.ends_at,
       m.part, m.units, a.key, {FREE}, a.held, a.version
"""
_DIGEST: Final = f"hash_record_extended(ROW({_SAID}), 0)"
_OF: Final = f"""
FROM products p
LEFT JOIN product_counts n ON n.product_id = p.id
LEFT JOIN variants v ON v.product_id = p.id
LEFT JOIN preorders r ON r.variant_id = v.id
LEFT JOIN LATERAL {MADE_OF.format("v.id")} m ON true
{accounts_join(_KEYS, _PARTITIONS)}
WHERE p.id = ANY({unseen("$1", "uuid[]")})
"""
_STOCK: Final = f"SELECT {_DIGEST}, {_SAID} {_OF}"
_DIGESTS: Final = f"SELECT p.id, bit_xor({_DIGEST}) {_OF} GROUP BY p.id"
_ON_SALE: Final = "SELECT id FROM products WHERE status = 'active' ORDER BY created_at, id LIMIT $1"


def full_supply(delivered: int | None, low_at: int | None, on_hand: int = 0) -> int:
    """What a full supply is, the same for whoever looks: what was there after the last delivery,
    else ten times what is low; never less than there is."""
    return max(delivered or _TIMES_LOW * max(1, low_at or 0), on_hand)


class PreorderSeen(Struct, frozen=True, rename="camel"):
    """So many units may be ordered before they are there, and are expected on that day."""

    available: int
    expected_on: str
    ends_at: str | None

    def sells(self, now: datetime) -> bool:
        """Whether anybody may."""
        over = self.ends_at is not None and self.ends_at <= (iso(now) or "")
        return self.available > 0 and not over


class VariantStock(Struct, frozen=True, gc=False):
    """Free to buy now, held by others, and the account's version; ``active``: on sale; ``low_at``:
    from which count on it is low, if staff said so; ``delivered``: so many there were after the
    last delivery, if one is known; ``arrives_on``: the day of the next; ``expected_on``: that of
    what is announced, which is sold until ``ends_at``; ``parts``: each account of it that was ever
    used; ``made_of``: of one that is made of others, how many units of which goods; ``to_come``:
    the account of what is announced."""

    stock: int
    held: int
    version: int
    active: bool
    low_at: int | None = None
    delivered: int | None = None
    arrives_on: date | None = None
    expected_on: date | None = None
    ends_at: datetime | None = None
    parts: tuple[AccountState, ...] = ()
    made_of: tuple[tuple[str, int], ...] = ()
    to_come: AccountState | None = None

    def with_goods(self, key: str, units: int) -> "VariantStock":
        """The same, made of these as well."""
        known = dict(self.made_of) | {key: units}
        return replace(self, made_of=tuple(known.items()))

    def with_part(self, part: AccountState) -> "VariantStock":
        """With one account more."""
        if location_at(part.key) == TO_COME:
            return replace(self, to_come=part)
        return replace(self, parts=(*self.parts, part))

    @property
    def announced(self) -> PreorderSeen | None:
        """What is announced of it, if anything ever was."""
        if self.to_come is None or self.expected_on is None:
            return None
        return PreorderSeen(self.to_come.balance, self.expected_on.isoformat(), iso(self.ends_at))

    def preorder(self, now: datetime) -> PreorderSeen | None:
        """What of it may be ordered before it is there; None: nothing."""
        one = self.announced
        return one if one is not None and one.sells(now) else None

    def counted(self, revision: int) -> "VariantStock":
        """The sum of its accounts; of one that is made of others, as many as they allow. What that
        is may change, so the product's ``revision`` counts before the accounts' versions."""
        if not self.made_of:
            total = added_up("", self.parts)
            return replace(self, stock=total.balance, held=total.held, version=total.version)
        sums = [
            (added_up(key, (one for one in self.parts if goods_key(one.key) == key)), units)
            for key, units in self.made_of
        ]
        total = least_of(sums)
        version = (revision << _REVISED) + sum(one.version for one, _ in sums)
        return replace(self, stock=total.balance, held=total.held, version=version)

    def next_release(self, next_release_at: NextRelease) -> datetime | None:
        """When the next unit held of any of its accounts may come free."""
        if not self.held and not self.made_of:
            return None
        ends = (next_release_at(one.key) for one in self.parts if one.held)
        return min((end for end in ends if end is not None), default=None)

    @property
    def full(self) -> int:
        return full_supply(self.delivered, self.low_at, self.stock + self.held)

    def arrives(self, today: date) -> str | None:
        """The day on which more of it comes, if that is not over."""
        on = self.arrives_on
        return None if on is None or on < today else on.isoformat()


class ProductStock:
    """A product's stamp, that of the directory, how many were sold since ever, how it is rated, and
    its variants' stock, as of one moment. ``digest``: of all that; ``still``: nothing of it is
    held, so the clock changes nothing."""

    __slots__ = (
        "active", "digest", "directory", "rating", "revision", "sales", "still", "variants",
    )  # fmt: skip

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
        self.digest = 0
        self.still = True
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
    for digest, product_id, revision, on_sale, directory, sales, stars, reviews, *rest in rows:
        variant_id, *rest = rest
        product = found.get(product_id)
        if product is None:
            rating = Rating(tuple(stars), reviews) if reviews else UNRATED
            product = ProductStock(revision, on_sale, directory, sales, rating)
            found[product_id] = product
        product.digest ^= digest
        if variant_id is not None:
            *about, made_of, units, key, free, held, version = rest
            product.still &= not held and about[-1] is None
            known = product.variants.get(variant_id)
            part = () if key is None else (AccountState(key, free, held, version),)
            if known is None and made_of == variant_id and about[-2] is None:
                # One account, as nearly all have.
                known = VariantStock(free or 0, held or 0, version or 0, *about)
                product.variants[variant_id] = replace(known, parts=part) if part else known
                continue
            known = known or VariantStock(0, 0, 0, *about)
            if made_of != variant_id:
                known = known.with_goods(stock_key(made_of), units)
            for account in part:
                known = known.with_part(account)
            product.variants[variant_id] = known
    for product in found.values():
        for variant_id, one in product.variants.items():
            if one.made_of or one.to_come or len(one.parts) > 1:
                product.variants[variant_id] = one.counted(product.revision)
    return found


async def read_digests(
    pool: asyncpg.Pool, ids: Sequence[UUID], partitions: int
) -> list[tuple[UUID, int]]:
    """Of these products that there are, the digest of what :func:`read_stock` says of each now."""
    return list(await pool.fetch(_DIGESTS, ids, range(1, partitions + 1)))


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
            "nextReleaseAt": iso(one.next_release(next_release_at)),
            "arrivesOn": one.arrives(shop_now().date()),
            "preorder": to_builtins(one.preorder(shop_now())),
        }
        for product_id, product in stocks
        if product.active
        for variant_id, one in product.variants.items()
        if one.active
    ]
