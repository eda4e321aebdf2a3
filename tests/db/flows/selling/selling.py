"""Sellers with goods, orders of theirs that are completed, and what workers do about it, done here
and now."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.complete import complete_command
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.selling.noting import SHARE_TYPES, note_sales
from holdfast.flows.selling.payouts import Standing, standing_of
from holdfast.flows.selling.sharing import share_order
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id, utc_now
from holdfast.ledger import Accepted
from holdfast.sellers import Holder, HolderMoney, add_rule, earned_key
from holdfast.shop import change_settings
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, cart_of, new_goods
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage, select

STAFF = process("user:staff")
_GOING_ON = """
DELETE FROM jobs WHERE queue = 'share-order' AND next_attempt_at <= now()
RETURNING convert_from(payload, 'UTF8')::jsonb -> 'payload' ->> 'orderId'
"""
_JOURNAL = """
SELECT CASE WHEN counterparty LIKE 'owed/%' THEN 'debt'
            ELSE split_part(counterparty, '/', 1) END, change
FROM ledger_entries WHERE key = $1 ORDER BY version
"""


async def a_seller(stage: Stage) -> UUID:
    seller = new_id()
    await stage.database.pool.execute(
        "INSERT INTO sellers (id, slug, name) VALUES ($1, $2, 'Mill')", seller, str(seller)
    )
    return seller


async def goods_of(stage: Stage, seller: UUID | None, price: int, stock: int = 100) -> Goods:
    goods = await new_goods(stage, stock, price=price)
    await stage.database.pool.execute(
        "UPDATE products SET seller_id = $2 WHERE id = $1", goods.product_id, seller
    )
    return goods


async def a_rule(
    stage: Stage,
    rate: int | None,
    fixed: int = 0,
    *,
    seller: UUID | None = None,
    category: UUID | None = None,
    begins_at: datetime | None = None,
) -> UUID:
    values: dict[str, object] = {
        "seller_id": seller,
        "category_id": category,
        "rate": rate,
        "fixed": fixed,
        "currency": "EUR",
        "begins_at": begins_at,
    }
    async with stage.database.transaction() as connection:
        return (await add_rule(connection, new_id(), values, None)).id


async def set_up(stage: Stage, **settings: object) -> None:
    async with stage.database.transaction() as connection:
        await change_settings(connection, settings)
    stage.shop.forget()


async def bought(stage: Stage, goods: Mapping[Goods, int]) -> UUID:
    """From a wallet, by somebody who can."""
    buyer = a_customer()
    await new_wallet(stage, buyer, 1_000_000)
    return await buy(stage, buyer, [
        line for one, units in goods.items() for line in cart_of(one, quantity=units)
    ])  # fmt: skip


async def complete(stage: ShopParts, order_id: UUID) -> None:
    order = await stage.orders.get(order_id)
    assert order is not None
    command = complete_command(Caller(STAFF.principal), order, await parcels_now(stage, order))
    outcome = await stage.ledger.commit(command)
    assert isinstance(outcome, Accepted)


async def work(stage: Stage, *others: ShopParts, times: int = 1) -> None:
    """Note what was sold, and share what is to be shared; each job ``times`` over and at once."""
    async with stage.database.transaction() as connection:
        await open_era(connection)
    await drain(Consumer("seller-shares", SHARE_TYPES, note_sales), stage.database)
    orders = [UUID(row[0]) for row in await select(stage, _GOING_ON)]
    shops = (stage, *others)
    await asyncio.gather(
        *(
            share_order(shops[at % len(shops)], order_id, process("test"))
            for at, order_id in enumerate(orders * times)
        )
    )


async def sold(stage: Stage, goods: Mapping[Goods, int]) -> UUID:
    """Bought, completed and shared."""
    order_id = await bought(stage, goods)
    await complete(stage, order_id)
    await work(stage)
    return order_id


async def money(stage: ShopParts, seller: UUID) -> HolderMoney:
    return await money_of(stage.reader, Holder("seller", seller), "EUR")


async def balance(stage: ShopParts, seller: UUID) -> tuple[int, int]:
    """Earned and owed."""
    found = await money(stage, seller)
    return found.earned.balance, found.owed.balance


async def standing(stage: Stage, seller: UUID, now: datetime | None = None) -> Standing:
    return await standing_of(stage, await money(stage, seller), now or utc_now())


async def journal(stage: ShopParts, seller: UUID) -> list[tuple[str, int]]:
    """What came and went of what a seller earned."""
    rows = await stage.database.pool.fetch(_JOURNAL, earned_key(seller, "EUR"))
    return [(row[0], row[1]) for row in rows]
