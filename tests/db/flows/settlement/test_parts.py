"""An order paid in parts: paid exactly when they come to its total, never more kept than that, and
all of them back when it ends otherwise."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    CannotBuy,
    OrderChangedMeanwhile,
    PaymentFailedProblem,
    PaymentUnderWay,
)
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.payments.due import MOST_PARTS, AmountAboveDue, TooManyParts
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settler import Settled
from holdfast.people import Principal
from tests.db.flows.conftest import World
from tests.db.flows.settlement.part_paying import (
    TOTAL,
    by_card,
    due,
    kept,
    reserved_for,
    settled,
    work,
)

Ending = Callable[[World, Principal, Placed], Awaitable[None]]


async def the_buyer_cancels(world: World, buyer: Principal, reserved: Placed) -> None:
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)


async def it_expires(world: World, _: Principal, reserved: Placed) -> None:
    await world.end_hold(reserved)
    assert await world.sweep() == 1


async def test_parts_that_come_to_the_total_pay_the_order(world: World) -> None:
    goods, buyer = await world.goods(2, price=TOTAL), world.buyer()
    reserved = await world.reserve(buyer, goods)
    first = await by_card(world, buyer, reserved, 200)
    assert (await world.confirm(buyer, reserved, first)).status == "pending"
    assert (await world.state(reserved), await world.stock(goods)) == (
        ("pending", None, "none"),
        (1, 1),
    )
    assert await due(world, reserved) == 300
    before = (await world.order(reserved)).version
    second = await by_card(world, buyer, reserved)  # the rest, unless an amount is said
    assert (await world.payment(second)).amount == 300
    assert (await world.confirm(buyer, reserved, second)).status == "paid"
    assert (await world.state(reserved), await world.stock(goods)) == (
        ("paid", None, "none"),
        (1, 0),
    )
    assert (await world.order(reserved)).version > before
    assert (await due(world, reserved), await kept(world, reserved)) == (0, TOTAL)
    for begun in (first, second):  # told again, by the buyer and by the provider
        assert (await world.confirm(buyer, reserved, begun)).status == "paid"
        assert await arrived(ForOrders(world.platform, "part"), begun.payment_id) == Settled(
            "paid", before=True
        )
    assert await world.events(reserved.order_id) == ["order.reserved", "order.paid"]


async def test_a_wallet_pays_what_it_has_and_a_card_the_rest(world: World) -> None:
    buyer = world.customer()
    wallet = await world.wallet(buyer, 120)
    reserved = await reserved_for(world, buyer)
    with pytest.raises(CannotBuy):
        await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 121)
    begun = await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 120)
    assert begun.status == "succeeded"
    assert (await world.balance(wallet), await due(world, reserved)) == (0, 380)
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved))
    assert await world.state(reserved) == ("paid", None, "none")


async def test_a_card_pays_a_deposit_and_a_wallet_the_rest(world: World) -> None:
    buyer = world.customer()
    wallet = await world.wallet(buyer, TOTAL)
    reserved = await reserved_for(world, buyer)
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, 1))
    await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id)
    assert (await world.state(reserved))[0] == "paid"
    assert (await world.balance(wallet), await kept(world, reserved)) == (1, TOTAL)


async def test_who_pays_the_whole_has_no_account_of_what_is_due(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    begun = await by_card(world, buyer, reserved, TOTAL)
    assert (await world.payment(begun)).purpose == "order"
    await world.confirm(buyer, reserved, begun)
    await work(world)
    assert (await world.state(reserved))[0] == "paid"
    assert not await world.rows("SELECT FROM ledger_accounts WHERE key LIKE 'due/%'")


async def test_more_than_is_due_is_refused(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    with pytest.raises(AmountAboveDue) as told:
        await by_card(world, buyer, reserved, TOTAL + 1)
    assert told.value.extra == {"due": TOTAL}
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, 400))
    with pytest.raises(AmountAboveDue) as told:
        await by_card(world, buyer, reserved, 101)
    assert told.value.extra == {"due": 100}
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, 100))
    with pytest.raises(AlreadyPaid):
        await by_card(world, buyer, reserved, 1)


async def test_a_part_that_comes_when_less_is_due_goes_back(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    first, second = [await by_card(world, buyer, reserved, 300) for _ in range(2)]
    await world.confirm(buyer, reserved, first)
    with pytest.raises(OrderChangedMeanwhile):
        await world.confirm(buyer, reserved, second)
    await work(world)
    assert world.provider.refunded == {f"refund/{second.payment_id}": 300}
    assert await world.state(reserved) == ("pending", None, "none")
    assert (await due(world, reserved), await kept(world, reserved)) == (200, 300)


async def test_parts_raced_by_two_processes_are_kept_to_the_total(world: World) -> None:
    buyer, other = world.buyer(), await world.spare()
    reserved = await reserved_for(world, buyer)
    begun = [await by_card(world, buyer, reserved, 100) for _ in range(8)]
    ends = sorted(one.end for one in await settled(world, begun, other))
    assert ends == ["counted"] * 4 + ["paid"] + ["refunding"] * 3
    await work(world)
    assert (await world.state(reserved))[0] == "paid"
    assert (await due(world, reserved), await kept(world, reserved)) == (0, TOTAL)
    assert sorted(world.provider.refunded.values()) == [100] * 3


async def test_the_whole_and_parts_at_once_are_kept_to_the_total(world: World) -> None:
    buyer, other = world.buyer(), await world.spare()
    for amounts in ((200, None), (None, 200), (300, 200, None), (499, None, 1, None)):
        reserved = await reserved_for(world, buyer, stock=1)
        begun = [await by_card(world, buyer, reserved, amount) for amount in amounts]
        await settled(world, begun, other)
        await work(world)
        assert (await world.state(reserved))[0] == "paid"
        assert await kept(world, reserved) == TOTAL


async def test_parts_go_back_when_a_payment_of_the_whole_comes(world: World) -> None:
    buyer = world.customer()
    wallet = await world.wallet(buyer, 100)
    reserved = await reserved_for(world, buyer)
    whole, part = await by_card(world, buyer, reserved), await by_card(world, buyer, reserved, 50)
    await world.confirm(buyer, reserved, part)
    assert (await world.confirm(buyer, reserved, whole)).status == "paid"
    await work(world)
    order = await world.order(reserved)
    assert (order.status, order.payment_id) == ("paid", whole.payment_id)
    assert world.provider.refunded == {f"refund/{part.payment_id}": 50}
    assert (await kept(world, reserved), await world.balance(wallet)) == (TOTAL, 100)


@pytest.mark.parametrize("back", [False, True])
async def test_a_late_payment_of_the_whole_rescues_and_the_parts_go_back(
    world: World, back: bool
) -> None:
    buyer = world.customer()
    wallet = await world.wallet(buyer, 100)
    reserved = await reserved_for(world, buyer)
    whole = await by_card(world, buyer, reserved)
    for amount in (50, 60):
        await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, amount))
    await it_expires(world, buyer, reserved)
    if back:  # they are back before it comes
        await work(world)
    assert await settled(world, [whole]) == [Settled("paid", rescued=True)]
    await work(world)
    assert await world.state(reserved) == ("paid", None, "none")
    assert (await kept(world, reserved), await world.balance(wallet)) == (TOTAL, 100)
    await the_buyer_cancels(world, buyer, reserved)
    await work(world)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")
    assert sorted(world.provider.refunded.values()) == [50, 60, TOTAL]


@pytest.mark.parametrize("ends", [the_buyer_cancels, it_expires])
async def test_an_order_that_ends_unpaid_gives_all_parts_back(world: World, ends: Ending) -> None:
    goods, buyer = await world.goods(1, price=TOTAL), world.customer()
    wallet = await world.wallet(buyer, 120)
    reserved = await world.reserve(buyer, goods)
    await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 120)
    cards = [await by_card(world, buyer, reserved, amount) for amount in (30, 40, 50)]
    for one in cards[:2]:
        await world.confirm(buyer, reserved, one)
    await ends(world, buyer, reserved)
    (late,) = await settled(world, cards[2:])
    assert late == Settled("refunding")
    await work(world)
    assert (await world.state(reserved))[2] == "done"
    assert (await world.balance(wallet), await world.stock(goods)) == (120, (1, 0))
    assert sorted(world.provider.refunded.values()) == [30, 40, 50]
    assert (await due(world, reserved), await kept(world, reserved)) == (TOTAL, 0)
    statuses = [await world.payment_status(one.payment_id) for one in cards]
    assert statuses == ["refunded"] * 3


@pytest.mark.parametrize("ends", [the_buyer_cancels, it_expires])
async def test_the_last_part_and_the_end_at_once(world: World, ends: Ending) -> None:
    for _ in range(5):
        buyer = world.buyer()
        reserved = await reserved_for(world, buyer, stock=1)
        begun = [await by_card(world, buyer, reserved, amount) for amount in (200, 300)]
        await settled(world, begun[:1])
        await asyncio.gather(
            settled(world, begun[1:]), ends(world, buyer, reserved), return_exceptions=True
        )
        await world.sweep()
        await work(world)
        status = (await world.state(reserved))[0]
        assert await kept(world, reserved) == (TOTAL if status == "paid" else 0)


async def test_a_part_that_comes_after_the_end_rescues_nothing(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    begun = await by_card(world, buyer, reserved, 200)
    await world.end_hold(reserved)
    assert await settled(world, [begun]) == [Settled("refunding")]  # nobody has swept yet
    assert (await world.state(reserved))[0] == "pending"
    await world.sweep()
    await work(world)
    assert (await world.state(reserved), await kept(world, reserved)) == (
        ("cancelled", "expired", "done"),
        0,
    )


async def test_a_declined_part_leaves_the_order_and_the_others(world: World) -> None:
    goods, buyer = await world.goods(1, price=TOTAL), world.buyer()
    reserved = await world.reserve(buyer, goods)
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, 200))
    world.provider.begins = "failed"
    for amount in (100, None):
        begun = await by_card(world, buyer, reserved, amount)
        assert begun.status == "failed"
        with pytest.raises(PaymentFailedProblem):
            await world.confirm(buyer, reserved, begun)
    assert (await world.state(reserved), await world.stock(goods)) == (
        ("pending", None, "none"),
        (0, 1),
    )
    assert await due(world, reserved) == 300


async def test_an_order_has_so_many_parts_at_most(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    begun = [await by_card(world, buyer, reserved, 1) for _ in range(MOST_PARTS + 1)]
    ends = [one.end for one in await settled(world, begun)]
    assert sorted(ends) == ["counted"] * (MOST_PARTS - 1) + ["refunding"] * 2
    with pytest.raises(TooManyParts) as told:
        await by_card(world, buyer, reserved, 1)
    assert told.value.extra == {"due": TOTAL - MOST_PARTS + 1}
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved))
    assert (await world.state(reserved))[0] == "paid"


async def test_an_authorized_part_is_captured_while_it_is_due(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    world.provider.begins = "authorized"
    first, second = [await by_card(world, buyer, reserved, 300) for _ in range(2)]
    assert (await world.confirm(buyer, reserved, first)).status == "pending"
    with pytest.raises(PaymentFailedProblem):  # never taken, since it is more than is due
        await world.confirm(buyer, reserved, second)
    assert list(world.provider.captured.values()) == [300]
    assert (await due(world, reserved), await kept(world, reserved)) == (200, 300)


async def test_the_coupon_stays_once_a_part_is_paid(world: World) -> None:
    buyer = world.customer()
    coupon = await world.coupon(buyer)
    reserved = await reserved_for(world, buyer)
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, 200))
    with pytest.raises(PaymentUnderWay):
        await change_coupon(world.platform, Caller(buyer), reserved.order_id, coupon)


async def test_a_part_and_another_coupon_at_once(world: World) -> None:
    """The part counts towards the price it was begun for, or it goes back."""
    for _ in range(5):
        buyer = world.customer()
        wallet = await world.wallet(buyer, TOTAL)
        coupon = await world.coupon(buyer, value=90)
        reserved = await reserved_for(world, buyer)
        await asyncio.gather(
            pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 200),
            change_coupon(world.platform, Caller(buyer), reserved.order_id, coupon),
            return_exceptions=True,
        )
        await work(world)
        order = await world.order(reserved)
        parts = await kept(world, reserved)
        assert await world.balance(wallet) == TOTAL - parts
        assert (order.total, parts) in ((TOTAL, 200), (TOTAL // 10, 0))


@pytest.mark.parametrize("staff", [False, True])
async def test_a_paid_order_gives_each_part_back_to_where_it_came_from(
    world: World, staff: bool
) -> None:
    goods, buyer = await world.goods(1, price=TOTAL), world.customer()
    wallet = await world.wallet(buyer, 120)
    reserved = await world.reserve(buyer, goods)
    await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 120)
    for amount in (180, None):
        await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, amount))
    if staff:
        by = Caller(Principal("user:staff", "user", frozenset({"admin"})))
        await cancel_by_staff(world.platform, by, reserved.order_id, "a mistake")
    else:
        await the_buyer_cancels(world, buyer, reserved)
    assert await world.state(reserved) == ("cancelled", "refunded", "begun")
    await work(world)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")
    assert (await world.balance(wallet), await world.stock(goods)) == (120, (1, 0))
    assert sorted(world.provider.refunded.values()) == [180, 200]
    assert (await due(world, reserved), await kept(world, reserved)) == (TOTAL, 0)
