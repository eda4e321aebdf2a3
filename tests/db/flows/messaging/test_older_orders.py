"""Orders without goods of a data directory from before each had a hold: they end as others do."""

from uuid import UUID

import pytest

from holdfast.db.migrate import upgrade
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.settlement.settle import settle
from holdfast.kit import new_id, short_code
from holdfast.orders import seat_key
from holdfast.people import Principal
from tests.db.flows.buying import a_customer, sweep_all
from tests.db.flows.stage import opened_stage
from tests.db.test_service_tables import at_step
from tests.support.length import PARTITIONS
from tests.support.postgres import Postgres, execute

BEFORE = "0031"
ORDER = """
INSERT INTO orders
    (id, number, owner, total, currency, description, request, created_at, expires_at)
VALUES ('{order}', '{number}', '{owner}', 60, 'EUR', 'A lesson', 'r-old',
        now() - interval '9 minutes', now() + {minutes} * interval '1 minute')
"""
PAYMENT = """
INSERT INTO payments (id, purpose, subject_id, provider, reference, amount, currency, status)
VALUES ('{payment}', 'order', '{order}', 'wallet', 'message/{payment}', 60, 'EUR', 'pending')
"""


async def older(url: str, buyer: Principal, minutes: int) -> tuple[UUID, UUID]:
    """An order that has so many minutes left, and its payment."""
    order, payment = new_id(), new_id()
    await execute(
        url, ORDER.format(order=order, number=short_code(), owner=buyer.id, minutes=minutes)
    )
    await execute(url, PAYMENT.format(payment=payment, order=order))
    return order, payment


@pytest.mark.parametrize("partitions", PARTITIONS)
async def test_orders_from_before_each_had_a_hold_still_end(
    postgres: Postgres, partitions: int
) -> None:
    url, buyer = postgres.create("template1"), a_customer()
    try:
        await at_step(url, BEFORE)
        await execute(url, f"INSERT INTO ledger_layout (partitions) VALUES ({partitions})")
        over, _ = await older(url, buyer, -1)
        dropped, _ = await older(url, buyer, 5)
        bought, payment_id = await older(url, buyer, 5)
        waits, _ = await older(url, buyer, 5)
        assert await upgrade(url)
        async with opened_stage(url, partitions, by_message=True) as stage:
            assert await sweep_all(stage) == 1
            await cancel(stage, Caller(buyer), order_id=dropped)
            payment = await stage.payments.get(payment_id)
            assert payment is not None
            await settle(stage, payment)

            found = [await stage.orders.get(one) for one in (over, dropped, bought, waits)]
            assert [one and (one.status, one.reason) for one in found] == [
                ("cancelled", "expired"), ("cancelled", "buyer"), ("paid", None), ("pending", None),
            ]  # fmt: skip
            seat = await stage.reader.account(seat_key(buyer.id))
            assert (seat.balance, seat.held) == (0, 1)
    finally:
        postgres.drop(url)
