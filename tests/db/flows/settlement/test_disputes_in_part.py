"""A dispute that ends with a part for the buyer: what they did not get is the shop's, and may be
refunded again; what they were given back from here is not lost."""

from datetime import timedelta

import pytest

from holdfast.db.cursors import Consumer
from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import Caller
from holdfast.flows.insights.payment_moves import MOVE_TYPES, PaymentMoves
from holdfast.flows.payments.refund_at_provider import refund_of_part
from holdfast.flows.staff.orders import refund
from holdfast.kit import utc_now
from holdfast.payments import DisputeStatus
from holdfast.people import Principal
from tests.db.event_log import drain
from tests.db.flows.buying import a_customer, confirm, new_goods, pay_for, refundable_of, reserve
from tests.db.flows.disputing import bank_says
from tests.db.flows.stage import Stage, last_refund_job, select

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")


@pytest.mark.parametrize(
    ("first", "back", "gone", "lost", "left"),
    [
        ("open", 0, 200, 200, 300),
        ("open", 0, None, 500, 0),
        ("open", 0, 0, 0, 500),
        # While the buyer only asks, a refund from here is what they got.
        ("inquiry", 200, 200, 0, 300),
        ("inquiry", 200, 500, 300, 0),
        ("inquiry", 200, 350, 150, 150),
    ],
)
async def test_so_much_is_lost(
    stage: Stage, first: DisputeStatus, back: int, gone: int | None, lost: int, left: int
) -> None:
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    order_id, opened = reserved.order_id, utc_now() - timedelta(minutes=1)
    moves = Consumer("payment-moves", MOVE_TYPES, PaymentMoves(stage.providers))
    await moves.position(stage.database)
    await bank_says(stage, order_id, first, 500, opened_at=opened)
    if back:
        await refund(stage, STAFF, order_id, back, "they asked")
        job = await last_refund_job(stage)
        assert job.refund_id is not None
        await refund_of_part(stage, job.payment_id, job.refund_id, back)
        if gone is not None:
            with pytest.raises(NotYet):  # nobody has read of that refund
                await bank_says(stage, order_id, "lost", 500, gone=gone, opened_at=opened)
    await drain(moves, stage.database)
    for _ in range(2):
        await bank_says(stage, order_id, "lost", 500, gone=gone, opened_at=opened)
        assert await select(stage, "SELECT status, lost::int FROM disputes") == [("lost", lost)]
        assert await refundable_of(stage, payment.payment_id) == left
