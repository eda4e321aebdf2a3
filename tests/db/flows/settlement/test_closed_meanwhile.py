"""Nothing is taken away of who ordered while a payment may still come late: it would buy goods for
nobody, which go nowhere."""

from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.personal_data.relied_on import open_things
from holdfast.flows.personal_data.whose import Whose
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settler import Settled
from holdfast.payments import ChargeStatus
from holdfast.people import Principal
from tests.db.flows.buying import (
    a_customer,
    end_hold,
    new_goods,
    pay_for,
    reserve,
    state_now,
    sweep_all,
)
from tests.db.flows.stage import Stage


async def still_open(stage: Stage, buyer: Principal, order_id: UUID) -> list[str]:
    """What keeps the account from being closed, or a guest's data from being taken away."""
    whose = Whose(user=None, owners=(buyer.id,), emails=(), orders=(order_id,))
    async with stage.database.read() as connection:
        return [one.code for one in await open_things(connection, whose)]


@pytest.mark.parametrize("then", ["cancelled", "declined", "paid"])
async def test_a_payment_that_may_come_late_keeps_who_ordered(stage: Stage, then: str) -> None:
    stage.provider.begins, stage.provider.stoppable = "pending", False
    goods, buyer = await new_goods(stage, 1), a_customer()
    reserved = await reserve(stage, buyer, goods)
    assert await still_open(stage, buyer, reserved.order_id) == ["order-unpaid"]
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "none")
    assert await still_open(stage, buyer, reserved.order_id) == ["payment-open"]

    if then == "cancelled":  # whoever does not want it any more says so
        await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    else:
        says: ChargeStatus = "failed" if then == "declined" else "succeeded"
        stage.provider.decide(reserved.reservation_id, says)
        settled = await arrived(ForOrders(stage), payment.payment_id)
        assert settled == (Settled("paid", rescued=True) if then == "paid" else None)
    left = ["order-undelivered"] if then == "paid" else []
    assert await still_open(stage, buyer, reserved.order_id) == left
