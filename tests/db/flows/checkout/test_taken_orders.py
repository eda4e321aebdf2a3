"""An order that staff take is told as it stands, however late the request comes again."""

from msgspec.structs import replace

from holdfast.flows.booking.for_client import on_behalf
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.staff.phone_orders import NOBODY, take_order
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import cart_of, end_hold, new_goods, order_now, sweep_all
from tests.db.flows.stage import Stage


async def test_one_whose_time_ended_before_it_was_lengthened_is_told_once_more(
    stage: Stage,
) -> None:
    """Its process was killed in between, and the shop was away for longer than the hold."""
    goods, manager = await new_goods(stage, 2), a_manager()
    caller = Caller(manager, "", scoped_key("order", manager.id, "one", b"{}"))
    behalf = await on_behalf(stage, caller, NOBODY)
    whole = replace(Choice(), whole=True)
    placed = await place(stage, caller, cart_of(goods), choice=whole, behalf=behalf)
    await end_hold(stage, placed)
    stage.altered.add("hold-end")  # its request has a key, and was told another
    again = await take_order(stage, caller, cart_of(goods), Choice())
    assert (again.order_id, (await order_now(stage, placed)).status) == (placed.order_id, "pending")
    await sweep_all(stage)
    again = await take_order(stage, caller, cart_of(goods), Choice())
    assert (again.order_id, (await order_now(stage, placed)).reason) == (placed.order_id, "expired")
