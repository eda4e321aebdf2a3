"""Nobody holds more than their share: units of one thing, what guests may, what ended unpaid, and
how much is reserved in a day. Judged by the ledger, so also at the same moment."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import (
    GuestUnits,
    InsufficientStock,
    NetworkUnits,
    TooManyHolds,
    TooManyReservations,
    TooManyUnits,
    TooManyUnpaid,
)
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.staff.shop_settings import update_settings
from holdfast.kit import Problem, new_id
from holdfast.kit.rates import Rates
from holdfast.people import Principal, guest_owner
from tests.db.flows.conftest import Goods, World


@pytest.fixture(autouse=True)
def guarded(world: World) -> None:
    guard(world, HoldCaps(pepper=b"of the test"))


def guard(world: World, caps: HoldCaps) -> None:
    world.platform = replace(world.platform, caps=caps)


async def settle_on(world: World, **settings: object) -> None:
    await update_settings(world.platform.database, settings, process("user:staff"))
    world.platform.shop.forget()


def guest(address: str) -> Principal:
    return Principal(guest_owner(new_id()), "guest", address=address)


async def reserved_or_not(
    world: World, buyer: Principal, goods: Goods, quantity: int
) -> Placed | Problem:
    try:
        return await world.reserve(buyer, goods, quantity=quantity)
    except Problem as problem:
        return problem


async def refused(world: World, buyer: Principal, goods: Goods, quantity: int) -> Problem:
    found = await reserved_or_not(world, buyer, goods, quantity)
    assert isinstance(found, Problem)
    return found


# --- units of one variant ---------------------------------------------------------------------


async def test_one_buyer_never_holds_more_units_than_the_shop_says_however_many_ask_at_once(
    world: World,
) -> None:
    await settle_on(world, hold_units=10)
    buyer, goods = world.customer(), await world.goods(1000)
    found = await asyncio.gather(*(reserved_or_not(world, buyer, goods, 3) for _ in range(9)))
    assert sum(isinstance(one, Placed) for one in found) == 3
    assert {type(one) for one in found} == {Placed, TooManyUnits}
    assert await world.stock(goods) == (991, 9)
    problem = await refused(world, buyer, goods, 2)
    assert (problem.status, problem.code, problem.field) == (
        409,
        "too-many-units",
        "items[0].quantity",
    )
    assert problem.extra["limits"] == [
        {
            "line": 0,
            "productId": str(goods.product_id),
            "variantId": str(goods.variant_id),
            "wanted": 2,
            "mayHold": 10,
            "holding": 9,
            "mayAdd": 1,
        }
    ]
    assert problem.detail == "You can hold up to 10 of Goods at a time."
    await world.reserve(buyer, goods)  # the tenth
    other = await world.goods(1000)
    await world.reserve(buyer, other, quantity=10)  # each variant counts alone
    await world.reserve(world.customer(), goods, quantity=10)  # so does each buyer


async def test_two_lines_of_one_variant_add_up(world: World) -> None:
    await settle_on(world, hold_units=10)
    buyer, goods = world.customer(), await world.goods(1000)
    with pytest.raises(TooManyUnits) as found:
        await world.reserve(buyer, goods, goods, quantity=6)
    assert [one.field for one in found.value.errors] == ["items[0].quantity", "items[1].quantity"]


async def test_what_is_paid_for_or_let_go_makes_room(world: World) -> None:
    await settle_on(world, hold_units=4)
    buyer, goods = world.customer(), await world.goods(1000)
    first = await world.reserve(buyer, goods, quantity=4)
    await refused(world, buyer, goods, 1)
    await world.confirm(buyer, first, await world.pay(buyer, first))
    second = await world.reserve(buyer, goods, quantity=4)
    await cancel(world.platform, Caller(buyer), order_id=second.order_id)
    third = await world.reserve(buyer, goods, quantity=4)
    await world.end_hold(third)
    await world.sweep()
    await world.reserve(buyer, goods, quantity=4)
    assert await world.stock(goods) == (992, 4)


async def test_staff_may_raise_and_lower_it_for_a_product(world: World) -> None:
    await settle_on(world, hold_units=10)
    goods = await world.goods(1000)
    for units, more in ((30, 31), (1, 2)):
        await world.rows(
            "UPDATE products SET hold_units = $2, revision = revision + 1 WHERE id = $1",
            goods.product_id,
            units,
        )
        buyer = world.customer()
        assert isinstance(await refused(world, buyer, goods, more), TooManyUnits)
        await world.reserve(buyer, goods, quantity=units)


async def test_a_bound_that_was_lowered_leaves_standing_what_is_held(world: World) -> None:
    """A coupon prices it anew, in a hold that takes the place of the first."""
    await settle_on(world, hold_units=10)
    buyer, goods = world.customer(), await world.goods(1000)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, quantity=8)
    await settle_on(world, hold_units=5)
    await change_coupon(world.platform, Caller(buyer), reserved.order_id, coupon)
    assert (await world.order(reserved)).coupon_id == coupon
    assert await world.stock(goods) == (992, 8)
    assert isinstance(await refused(world, buyer, goods, 1), TooManyUnits)


async def test_too_little_in_stock_is_named_first_where_the_bound_would_allow_it(
    world: World,
) -> None:
    buyer, goods = world.customer(), await world.goods(3)
    assert isinstance(await refused(world, buyer, goods, 30), InsufficientStock)
    assert isinstance(await refused(world, buyer, goods, 4), InsufficientStock)


# --- guests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("stock", "most"), [(1000, 20), (60, 15), (20, 5), (3, 2)])
async def test_a_guest_holds_a_share_of_what_is_free(world: World, stock: int, most: int) -> None:
    """A quarter, two at least, never more than anybody may."""
    goods, buyer = await world.goods(stock), guest("192.0.2.7")
    problem = await refused(world, buyer, goods, most + 1)
    assert isinstance(problem, TooManyUnits if most == 20 else GuestUnits)
    limits: Any = problem.extra["limits"]
    assert limits[0]["mayHold"] == most
    await world.reserve(buyer, goods, quantity=most - 1)
    await world.reserve(buyer, goods)  # what one holds oneself counts as free
    assert isinstance(await refused(world, buyer, goods, 1), type(problem))
    await world.reserve(world.customer(), goods, quantity=min(most + 1, stock - most, 20))


async def test_guests_of_one_address_hold_half_at_most_who_has_an_account_what_is_left(
    world: World,
) -> None:
    goods = await world.goods(20)
    found = await asyncio.gather(
        *(reserved_or_not(world, guest("192.0.2.8"), goods, 2) for _ in range(9))
    )
    assert sum(isinstance(one, Placed) for one in found) == 5
    (problem, *_) = (one for one in found if isinstance(one, Problem))
    assert isinstance(problem, NetworkUnits)
    assert (problem.status, problem.headers) == (429, {"Retry-After": "60"})
    assert await world.stock(goods) == (10, 10)
    await world.reserve(guest("192.0.2.9"), goods)  # a neighbour elsewhere
    customer = Principal(world.customer().id, "user", address="192.0.2.8")
    await world.reserve(customer, goods, quantity=9)


async def test_the_journal_knows_no_address(world: World) -> None:
    goods = await world.goods(20)
    await world.reserve(guest("192.0.2.123"), goods)
    ((count,),) = await world.rows(
        "SELECT count(*) FROM ledger_entries WHERE key LIKE '%192.0.2.123%'"
    )
    assert count == 0


# --- what ended unpaid ------------------------------------------------------------------------


async def let_end(world: World, buyer: Principal, goods: Goods, how: str) -> None:
    reserved = await world.reserve(buyer, goods)
    if how == "cancel":
        await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    elif how == "staff":
        staff = process("user:staff")
        await cancel_by_staff(world.platform, staff, reserved.order_id, "sold out")
    else:
        await world.end_hold(reserved)
        await world.sweep()


@pytest.mark.parametrize("how", ["cancel", "expire"])
async def test_who_let_three_end_unpaid_holds_one_at_a_time_until_one_is_paid(
    world: World, how: str
) -> None:
    guard(world, HoldCaps(unpaid_owner=3))
    buyer, goods = world.customer(), await world.goods(1000)
    for _ in range(3):
        await let_end(world, buyer, goods, how)
    one = await world.reserve(buyer, goods)
    problem = await refused(world, buyer, goods, 1)
    assert isinstance(problem, TooManyUnpaid)
    assert problem.status == 429
    assert 3500 < int(problem.headers["Retry-After"]) <= 3600
    await world.reserve(world.customer(), goods)  # nobody else pays for it
    await world.confirm(buyer, one, await world.pay(buyer, one))
    for _ in range(2):
        await world.reserve(buyer, goods)


async def test_time_mends_it(world: World) -> None:
    guard(world, HoldCaps(unpaid_owner=3))
    buyer, goods = world.customer(), await world.goods(1000)
    for _ in range(3):
        await let_end(world, buyer, goods, "cancel")
    await world.reserve(buyer, goods)
    assert isinstance(await refused(world, buyer, goods, 1), TooManyUnpaid)
    guard(world, HoldCaps(unpaid_owner=3, unpaid_seconds=0.001))  # as if an hour had passed
    await world.reserve(buyer, goods)


async def test_what_staff_cancel_and_what_is_held_anew_counts_against_nobody(
    world: World,
) -> None:
    guard(world, HoldCaps(unpaid_owner=2))
    buyer, goods = world.customer(), await world.goods(1000)
    for _ in range(2):
        await let_end(world, buyer, goods, "staff")
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods)
    for other in (coupon, None, coupon):
        await change_coupon(world.platform, Caller(buyer, str(new_id())), reserved.order_id, other)
    await world.reserve(buyer, goods)


async def test_guests_of_an_address_that_let_too_many_end_hold_fewer_together(
    world: World,
) -> None:
    guard(world, HoldCaps(address=20, unpaid_address=4))
    goods = await world.goods(1000)
    for _ in range(4):
        await let_end(world, guest("192.0.2.30"), goods, "cancel")
    for _ in range(2):  # a tenth of what may be open
        await world.reserve(guest("192.0.2.30"), goods)
    assert isinstance(await refused(world, guest("192.0.2.30"), goods, 1), TooManyUnpaid)
    await world.reserve(guest("192.0.2.31"), goods)
    await world.reserve(Principal(world.customer().id, "user", address="192.0.2.30"), goods)


async def test_how_many_may_be_open_is_said_as_before(world: World) -> None:
    guard(world, HoldCaps(owner=2))
    buyer, goods = world.customer(), await world.goods(1000)
    for _ in range(2):
        await world.reserve(buyer, goods)
    assert isinstance(await refused(world, buyer, goods, 1), TooManyHolds)


# --- how much in a day ------------------------------------------------------------------------


async def test_only_so_many_lines_are_reserved_in_a_day(world: World) -> None:
    rates = Rates()
    guard(
        world,
        HoldCaps(
            lines_owner=rates.rate("owner", "6/day"), lines_address=rates.rate("address", "8/day")
        ),
    )
    tea, mug = await world.goods(1000), await world.goods(1000)
    buyer = Principal(world.customer().id, "user", address="192.0.2.40")
    for _ in range(3):
        reserved = await world.reserve(buyer, tea, mug)
        await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    problem = await refused(world, buyer, tea, 1)
    assert isinstance(problem, TooManyReservations)
    assert 86_000 < int(problem.headers["Retry-After"]) <= 86_400
    for _ in range(4):  # another guest each time, of one address
        await world.reserve(guest("192.0.2.40"), tea, mug)
    assert isinstance(await refused(world, guest("192.0.2.40"), tea, 1), TooManyReservations)
    await world.reserve(guest("192.0.2.41"), tea)
    neighbour = Principal(world.customer().id, "user", address="192.0.2.40")
    await world.reserve(neighbour, tea)


async def test_what_is_refused_counts_too(world: World) -> None:
    """It may have opened accounts, which stay."""
    guard(world, HoldCaps(lines_owner=Rates().rate("owner", "2/day")))
    buyer, none = world.customer(), await world.goods(0)
    for _ in range(2):
        assert isinstance(await refused(world, buyer, none, 1), InsufficientStock)
    assert isinstance(await refused(world, buyer, none, 1), TooManyReservations)
