"""Returns: no unit is sent back twice, refunded twice or on sale twice, however many ask and decide
at once; and what goes back is what was paid for the units that came."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship
from holdfast.flows.returning.asking import approve, ask_for, call_off, receive, refuse_return
from holdfast.flows.returning.inspecting import Came, DeductionTooLarge, NotInReturn, inspect
from holdfast.flows.staff.orders import complete, refund
from holdfast.fulfilment import parcels_of
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.returns import (
    NotArrived,
    Return,
    ReturnEnded,
    ReturnLine,
    UnitsNotReturnable,
    returns_of,
    written_off_key,
)
from tests.db.flows.buying import (
    Goods,
    a_customer,
    confirm,
    new_goods,
    order_now,
    pay_for,
    refundable_of,
    reserve,
    stock_of,
)
from tests.db.flows.stage import Stage, events_of

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")


async def bought(stage: Stage, *goods: Goods, quantity: int = 3) -> tuple[Caller, Order]:
    """A paid order of so many units of each, with its buyer."""
    buyer = a_customer()
    reserved = await reserve(stage, buyer, *goods, quantity=quantity)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return Caller(buyer, "r-buyer"), await order_now(stage, reserved)


async def all_of(*steps: Awaitable[Any]) -> list[Problem]:
    """Run at once; the refusals."""
    done = await asyncio.gather(*steps, return_exceptions=True)
    unknown = [
        one for one in done if isinstance(one, BaseException) and not isinstance(one, Problem)
    ]
    assert not unknown
    return [one for one in done if isinstance(one, Problem)]


async def returns_now(stage: Stage, order: Order) -> tuple[Return, ...]:
    return await returns_of(stage.database.pool, order.id)


def units(count: int) -> ReturnLine:
    return ReturnLine(count, "does-not-fit")


async def test_what_came_is_on_sale_or_written_off_and_what_was_paid_for_it_goes_back(
    stage: Stage,
) -> None:
    lamp, bulb = await new_goods(stage, 5, 500), await new_goods(stage, 5, 301)
    buyer, order = await bought(stage, lamp, bulb)
    with pytest.raises(NotArrived):
        await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    # Two lamps arrive; the rest is still to be sent.
    await make_parcel(stage, STAFF, order.id, {0: 2}, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    await deliver(stage, STAFF, order.id, parcel.id)
    with pytest.raises(UnitsNotReturnable):
        await ask_for(stage, buyer, order.id, {0: units(3)}, "")
    (kept,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "")
    await call_off(stage, buyer, kept)
    with pytest.raises(ReturnEnded):
        await call_off(stage, buyer, kept)
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    rest = (await parcels_of(stage.database.pool, [order.id]))[order.id][1]
    await ship(stage, STAFF, order.id, rest.id, "Post", None)
    await deliver(stage, STAFF, order.id, rest.id)

    (asked,) = await ask_for(stage, buyer, order.id, {0: units(3), 1: units(2)}, "Too dark")
    with pytest.raises(UnitsNotReturnable):
        await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    await approve(stage, STAFF, asked, "Send it to the back door.")
    await receive(stage, STAFF, asked)
    with pytest.raises(NotInReturn):
        await inspect(stage, STAFF, asked, {1: Came(2, 1, "broken")})
    with pytest.raises(DeductionTooLarge):
        await inspect(stage, STAFF, asked, {1: Came(1)}, deduct=302, deduction="no box")
    # One lamp is not in the box, one is broken; a bulb comes without its box.
    came = {0: Came(1, 1, "broken"), 1: Came(2)}
    await inspect(stage, STAFF, asked, came, deduct=100, deduction="no box")
    assert await stock_of(stage, lamp) == (3, 0)
    assert await stock_of(stage, bulb) == (4, 0)
    assert (await stage.reader.account(written_off_key(lamp.variant_id))).balance == 1
    assert order.payment_id is not None
    assert await refundable_of(stage, order.payment_id) == order.total - (1000 + 602 - 100)
    *_, done = await returns_now(stage, order)
    assert (done.status, done.refunded, done.deducted, done.deduction, done.delivery) == (
        "inspected", 1502, 100, "no box", 0,
    )  # fmt: skip
    assert [(one.came, one.paid, one.fault) for one in done.lines.values()] == [
        (2, 1000, "broken"), (2, 602, ""),
    ]  # fmt: skip
    with pytest.raises(ReturnEnded):
        await inspect(stage, STAFF, asked, came)
    told = [kind for kind in await events_of(stage, order.id) if kind.startswith("return.")]
    assert told == [
        "return.requested", "return.cancelled", "return.requested", "return.approved",
        "return.received", "return.inspected",
    ]  # fmt: skip
    # What did not come may be sent later; a box with nothing in it brings nothing back.
    (later,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "Found it")
    await approve(stage, STAFF, later, "")
    await receive(stage, STAFF, later)
    await inspect(stage, STAFF, later, {})
    (again,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "Really")
    await refuse_return(stage, STAFF, again, "It was used")
    assert await refundable_of(stage, order.payment_id) == order.total - 1502
    assert [one.status for one in await returns_now(stage, order)] == [
        "cancelled", "inspected", "inspected", "refused",
    ]  # fmt: skip


async def test_who_ask_at_once_never_send_a_unit_twice(stage: Stage) -> None:
    goods = await new_goods(stage, 3)
    buyer, order = await bought(stage, goods)
    await complete(stage, STAFF, order.id)
    refused = await all_of(
        *(ask_for(stage, buyer, order.id, {0: units(1 + at % 2)}, "") for at in range(6)),
        refund(stage, STAFF, order.id, {0: 1}, "kindness"),
    )
    open_now = await returns_now(stage, order)
    back = (await stage.reader.account(f"returned/{order.id}/0")).balance
    assert sum(one.lines[0].quantity for one in open_now) + back <= 3
    assert [one.number for one in open_now] == list(range(1, len(open_now) + 1))
    assert {type(one) for one in refused} <= {UnitsNotReturnable}


async def test_who_inspect_at_once_refund_once(stage: Stage) -> None:
    goods = await new_goods(stage, 3)
    buyer, order = await bought(stage, goods)
    await complete(stage, STAFF, order.id)
    (first,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    (second,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    for one in (first, second):
        await approve(stage, STAFF, one, "")
        await receive(stage, STAFF, one)
    refused = await all_of(
        *(inspect(stage, STAFF, one, {0: Came(1)}) for one in (first, second, first, second)),
        refund(stage, STAFF, order.id, 300, "kindness"),
    )
    assert [type(one) for one in refused] == [ReturnEnded, ReturnEnded]
    assert await stock_of(stage, goods) == (2, 0)
    assert order.payment_id is not None
    assert await refundable_of(stage, order.payment_id) == 1500 - 1000 - 300
    # Less is left than was paid for the last unit: all of it, or nothing.
    (last,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    await approve(stage, STAFF, last, "")
    await receive(stage, STAFF, last)
    with pytest.raises(Problem, match=r"€2 of"):
        await inspect(stage, STAFF, last, {0: Came(1)})
    await inspect(stage, STAFF, last, {0: Came(1)}, deduct=300, deduction="given before")
    assert await refundable_of(stage, order.payment_id) == 0
    assert await stock_of(stage, goods) == (3, 0)
