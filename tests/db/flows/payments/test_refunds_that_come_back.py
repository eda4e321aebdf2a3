"""A refund that its provider had taken and gives up days later: the money is owed to the buyer
again, once, however often the provider says so."""

import asyncio
from uuid import UUID

from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.payments.refund_came_back import refund_arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.staff.orders import mark_refunded, retry_refund
from holdfast.orders import Order
from holdfast.payments import Payment, RefundArrives, refunds_waiting
from holdfast.views.staff_home import to_do
from holdfast.worker.handlers import handlers
from tests.db.flows.bookkeeping import documents, sums
from tests.db.flows.buying import a_customer, refundable_of
from tests.db.flows.payments.test_refunds_in_part import by_provider, give, paid
from tests.db.flows.stage import Stage, events_of, last_refund_job, select

STAFF = process("user:staff")
CLOSED = "the refund is failed: expired_or_canceled_card"


async def cancelled(stage: Stage) -> tuple[Order, Payment]:
    """Paid with 500, cancelled, and given back by the provider."""
    buyer = a_customer()
    order, payment = await by_provider(stage, buyer)
    await cancel(stage, Caller(buyer), order_id=order.id)
    await refund(stage, payment.id)
    return await paid(stage, order.id)


async def told(stage: Stage, order_id: UUID) -> list[tuple[str, int, bool]]:
    """What was told of the money: its kind, how much, and whether it was told before or came
    back."""
    return [
        (kind.removeprefix("order.refund."), amount, bool(marked))
        for kind, amount, marked in await select(
            stage,
            "SELECT type, (data ->> 'amount')::int,"
            " coalesce((data ->> 'again')::bool, (data ->> 'returned')::bool, false)"
            " FROM events WHERE subject = $1 AND type LIKE 'order.refund.%'"
            " ORDER BY era, xid, id",
            str(order_id),
        )
    ]


async def staff_see(stage: Stage) -> tuple[int, int]:
    """Refunds that failed, and those that are to be paid out."""
    async with stage.database.read() as connection:
        found = await to_do(connection, (), stage.reader.partitions)
    return found.refunds_failed, found.refunds_owed


async def test_all_of_it_is_as_if_the_provider_had_refused(stage: Stage) -> None:
    done = await cancelled(stage)
    order, payment = done
    assert not await refund_arrived(stage, payment.id), "word that it was given"
    stage.provider.came_back[f"refund/{payment.id}"] = CLOSED
    heard = await asyncio.gather(*(refund_arrived(stage, payment.id) for _ in range(3)))
    assert sorted(heard) == [False, False, True]
    failed = await paid(stage, order.id)
    assert (failed[0].refund, failed[1].status) == ("failed", "refund-failed")
    assert failed[0].version > done[0].version
    assert await stage.payments.going_back(payment.id) == 500
    assert await staff_see(stage) == (1, 0)
    assert await told(stage, order.id) == [
        ("begun", 500, False), ("done", 500, False), ("failed", 500, True),
    ]  # fmt: skip
    books = sums(await documents(stage))
    assert books["clearing"] == 500, "it is at the provider again"
    assert "refunds" not in books

    await mark_refunded(stage, STAFF, order.id)
    for _ in range(2):  # word that comes late
        assert not await refund_arrived(stage, payment.id)
    again = await paid(stage, order.id)
    assert (again[0].refund, again[1].status) == ("done", "refunded")
    assert (await told(stage, order.id))[-1] == ("done", 500, True)
    books = sums(await documents(stage))
    assert ("clearing" in books, books["refunds"]) == (False, 500)


async def test_another_attempt_is_asked_for_all_of_it_and_may_come_back_too(stage: Stage) -> None:
    order, payment = await cancelled(stage)
    stage.provider.came_back[f"refund/{payment.id}"] = CLOSED
    assert await refund_arrived(stage, payment.id)
    await retry_refund(stage, STAFF, order.id)
    attempt = (await last_refund_job(stage)).attempt
    assert attempt is not None
    await refund(stage, payment.id, amount=500, attempt=attempt)
    key = f"refund/{payment.id}/{attempt}"
    assert stage.provider.refunded[key] == 500
    assert (await paid(stage, order.id))[0].refund == "done"
    run = handlers({"order": ForOrders(stage)}, stage)[RefundArrives]
    await run(RefundArrives(payment.id), "late word of the first")
    await run(RefundArrives(payment.id, attempt), "it was given")
    assert (await paid(stage, order.id))[0].refund == "done"
    stage.provider.came_back[key] = CLOSED
    for _ in range(2):
        await run(RefundArrives(payment.id, attempt), "it came back")
    assert (await paid(stage, order.id))[0].refund == "failed"
    assert [kind for kind, *_ in await told(stage, order.id)] == [
        "begun", "done", "failed", "begun", "done", "failed",
    ]  # fmt: skip


async def test_a_part_waits_until_staff_hand_it_over(stage: Stage) -> None:
    about = await by_provider(stage, a_customer())
    order, payment = about
    await give(stage, about, 120)
    refund_id = (await last_refund_job(stage)).refund_id
    assert refund_id is not None
    assert not await refund_arrived(stage, refund_id), "nobody has asked for it yet"
    await refund_of_part(stage, payment.id, refund_id, 120)
    stage.provider.came_back[f"refund/{refund_id}"] = CLOSED
    heard = await asyncio.gather(*(refund_arrived(stage, refund_id) for _ in range(3)))
    assert sorted(heard) == [False, False, True]
    (owed,) = await refunds_waiting(stage.database.pool, order.id)
    assert (owed.id, owed.payment_id, owed.amount) == (refund_id, payment.id, 120)
    assert await refundable_of(stage, payment.id) == 380, "it is the buyer's"
    assert await staff_see(stage) == (1, 0)
    await mark_refunded(stage, STAFF, order.id, refund_id=refund_id)
    assert not await refund_arrived(stage, refund_id)
    assert await refunds_waiting(stage.database.pool, order.id) == []
    assert await staff_see(stage) == (0, 0)
    assert await told(stage, order.id) == [
        ("begun", 120, False), ("done", 120, False), ("failed", 120, True), ("done", 120, True),
    ]  # fmt: skip
    assert (await events_of(stage, order.id)).count("order.refund.failed") == 1


async def test_one_that_was_refused_at_once_comes_back_to_nobody(stage: Stage) -> None:
    """Its money is left of what was paid, so it is refunded another time."""
    about = await by_provider(stage, a_customer())
    order, payment = about
    await give(stage, about, 120)
    refund_id = (await last_refund_job(stage)).refund_id
    assert refund_id is not None
    stage.provider.refuses_refunds = True
    await refund_of_part(stage, payment.id, refund_id, 120)
    stage.provider.came_back[f"refund/{refund_id}"] = CLOSED
    assert not await refund_arrived(stage, refund_id)
    assert await refundable_of(stage, payment.id) == 500
    assert await refunds_waiting(stage.database.pool, order.id) == []
