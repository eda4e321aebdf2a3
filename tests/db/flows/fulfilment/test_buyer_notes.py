"""What a buyer says of their order is written of the order as it stands, or not at all."""

import pytest

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.own_orders import say_of_own_order
from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.fulfilment.buyer_notes import note_of_buyer
from holdfast.ledger import Transition
from holdfast.orders import Order
from tests.db.flows.buying import a_guest, confirm, new_goods, order_now, pay_for, reserve
from tests.db.flows.stage import Stage


async def test_who_is_crowded_out_each_time_is_told_so_and_writes_nothing(stage: Stage) -> None:
    buyer = a_guest()
    held = await reserve(stage, buyer, await new_goods(stage, 3))
    before = await order_now(stage, held)
    await confirm(stage, buyer, held, await pay_for(stage, buyer, held))

    def too_late(_: Order) -> Transition:
        return orders.noted_by_buyer(before, "No bell")

    with pytest.raises(TooBusy) as told:
        await say_of_own_order(stage, Caller(buyer), held.order_id, "buyer-note", too_late)
    assert told.value.headers == {"Retry-After": "1"}
    assert (await order_now(stage, held)).buyer_note is None
    await note_of_buyer(stage, Caller(buyer), held.order_id, " No bell ")
    assert (await order_now(stage, held)).buyer_note == "No bell"
