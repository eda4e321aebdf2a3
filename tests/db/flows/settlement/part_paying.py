"""Paying an order of 500 in parts; and what workers do afterwards, done here and now."""

import asyncio
from collections.abc import Sequence

import msgspec

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.db.jobs import reader_of
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.call_off import CALL_OFF_TYPES, call_off_payments
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.purpose import Purposes
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled
from holdfast.flows.shop_parts import ShopParts
from holdfast.orders import due_key
from holdfast.people import Principal
from holdfast.worker.handlers import JOBS, handlers
from tests.db.event_log import drain
from tests.db.flows.buying import new_goods, payment_now, reserve
from tests.db.flows.stage import Stage, select

TOTAL = 500
_NAMED = {one.NAME: one for one in JOBS}
_TAKEN = """
DELETE FROM jobs WHERE next_attempt_at <= now() RETURNING queue, payload
"""
_KEPT = """
SELECT coalesce(sum(coalesce(a.balance, p.amount)), 0)::bigint FROM payments p
LEFT JOIN ledger_accounts a ON a.key = 'refundable/' || p.id AND a.version > 0
WHERE p.subject_id = $1 AND p.status IN ('succeeded', 'credited')
"""


def purposes(parts: ShopParts) -> Purposes:
    return {"order": ForOrders(parts), "part": ForOrders(parts, "part")}


async def reserved_for(stage: Stage, buyer: Principal, stock: int = 3) -> Placed:
    return await reserve(stage, buyer, await new_goods(stage, stock, price=TOTAL))


async def by_card(
    stage: Stage, buyer: Principal, reserved: Placed, amount: int | None = None
) -> PaymentBegun:
    """A payment of so much, which the provider has taken; nobody has settled it."""
    return await begin_payment(
        stage,
        Caller(buyer, "test-pay"),
        reserved.reservation_id,
        "scripted",
        amount=amount,
    )


async def settled(stage: Stage, begun: Sequence[PaymentBegun], *others: ShopParts) -> list[Settled]:
    """All of them at once, by this process and the ``others`` in turn."""
    shops = (stage, *others)
    seen = [await payment_now(stage, one) for one in begun]
    return await asyncio.gather(
        *(settle(shops[at % len(shops)], one) for at, one in enumerate(seen))
    )


async def due(stage: Stage, reserved: Placed) -> int:
    return (await stage.reader.account(due_key(reserved.order_id))).balance


async def kept(stage: Stage, reserved: Placed) -> int:
    """The money that is here for the order."""
    ((amount,),) = await select(stage, _KEPT, reserved.order_id)
    assert isinstance(amount, int)
    return amount


async def work(stage: Stage) -> None:
    """Whatever is left to do now for events and jobs; each comes twice at once, and once late."""
    async with stage.database.transaction() as connection:
        await open_era(connection)
    consumer = Consumer("call-off-payments", CALL_OFF_TYPES, call_off_payments)
    doing = handlers(purposes(stage), stage)
    while True:
        await drain(consumer, stage.database)
        rows = await stage.database.pool.fetch(_TAKEN)
        if not rows:
            return
        for row in rows:
            kind = _NAMED[row["queue"]]
            body = reader_of(kind)(row["payload"])
            assert isinstance(body.payload, msgspec.Struct)
            await asyncio.gather(*(doing[kind](body.payload, "again") for _ in range(2)))
            await doing[kind](body.payload, "late")
