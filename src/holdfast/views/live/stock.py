"""Live stock: what is left of each variant on sale, by product, to everybody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import STOCK_PREFIX, stock_key
from holdfast.db.engine import Database
from holdfast.kit import iso
from holdfast.ledger import AccountState
from holdfast.live import Accounts, Channel, Reads, TooManyKeys, Who
from holdfast.views.stock import NextRelease, full_supply, on_sale_ids, read_stock

__all__ = ["LIVE_STOCK", "StockUpdate", "VariantState"]


class VariantState(Struct, frozen=True):
    """A variant on sale; ``full``: what a full supply is."""

    product_id: UUID
    variant_id: UUID
    stock: int
    held: int
    version: int
    full: int


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


class TooManyWatched(TooManyKeys):
    code = "too-many-products"
    title = "Too many products"


def _source(database: Database, partitions: int) -> Reads[UUID, VariantState]:
    async def read(
        ids: Sequence[UUID], _: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, VariantState]]:
        found = await read_stock(database.pool, list(ids), partitions)
        return {
            product_id: {
                stock_key(variant_id): VariantState(
                    product_id,
                    variant_id,
                    one.stock,
                    one.held,
                    one.version,
                    full_supply(one.delivered, one.low_at),
                )
                for variant_id, one in product.variants.items()
                if one.active
            }
            for product_id, product in found.items()
            if product.active
        }

    async def on_sale(limit: int) -> Sequence[UUID]:
        return await on_sale_ids(database.pool, limit)

    return Reads(read, on_sale)


def _after(state: VariantState, account: AccountState) -> VariantState:
    return VariantState(
        state.product_id,
        state.variant_id,
        account.balance,
        account.held,
        account.version,
        state.full,
    )


def _told(
    product: Collection[VariantState],
    some: Sequence[tuple[str, VariantState]],
    next_release_at: NextRelease,
) -> list[Struct]:
    stock = sum(one.stock for one in product)
    return [
        StockUpdate(
            str(one.product_id),
            stock,
            stock > 0,
            str(one.variant_id),
            one.stock,
            one.held,
            max(one.full, one.stock + one.held),
            one.version,
            iso(next_release_at(key)) if one.held else None,
        )
        for key, one in some
    ]


LIVE_STOCK: Final = Channel(
    name="products",
    event="stock",
    about="products: what is left, and held",
    listed="stock",
    who=Who.EVERYBODY,
    source=_source,
    state=VariantState,
    update=StockUpdate,
    accounts=Accounts(STOCK_PREFIX, _after, holds=True),
    told=_told,
    gone=lambda one: replace(one, stock=0, held=0, full=0),
    whole=True,
    most=5_000,
    too_many=TooManyWatched,
)
