"""Filling an empty shop with the demo's goods. Done twice, it does nothing the second time."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import ProductDraft
from holdfast.catalog.demo import CURRENCY, FACTS, NAME, demo_products, points_products
from holdfast.catalog.writing import (
    learn_sizes,
    lock_catalogue,
    put_attribute,
    read_attributes,
)
from holdfast.db.engine import Database
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.kit.money import POINTS
from holdfast.ledger import Ledger
from holdfast.shop import ShopSettings, change_settings, read_settings

__all__ = ["Seeded", "seed_demo"]

_NOTE: Final = "demo"


class Seeded(Struct, frozen=True, rename="camel"):
    """What was new."""

    products: int
    variants: int
    pieces: int


async def seed_demo(
    database: Database,
    ledger: Ledger,
    more: Mapping[str, int] | None = None,
    sellers: Mapping[str, UUID] | None = None,
) -> Seeded:
    """Put the demo goods with their stock and what they are described by, and ``more`` pieces of
    some SKUs; a name and a currency the shop has stay. ``sellers``: whose some of them are, by
    handle."""
    async with database.transaction() as connection:
        if await read_settings(connection) == ShopSettings():
            await change_settings(connection, {"name": NAME, "currency": CURRENCY})
        await lock_catalogue(connection)
        known = await read_attributes(connection)
        for one in FACTS:
            if one.code not in known:
                await put_attribute(connection, one)
    found = Seeded(0, 0, 0)
    # The first of them is to be the newest.
    for drafts, currency in ((points_products(), POINTS), (demo_products(), CURRENCY)):
        terms = DraftTerms(currency, _NOTE, sellers=sellers or {})
        stocked = [_with_more(draft, more or {}) for draft in drafts[::-1]]
        found = _sum(found, await _put(database, ledger, stocked, terms))
    async with database.transaction() as connection:
        await learn_sizes(connection)
    return found


async def _put(
    database: Database, ledger: Ledger, drafts: Sequence[ProductDraft], terms: DraftTerms
) -> Seeded:
    changes, _ = await put_drafts(database, ledger, drafts, terms)
    return Seeded(
        products=sum(change.is_new for change in changes),
        variants=sum(len(change.additions) for change in changes),
        pieces=sum(draft.stock or 0 for change in changes for _, draft in change.additions),
    )


def _sum(one: Seeded, other: Seeded) -> Seeded:
    return Seeded(
        one.products + other.products, one.variants + other.variants, one.pieces + other.pieces
    )


def _with_more(draft: ProductDraft, more: Mapping[str, int]) -> ProductDraft:
    variants = tuple(
        replace(variant, stock=(variant.stock or 0) + more.get(variant.sku or "", 0))
        for variant in draft.variants
    )
    return replace(draft, variants=variants)
