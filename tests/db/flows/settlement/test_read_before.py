"""A payment that was read before it was counted, and is settled by who read it."""

from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled
from tests.db.flows.buying import (
    a_guest,
    confirm,
    new_goods,
    payment_now,
    reserve,
    state_now,
)
from tests.db.flows.settlement.part_paying import TOTAL, by_card, kept
from tests.db.flows.stage import Stage


async def test_who_read_a_part_before_it_paid_the_order_gives_nothing_back(stage: Stage) -> None:
    """Two of ours hear of one payment; the slower has read it as it was."""
    goods, buyer = await new_goods(stage, 1, price=TOTAL), a_guest()
    reserved = await reserve(stage, buyer, goods)
    for amount in (200, None):
        begun = await by_card(stage, buyer, reserved, amount)
        read = await payment_now(stage, begun)
        await confirm(stage, buyer, reserved, begun)
        said = await settle(stage, read)
        assert said == Settled("paid" if amount is None else "counted", before=True)
        assert (await payment_now(stage, begun)).status == "credited"
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert await kept(stage, reserved) == TOTAL
