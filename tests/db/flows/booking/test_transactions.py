"""``photo_booking.transactions`` tells each movement of a booking's money as a row of its own, at
its own moment."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.give_back import refund_part
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.people import Principal
from tests.db.flows.booking.making import a_taking, booked, in_minutes
from tests.db.flows.buying import a_guest
from tests.db.flows.disputing import bank_says
from tests.db.flows.stage import Stage, last_refund_job, select

Rows = list[tuple[Decimal, str]]
TRANSACTIONS = """
SELECT amount, status FROM photo_booking.transactions WHERE booking_id = $1 ORDER BY created_at, id
"""


async def told(stage: Stage, placed: Placed) -> Rows:
    """In the order of their moments, no two of which are the same."""
    found = await select(stage, TRANSACTIONS, placed.booking_id)
    ((moments,),) = await select(
        stage,
        "SELECT count(DISTINCT created_at) FROM photo_booking.transactions WHERE booking_id = $1",
        placed.booking_id,
    )
    assert moments == len(found)
    return [(amount, status) for amount, status in found]


def euros(*rows: tuple[int, str]) -> Rows:
    return [(Decimal(amount), status) for amount, status in rows]


async def give(stage: Stage, placed: Placed, amount: int) -> UUID:
    """Staff give back a part; the payment."""
    order = await stage.orders.get(placed.order_id)
    assert order is not None and order.payment_id is not None
    payment = await stage.payments.get(order.payment_id)
    assert payment is not None
    who = Caller(Principal("user:staff", "user"))
    await refund_part(stage, order, [payment], amount, who, by_staff=True)
    return payment.id


async def a_booking(stage: Stage, client: Principal) -> Placed:
    """Of 90 euros, paid."""
    return await booked(stage, client, a_taking(start=in_minutes(10_000)))


async def test_each_refund_is_a_row_after_its_payment(stage: Stage) -> None:
    client = a_guest()
    placed = await a_booking(stage, client)
    assert await told(stage, placed) == euros((90, "succeeded"))
    await give(stage, placed, 2_000)
    payment = await give(stage, placed, 1_500)
    before = euros((90, "succeeded"), (-20, "refunded"), (-15, "refunded"))
    assert await told(stage, placed) == before
    assert placed.booking_id is not None
    await cancel_booking(stage, Caller(client), placed.booking_id)
    going = euros((90, "refunding"), (-20, "refunded"), (-15, "refunded"), (-55, "refunding"))
    assert await told(stage, placed) == going
    await refund(stage, payment, amount=5_500)
    done = euros((90, "refunded"), (-20, "refunded"), (-15, "refunded"), (-55, "refunded"))
    assert await told(stage, placed) == done


async def test_what_a_provider_refuses_to_refund_is_back(stage: Stage) -> None:
    placed = await a_booking(stage, a_guest())
    payment = await give(stage, placed, 2_000)
    stage.provider.refuses_refunds = True
    part = (await last_refund_job(stage)).refund_id
    assert part is not None
    await refund_of_part(stage, payment, part, 2_000)
    assert await told(stage, placed) == euros(
        (90, "succeeded"), (-20, "refunded"), (20, "returned")
    )


async def test_what_was_put_away_of_the_journal_is_one_row(stage: Stage) -> None:
    """As of before its months were put away, at the moment of its payment."""
    placed = await a_booking(stage, a_guest())
    await give(stage, placed, 2_000)
    await give(stage, placed, 1_500)
    rows: Sequence[Any] = ()
    async with stage.database.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("DELETE FROM ledger_entries WHERE key LIKE 'refundable/%'")
        rows = await connection.fetch(TRANSACTIONS, placed.booking_id)
        await transaction.rollback()
    assert [tuple(row) for row in rows] == euros((90, "succeeded"), (-35, "refunded"))


async def test_what_a_bank_keeps_while_it_decides_is_disputed(stage: Stage) -> None:
    placed = await a_booking(stage, a_guest())
    await give(stage, placed, 2_000)
    await bank_says(stage, placed.order_id, "open", 9_000)
    disputed = euros((90, "succeeded"), (-20, "refunded"), (-70, "disputed"))
    assert await told(stage, placed) == disputed
    await bank_says(stage, placed.order_id, "won", 9_000)
    assert await told(stage, placed) == [*disputed, *euros((70, "returned"))]
