"""Live stock: what is left of each variant on sale, by product, to everybody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import STOCK_PREFIX, goods_key, stock_key
from holdfast.db.engine import Database
from holdfast.kit import iso, shop_now
from holdfast.ledger import AccountState
from holdfast.live import Accounts, Channel, Reads, TooManyKeys, Who
from holdfast.locations import TO_COME, location_at
from holdfast.views.stock import (
    NextRelease,
    PreorderSeen,
    VariantStock,
    full_supply,
    on_sale_ids,
    read_stock,
)

__all__ = ["LIVE_STOCK", "StockUpdate", "VariantState"]


class VariantState(Struct, frozen=True):
    """An account of a variant on sale: there is one in each location where it ever lay. ``full``:
    what a full supply of the variant is; ``arrives_on``: the day on which more of it does.
    One made of others has a single state: what its goods, ``made_of``, allow. One of units that are
    sold before they are there is their ``preorder``, and no stock."""

    product_id: UUID
    variant_id: UUID
    key: str
    stock: int
    held: int
    version: int
    full: int
    made_of: tuple[str, ...] = ()
    arrives_on: str | None = None
    preorder: PreorderSeen | None = None


class StockUpdate(Struct, frozen=True, rename="camel"):
    """What a watcher is told when a variant changes. ``stock`` and ``available`` are the whole
    product's, as everywhere; the others are the variant's."""

    product_id: str
    stock: int
    available: bool
    variant_id: str
    variant_stock: int
    held: int
    full: int
    version: int
    next_release_at: str | None
    arrives_on: str | None
    preorder: PreorderSeen | None


class TooManyWatched(TooManyKeys):
    code = "too-many-products"
    title = "Too many products"


def _source(database: Database, partitions: int) -> Reads[UUID, VariantState]:
    async def read(
        ids: Sequence[UUID], _: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, VariantState]]:
        found = await read_stock(database.pool, list(ids), partitions)
        today = shop_now().date()
        return {
            product_id: {
                part.key: VariantState(
                    product_id,
                    variant_id,
                    part.key,
                    *_counted(part),
                    part.version,
                    full_supply(one.delivered, one.low_at),
                    tuple(key for key, _ in one.made_of),
                    one.arrives(today),
                    one.announced if part is one.to_come else None,
                )
                for variant_id, one in product.variants.items()
                if one.active
                for part in _parts(variant_id, one)
            }
            for product_id, product in found.items()
            if product.active
        }

    async def on_sale(limit: int) -> Sequence[UUID]:
        return await on_sale_ids(database.pool, limit)

    return Reads(read, on_sale)


def _parts(variant_id: UUID, one: VariantStock) -> Sequence[AccountState]:
    """Its accounts; the first is always one, for by that the others are known when they open."""
    first = stock_key(variant_id)
    if one.made_of:
        return (AccountState(first, one.stock, one.held, one.version),)
    parts = one.parts if one.to_come is None else (*one.parts, one.to_come)
    if any(part.key == first for part in parts):
        return parts
    return (AccountState(first, 0, 0, 0), *parts)


def _counted(part: AccountState) -> tuple[int, int]:
    """What is free of it and held, as stock: what is announced is none."""
    return (0, 0) if location_at(part.key) == TO_COME else (part.balance, part.held)


def _akin(key: str) -> str | None:
    """Of an account in another location, that of the first."""
    first = goods_key(key)
    return None if first == key else first


def _needs(state: VariantState) -> Sequence[str]:
    return state.made_of


def _after(state: VariantState, account: AccountState) -> VariantState:
    return VariantState(
        state.product_id,
        state.variant_id,
        state.key,
        *_counted(account),
        account.version,
        state.full,
        state.made_of,
        state.arrives_on,
        state.preorder and replace(state.preorder, available=account.balance),
    )


def _told(
    product: Collection[VariantState],
    some: Sequence[tuple[str, VariantState]],
    next_release_at: NextRelease,
) -> list[Struct]:
    left = sum(one.stock for one in product)
    told: dict[UUID, dict[str, VariantState]] = {one.variant_id: {} for _, one in some}
    for key, one in (*((one.key, one) for one in product), *some):
        if one.variant_id in told:
            told[one.variant_id][key] = one
    return [_update(left, list(parts.values()), next_release_at) for parts in told.values()]


def _update(left: int, parts: Sequence[VariantState], next_release_at: NextRelease) -> StockUpdate:
    one = parts[0]
    stock, held = sum(part.stock for part in parts), sum(part.held for part in parts)
    ends = [end for part in parts if part.held and (end := next_release_at(part.key))]
    announced = next((part.preorder for part in parts if part.preorder), None)
    return StockUpdate(
        str(one.product_id),
        left,
        left > 0,
        str(one.variant_id),
        stock,
        held,
        max(one.full, stock + held),
        sum(part.version for part in parts if part.preorder is None),
        iso(min(ends, default=None)),
        one.arrives_on,
        announced if announced is not None and announced.sells(shop_now()) else None,
    )


LIVE_STOCK: Final = Channel(
    name="products",
    event="stock",
    about="products: what is left, and held",
    listed="stock",
    who=Who.EVERYBODY,
    source=_source,
    state=VariantState,
    update=StockUpdate,
    accounts=Accounts(STOCK_PREFIX, _after, akin=_akin, needs=_needs, holds=True),
    told=_told,
    gone=lambda one: replace(one, stock=0, held=0, full=0, preorder=None),
    whole=True,
    most=5_000,
    too_many=TooManyWatched,
)
