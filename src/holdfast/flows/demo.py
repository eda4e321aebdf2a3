"""Filling a shop with the demo goods. Done twice, it does nothing the second time."""

from typing import Final

from msgspec import Struct

from holdfast.catalog.demo import CURRENCY, NAME, demo_products
from holdfast.catalog.writing import learn_sizes
from holdfast.db.engine import Database, connect
from holdfast.flows.catalogue import Terms, put_drafts
from holdfast.ledger import Ledger
from holdfast.shop import ShopSettings, change_settings, read_settings

__all__ = ["Seeded", "fill_empty_shop", "seed_demo"]

_LOCK: Final = "SELECT pg_advisory_lock(hashtext('holdfast demo'))"


class Seeded(Struct, frozen=True, rename="camel"):
    """What was new."""

    products: int
    variants: int
    pieces: int


async def seed_demo(database: Database, ledger: Ledger) -> Seeded:
    """Put the demo goods with their stock; a name and a currency the shop has stay."""
    drafts = demo_products()[::-1]  # the first of them is the newest
    async with database.transaction() as connection:
        if await read_settings(connection) == ShopSettings():
            await change_settings(connection, {"name": NAME, "currency": CURRENCY})
    changes, _ = await put_drafts(database, ledger, drafts, Terms(CURRENCY, "demo"))
    async with database.transaction() as connection:
        await learn_sizes(connection)
    return Seeded(
        products=sum(change.is_new for change in changes),
        variants=sum(len(change.additions) for change in changes),
        pieces=sum(draft.stock or 0 for change in changes for _, draft in change.additions),
    )


async def fill_empty_shop(database: Database, ledger: Ledger) -> Seeded | None:
    """Seed the demo goods if there is no product yet; None if there is.

    Of several workers that start together one fills the shop, and the others wait for it.
    """
    connection = await connect(database.url, "holdfast demo")
    try:
        await connection.execute(_LOCK)
        if await connection.fetchval("SELECT EXISTS (SELECT FROM products)"):
            return None
        return await seed_demo(database, ledger)
    finally:
        await connection.close()  # gives the lock back
