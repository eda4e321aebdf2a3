"""Opening the demo shop: its goods and studios, and the month before today that brought it to where
it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast import people
from holdfast.catalog import Shelf
from holdfast.catalog.demo import (
    CURRENCY,
    SEARCHED_AS,
    demo_products,
    repeated_products,
)
from holdfast.db.engine import Database, connect
from holdfast.db.partitions import PARTITIONED, maintain
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.bookings import booking_steps
from holdfast.flows.demo.clients import know_clients
from holdfast.flows.demo.conversing import converse_demo
from holdfast.flows.demo.coupons import coupon_steps, planned_coupons
from holdfast.flows.demo.customers import CUSTOMERS, REGULAR, DemoBuyer
from holdfast.flows.demo.goods import Seeded, seed_demo
from holdfast.flows.demo.history import Goods, Step, sales_steps, write_steps
from holdfast.flows.demo.market import Stand, allotted, open_market
from holdfast.flows.demo.month import DAYS, Offer, Sale, month_before
from holdfast.flows.demo.newsletters import write_demo_newsletters
from holdfast.flows.demo.packages import package_steps
from holdfast.flows.demo.past import Past
from holdfast.flows.demo.policies import write_demo_policies
from holdfast.flows.demo.questions import ask_demo
from holdfast.flows.demo.reviews import review_demo
from holdfast.flows.demo.sellers import SELLERS, admit_sellers, goods_of_sellers
from holdfast.flows.demo.session_reviews import review_sessions
from holdfast.flows.demo.sessions import fortnight
from holdfast.flows.demo.studio import furnish_studios
from holdfast.flows.demo.visits import look_demo, visit_demo
from holdfast.flows.demo.wallets import SPENT, wallet_steps
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.inventory.low_stock import note_low
from holdfast.flows.staff.search_words import save_synonyms
from holdfast.kit import shop_now
from holdfast.kit.logs import logger
from holdfast.ledger import Ledger, LedgerReader
from holdfast.people import Principal
from holdfast.search import synonyms_revision
from holdfast.shop import change_settings

__all__ = ["Before", "fill_empty_shop"]

log = logger("demo")

_LOCK: Final = "SELECT pg_advisory_lock(hashtext('holdfast demo'))"
# The shop was furnished before anybody came.
_EARLIER: Final = timedelta(hours=3)
_STOOD_BEFORE: Final = "UPDATE products SET created_at = created_at - $1::interval"
_PARTITIONS: Final = tuple(
    msgspec.structs.replace(one, ahead=DAYS + 1 if one.step == "day" else 1, keep_days=None)
    for one in PARTITIONED
)
_STAFF: Final = "manager@example.com"
_ALL_AT_ONE_ADDRESS: Final = {"hold_units": 100, "guest_share": 100, "network_share": 100}
"""Who tries a demo out plays a whole crowd from one machine, most of it without accounts."""


class Before(Struct, frozen=True):
    """What the month before today is written with: a ledger that nobody else uses, how long a
    reservation lasts, whether wallets are in the same ledger, and into how many partitions it is
    divided."""

    ledger: Ledger
    hold: timedelta
    wallets: bool
    partitions: int = 1


async def fill_empty_shop(
    database: Database, ledger: Ledger, before: Before | None
) -> Seeded | None:
    """Seed the demo goods if there is no product yet, with the month ``before`` today if that is
    wanted; None if there is a product. The demo's people are there already.

    Of several workers that start together one fills the shop, and the others wait for it.
    """
    connection = await connect(database.url, "holdfast demo")
    try:
        await connection.execute(_LOCK)
        if await connection.fetchval("SELECT EXISTS (SELECT FROM products)"):
            return None
        seeded = await _fill(database, ledger, before)
        async with database.transaction() as writing:
            await change_settings(writing, _ALL_AT_ONE_ADDRESS)
            # Once for all: the goods came as scarce as they are, and nothing fell.
            low = await note_low(writing, ledger.partitions)
        if low:
            log.warning("stock is low", variants=low)
        return seeded
    finally:
        await connection.close()  # gives the lock back


async def _fill(database: Database, ledger: Ledger, before: Before | None) -> Seeded:
    if before is None:
        return await seed_demo(database, ledger)
    try:
        await before.ledger.start()
        return await _open(database, before, shop_now())
    finally:
        await before.ledger.close()


async def _open(database: Database, before: Before, now: datetime) -> Seeded:
    past, begun = Past(before.ledger), now - timedelta(days=DAYS) - _EARLIER
    await maintain(database, _PARTITIONS, begun.date())
    buyers = await _customers(database)
    owners = [buyer.owner for buyer in buyers]
    month = month_before(now, _offers(), len(buyers), before.hold)
    staff = await _owner(database, _STAFF)
    sellers = await admit_sellers(database, staff, begun)
    past.turn_to(begun)
    # Before all others, so that none of these is the newest.
    await put_drafts(database, before.ledger, repeated_products(), DraftTerms(CURRENCY))
    seeded = await seed_demo(
        database,
        before.ledger,
        Counter(_sold(month.sales, before.wallets)) + Counter(allotted()),
        goods_of_sellers(sellers),
    )
    await database.pool.execute(_STOOD_BEFORE, now - begun)
    goods = await _goods(database)
    await visit_demo(database, month.sales, goods)
    manager = Caller(Principal(staff, "user", frozenset({"manager"})))
    revision = await synonyms_revision(database.pool)
    await save_synonyms(database, manager, revision, SEARCHED_AS)
    coupons = planned_coupons(month.issues)
    steps: list[Step] = [
        *coupon_steps(coupons, month.issues, owners, now, staff),
        *sales_steps(month.sales, goods, buyers, coupons, before.hold, staff),
    ]
    if before.wallets:
        steps += wallet_steps(owners[0], staff, goods, now)
    studio = Studio(
        database=database, ledger=before.ledger, reader=LedgerReader(database, before.partitions)
    )
    furnished = await furnish_studios(studio, staff, CURRENCY)
    if furnished is not None:
        sessions = fortnight(now, [buyer.locale for buyer in buyers])
        steps += await booking_steps(studio, furnished, sessions, buyers, before.hold, staff)
        steps += await package_steps(
            database, CURRENCY, furnished.services, buyers, now, before.hold, staff
        )
    await write_steps(past, steps)
    if furnished is not None:
        await look_demo(database)
        await review_sessions(database, furnished, buyers, staff)
    await review_demo(database, buyers, staff)
    await ask_demo(database, buyers, staff, await _sold_by(database, goods, sellers))
    await converse_demo(past, database, buyers, staff, now)
    if furnished is not None:
        await know_clients(database, buyers, staff)
    await write_demo_newsletters(past, database, staff, now)
    await write_demo_policies(database)
    past.turn_to(shop_now())
    stand = Stand(
        database=database,
        ledger=before.ledger,
        reader=LedgerReader(database, before.partitions),
        goods=goods,
        sellers=sellers,
    )
    await open_market(stand, staff, now)
    return seeded


def _offers() -> list[Offer]:
    return [
        Offer(variant.sku or "", draft.handle, variant.price, variant.stock or 0)
        for draft in demo_products()
        for variant in draft.variants
    ]


def _sold(sales: Sequence[Sale], wallets: bool) -> Mapping[str, int]:
    """How many more of each SKU there were a month ago."""
    sold: Counter[str] = Counter()
    for sale in sales:
        if sale.end == "paid":
            sold.update(dict(sale.lines))
    if wallets:
        sold.update({sku: quantity for _, sku, quantity in SPENT})
    return sold


async def _goods(database: Database) -> dict[str, Goods]:
    ids = [row[0] for row in await database.pool.fetch("SELECT id FROM products")]
    found = await Shelf(database).get_many(ids)
    return {
        variant.sku: Goods(product, variant)
        for product in found.values()
        for variant in product.variants
    }


async def _sold_by(
    database: Database, goods: Mapping[str, Goods], sellers: Mapping[str, UUID]
) -> dict[UUID, str]:
    """Whose user sells which product, where it is not the shop's own."""
    users = {sellers[one.shelf]: await _owner(database, one.email) for one in SELLERS}
    sold = {one.product.id: one.product.seller_id for one in goods.values()}
    return {product: users[seller] for product, seller in sold.items() if seller in users}


async def _customers(database: Database) -> list[DemoBuyer]:
    """The buyers by number; the demo's own customer is the first."""
    async with database.transaction() as connection:
        for email, name, _ in CUSTOMERS:
            if await people.by_email(connection, email) is None:
                await people.add(connection, email, name, people.NO_PASSWORD, ("customer",))
    known = ((REGULAR, "en"), *((email, locale) for email, _, locale in CUSTOMERS))
    return [DemoBuyer(await _owner(database, email), locale) for email, locale in known]


async def _owner(database: Database, email: str) -> str:
    async with database.read() as connection:
        user = await people.by_email(connection, email)
    assert user is not None  # the demo's people were added before
    return people.user_owner(user.id)
