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
from tests.db.flows.buying import (
    Goods,
    a_customer,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    reserve,
    stock_of,
    sweep_all,
)
from tests.db.flows.coupons import new_coupon
from tests.db.flows.stage import Stage, select


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """One that guards."""
    return replace(stage, caps=HoldCaps(pepper=b"of the test"))


async def settle_on(stage: Stage, **settings: object) -> None:
    await update_settings(stage.database, settings, process("user:staff"))
    stage.shop.forget()


def guest(address: str) -> Principal:
    return Principal(guest_owner(new_id()), "guest", address=address)


async def reserved_or_not(
    stage: Stage, buyer: Principal, goods: Goods, quantity: int
) -> Placed | Problem:
    try:
        return await reserve(stage, buyer, goods, quantity=quantity)
    except Problem as problem:
        return problem


async def refused(stage: Stage, buyer: Principal, goods: Goods, quantity: int) -> Problem:
    found = await reserved_or_not(stage, buyer, goods, quantity)
    assert isinstance(found, Problem)
    return found


# --- units of one variant ---------------------------------------------------------------------


async def test_one_buyer_never_holds_more_units_than_the_shop_says_however_many_ask_at_once(
    stage: Stage,
) -> None:
    await settle_on(stage, hold_units=10)
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    found = await asyncio.gather(*(reserved_or_not(stage, buyer, goods, 3) for _ in range(9)))
    assert sum(isinstance(one, Placed) for one in found) == 3
    assert {type(one) for one in found} == {Placed, TooManyUnits}
    assert await stock_of(stage, goods) == (991, 9)
    problem = await refused(stage, buyer, goods, 2)
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
    await reserve(stage, buyer, goods)  # the tenth
    other = await new_goods(stage, 1000)
    await reserve(stage, buyer, other, quantity=10)  # each variant counts alone
    await reserve(stage, a_customer(), goods, quantity=10)  # so does each buyer


async def test_two_lines_of_one_variant_add_up(stage: Stage) -> None:
    await settle_on(stage, hold_units=10)
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    with pytest.raises(TooManyUnits) as found:
        await reserve(stage, buyer, goods, goods, quantity=6)
    assert [one.field for one in found.value.errors] == ["items[0].quantity", "items[1].quantity"]


async def test_what_is_paid_for_or_let_go_makes_room(stage: Stage) -> None:
    await settle_on(stage, hold_units=4)
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    first = await reserve(stage, buyer, goods, quantity=4)
    await refused(stage, buyer, goods, 1)
    await confirm(stage, buyer, first, await pay_for(stage, buyer, first))
    second = await reserve(stage, buyer, goods, quantity=4)
    await cancel(stage, Caller(buyer), order_id=second.order_id)
    third = await reserve(stage, buyer, goods, quantity=4)
    await end_hold(stage, third)
    await sweep_all(stage)
    await reserve(stage, buyer, goods, quantity=4)
    assert await stock_of(stage, goods) == (992, 4)


async def test_staff_may_raise_and_lower_it_for_a_product(stage: Stage) -> None:
    await settle_on(stage, hold_units=10)
    goods = await new_goods(stage, 1000)
    for units, more in ((30, 31), (1, 2)):
        await select(
            stage,
            "UPDATE products SET hold_units = $2, revision = revision + 1 WHERE id = $1",
            goods.product_id,
            units,
        )
        buyer = a_customer()
        assert isinstance(await refused(stage, buyer, goods, more), TooManyUnits)
        await reserve(stage, buyer, goods, quantity=units)


async def test_a_bound_that_was_lowered_leaves_standing_what_is_held(stage: Stage) -> None:
    """A coupon prices it anew, in a hold that takes the place of the first."""
    await settle_on(stage, hold_units=10)
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, quantity=8)
    await settle_on(stage, hold_units=5)
    await change_coupon(stage, Caller(buyer), reserved.order_id, coupon)
    assert (await order_now(stage, reserved)).coupon_id == coupon
    assert await stock_of(stage, goods) == (992, 8)
    assert isinstance(await refused(stage, buyer, goods, 1), TooManyUnits)


async def test_too_little_in_stock_is_named_first_where_the_bound_would_allow_it(
    stage: Stage,
) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 3)
    assert isinstance(await refused(stage, buyer, goods, 30), InsufficientStock)
    assert isinstance(await refused(stage, buyer, goods, 4), InsufficientStock)


# --- guests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("stock", "most"), [(1000, 20), (60, 15), (20, 5), (3, 2)])
async def test_a_guest_holds_a_share_of_what_is_free(stage: Stage, stock: int, most: int) -> None:
    """A quarter, two at least, never more than anybody may."""
    goods, buyer = await new_goods(stage, stock), guest("192.0.2.7")
    problem = await refused(stage, buyer, goods, most + 1)
    assert isinstance(problem, TooManyUnits if most == 20 else GuestUnits)
    limits: Any = problem.extra["limits"]
    assert limits[0]["mayHold"] == most
    await reserve(stage, buyer, goods, quantity=most - 1)
    await reserve(stage, buyer, goods)  # what one holds oneself counts as free
    assert isinstance(await refused(stage, buyer, goods, 1), type(problem))
    await reserve(stage, a_customer(), goods, quantity=min(most + 1, stock - most, 20))


async def test_guests_of_one_address_hold_half_at_most_who_has_an_account_what_is_left(
    stage: Stage,
) -> None:
    goods = await new_goods(stage, 20)
    found = await asyncio.gather(
        *(reserved_or_not(stage, guest("192.0.2.8"), goods, 2) for _ in range(9))
    )
    assert sum(isinstance(one, Placed) for one in found) == 5
    (problem, *_) = (one for one in found if isinstance(one, Problem))
    assert isinstance(problem, NetworkUnits)
    assert (problem.status, problem.headers) == (429, {"Retry-After": "60"})
    assert await stock_of(stage, goods) == (10, 10)
    await reserve(stage, guest("192.0.2.9"), goods)  # a neighbour elsewhere
    customer = Principal(a_customer().id, "user", address="192.0.2.8")
    await reserve(stage, customer, goods, quantity=9)


async def test_the_journal_knows_no_address(stage: Stage) -> None:
    goods = await new_goods(stage, 20)
    await reserve(stage, guest("192.0.2.123"), goods)
    ((count,),) = await select(
        stage, "SELECT count(*) FROM ledger_entries WHERE key LIKE '%192.0.2.123%'"
    )
    assert count == 0


# --- what ended unpaid ------------------------------------------------------------------------


async def let_end(stage: Stage, buyer: Principal, goods: Goods, how: str) -> None:
    reserved = await reserve(stage, buyer, goods)
    if how == "cancel":
        await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    elif how == "staff":
        staff = process("user:staff")
        await cancel_by_staff(stage, staff, reserved.order_id, "sold out")
    else:
        await end_hold(stage, reserved)
        await sweep_all(stage)


@pytest.mark.parametrize("how", ["cancel", "expire"])
async def test_who_let_three_end_unpaid_holds_one_at_a_time_until_one_is_paid(
    stage: Stage, how: str
) -> None:
    stage = replace(stage, caps=HoldCaps(unpaid_owner=3))
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    for _ in range(3):
        await let_end(stage, buyer, goods, how)
    one = await reserve(stage, buyer, goods)
    problem = await refused(stage, buyer, goods, 1)
    assert isinstance(problem, TooManyUnpaid)
    assert problem.status == 429
    assert 3500 < int(problem.headers["Retry-After"]) <= 3600
    await reserve(stage, a_customer(), goods)  # nobody else pays for it
    await confirm(stage, buyer, one, await pay_for(stage, buyer, one))
    for _ in range(2):
        await reserve(stage, buyer, goods)


async def test_time_mends_it(stage: Stage) -> None:
    stage = replace(stage, caps=HoldCaps(unpaid_owner=3))
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    for _ in range(3):
        await let_end(stage, buyer, goods, "cancel")
    await reserve(stage, buyer, goods)
    assert isinstance(await refused(stage, buyer, goods, 1), TooManyUnpaid)
    stage = replace(
        stage, caps=HoldCaps(unpaid_owner=3, unpaid_seconds=0.001)
    )  # as if an hour had passed
    await reserve(stage, buyer, goods)


async def test_what_staff_cancel_and_what_is_held_anew_counts_against_nobody(
    stage: Stage,
) -> None:
    stage = replace(stage, caps=HoldCaps(unpaid_owner=2))
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    for _ in range(2):
        await let_end(stage, buyer, goods, "staff")
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods)
    for other in (coupon, None, coupon):
        await change_coupon(stage, Caller(buyer, str(new_id())), reserved.order_id, other)
    await reserve(stage, buyer, goods)


async def test_guests_of_an_address_that_let_too_many_end_hold_fewer_together(
    stage: Stage,
) -> None:
    stage = replace(stage, caps=HoldCaps(address=20, unpaid_address=4))
    goods = await new_goods(stage, 1000)
    for _ in range(4):
        await let_end(stage, guest("192.0.2.30"), goods, "cancel")
    for _ in range(2):  # a tenth of what may be open
        await reserve(stage, guest("192.0.2.30"), goods)
    assert isinstance(await refused(stage, guest("192.0.2.30"), goods, 1), TooManyUnpaid)
    await reserve(stage, guest("192.0.2.31"), goods)
    await reserve(stage, Principal(a_customer().id, "user", address="192.0.2.30"), goods)


async def test_how_many_may_be_open_is_said_as_before(stage: Stage) -> None:
    stage = replace(stage, caps=HoldCaps(owner=2))
    buyer, goods = a_customer(), await new_goods(stage, 1000)
    for _ in range(2):
        await reserve(stage, buyer, goods)
    assert isinstance(await refused(stage, buyer, goods, 1), TooManyHolds)


# --- how much in a day ------------------------------------------------------------------------


async def test_only_so_many_lines_are_reserved_in_a_day(stage: Stage) -> None:
    rates = Rates()
    stage = replace(
        stage,
        caps=HoldCaps(
            lines_owner=rates.rate("owner", "6/day"), lines_address=rates.rate("address", "8/day")
        ),
    )
    tea, mug = await new_goods(stage, 1000), await new_goods(stage, 1000)
    buyer = Principal(a_customer().id, "user", address="192.0.2.40")
    for _ in range(3):
        reserved = await reserve(stage, buyer, tea, mug)
        await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    problem = await refused(stage, buyer, tea, 1)
    assert isinstance(problem, TooManyReservations)
    assert 86_000 < int(problem.headers["Retry-After"]) <= 86_400
    for _ in range(4):  # another guest each time, of one address
        await reserve(stage, guest("192.0.2.40"), tea, mug)
    assert isinstance(await refused(stage, guest("192.0.2.40"), tea, 1), TooManyReservations)
    await reserve(stage, guest("192.0.2.41"), tea)
    neighbour = Principal(a_customer().id, "user", address="192.0.2.40")
    await reserve(stage, neighbour, tea)


async def test_what_is_refused_counts_too(stage: Stage) -> None:
    """It may have opened accounts, which stay."""
    stage = replace(stage, caps=HoldCaps(lines_owner=Rates().rate("owner", "2/day")))
    buyer, none = a_customer(), await new_goods(stage, 0)
    for _ in range(2):
        assert isinstance(await refused(stage, buyer, none, 1), InsufficientStock)
    assert isinstance(await refused(stage, buyer, none, 1), TooManyReservations)
