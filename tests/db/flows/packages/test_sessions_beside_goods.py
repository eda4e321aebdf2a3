"""Hours, and certificates for a service, pay for the session of an order and not for goods beside
it, whatever their order and however many they are; what a cancel gives back of such a mix."""

from collections.abc import Sequence
from itertools import permutations
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Policy, Step
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.paying import ways_of
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered
from holdfast.kit import new_id
from holdfast.packages import Item
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking, booking_now, in_minutes
from tests.db.flows.buying import (
    Goods,
    a_customer,
    cart_of,
    new_goods,
    reserve,
    state_now,
    stock_of,
)
from tests.db.flows.packages.having import bought, has, left_of_all, pay
from tests.db.flows.stage import Stage

PRICE = 9000
HALF = Policy(steps=(Step(10_000_000, 50),))


def minutes(units: int, *services: UUID) -> Item:
    return Item(kind="hours", units=units, price=1000, services=services)


def voucher(units: int, *services: UUID) -> Item:
    return Item(kind="certificate", units=units, price=1000, services=services)


async def beside(
    stage: Stage, client: Principal, goods: Goods, service: UUID, policy: Policy = HALF
) -> Placed:
    """An hour at 9000, and goods at 9000."""
    taking = a_taking(start=in_minutes(600), minutes=60)
    new = replace(a_booking(taking, price=PRICE, policy=policy), service_id=service)
    asked = Amount(PRICE, "EUR", "Portrait", new, beside=tuple(cart_of(goods)))
    return await place(stage, Caller(client), asked)


async def rest_after(
    stage: Stage, client: Principal, placed: Placed, sources: Sequence[Source]
) -> object:
    with pytest.raises(RestNotCovered) as refusal:
        await pay(stage, client, placed, *sources)
    return refusal.value.extra["rest"]


async def test_two_packages_of_hours_pay_one_session_together(stage: Stage) -> None:
    client, goods = a_customer(), await new_goods(stage, 5, price=PRICE)
    few, many = await bought(stage, client, minutes(20), minutes(600))
    placed = await beside(stage, client, goods, new_id())
    first, then = Source("hours", few), Source("hours", many)
    assert await rest_after(stage, client, placed, [first, then]) == PRICE
    assert await rest_after(stage, client, placed, [then]) == PRICE
    with pytest.raises(SourceRefused, match="It can pay"):
        await pay(stage, client, placed, then, first)  # nothing of the session is left
    with pytest.raises(SourceRefused, match=r"It can pay .*90"):
        await pay(stage, client, placed, Source("hours", many, 9001))
    begun = await pay(stage, client, placed, first, then, provider="scripted")
    assert begun.status != "failed"
    assert (await has(stage, few), await has(stage, many)) == (0, 560)
    assert (await left_of_all(stage, placed.order_id))["hours"] == PRICE


async def test_packages_whose_minutes_do_not_divide_the_price_take_no_minute_twice(
    stage: Stage,
) -> None:
    client = a_customer()
    few, many = await bought(stage, client, minutes(10), minutes(600))
    new = a_booking(a_taking(start=in_minutes(600), minutes=60), price=8999)
    placed = await place(stage, Caller(client), Amount(8999, "EUR", "Portrait", new))
    await pay(stage, client, placed, Source("hours", few), Source("hours", many))
    assert (await has(stage, few), await has(stage, many)) == (0, 550)


async def test_a_certificate_for_a_service_pays_for_that_service_alone(stage: Stage) -> None:
    client, goods, service = a_customer(), await new_goods(stage, 5, price=PRICE), new_id()
    own, others = await bought(
        stage, client, voucher(50_000, service), voucher(50_000, new_id(), new_id())
    )
    placed = await beside(stage, client, goods, service)
    assert await rest_after(stage, client, placed, [Source("certificate", own)]) == PRICE
    with pytest.raises(SourceRefused, match="other services"):
        await pay(stage, client, placed, Source("certificate", others))
    _, due, ways = await ways_of(stage, client, placed.reservation_id)
    assert (due, [(way.source.grant, way.amount) for way in ways]) == (18_000, [(own, PRICE)])
    assert [way.session_due for way in ways] == [PRICE]  # so that nobody adds up what is for it
    only_goods = await reserve(stage, client, goods)
    with pytest.raises(SourceRefused, match="other services"):
        await pay(stage, client, only_goods, Source("certificate", own))
    assert (await has(stage, own), await has(stage, others)) == (50_000, 50_000)


@pytest.mark.parametrize("turn", list(permutations(("hours", "own", "any"))), ids="-".join)
async def test_whatever_their_order_the_session_is_paid_once_and_a_cancel_gives_it_back(
    stage: Stage, turn: tuple[str, ...]
) -> None:
    client, goods, service = a_customer(), await new_goods(stage, 5, price=PRICE), new_id()
    hours, own, other = await bought(
        stage, client, minutes(20, service), voucher(6000, service), voucher(9000)
    )
    placed = await beside(stage, client, goods, service)
    named = {
        "hours": Source("hours", hours),
        "own": Source("certificate", own),
        "any": Source("certificate", other),
    }
    await pay(stage, client, placed, *(named[one] for one in turn))
    assert await state_now(stage, placed) == ("paid", None, "none")
    assert [await has(stage, one) for one in (hours, own, other)] == [0, 0, 0]
    done = await cancel_booking(stage, Caller(client), (await booking_now(stage, placed)).id)
    assert (done.penalty, done.refund) == (4500, 13_500)
    assert await stock_of(stage, goods) == (5, 0)
    # The last of them comes back first: 4500 are kept of those that paid first.
    kept, expected = 4500, {}
    for one, amount, units in ((one, *_paid(one)) for one in turn):
        part = min(kept, amount)
        kept -= part
        expected[one] = -(-units * (amount - part) // amount)
    assert {one: await has(stage, named[one].grant or hours) for one in turn} == expected


def _paid(kind: str) -> tuple[int, int]:
    return {"hours": (3000, 20), "own": (6000, 6000), "any": (9000, 9000)}[kind]


async def test_a_whole_cancel_of_session_and_goods_gives_back_every_unit(stage: Stage) -> None:
    client, goods, service = a_customer(), await new_goods(stage, 5, price=PRICE), new_id()
    hours, own, other = await bought(
        stage, client, minutes(600), voucher(500, service), voucher(9500)
    )
    placed = await beside(stage, client, goods, service, Policy(steps=()))
    sources = [Source("certificate", own), Source("hours", hours), Source("certificate", other)]
    await pay(stage, client, placed, *sources)
    assert [await has(stage, one) for one in (hours, own, other)] == [600 - 57, 0, 500]
    await cancel_booking(stage, Caller(client), (await booking_now(stage, placed)).id)
    assert await state_now(stage, placed) == ("cancelled", "refunded", "done")
    assert [await has(stage, one) for one in (hours, own, other)] == [600, 500, 9500]
    assert await stock_of(stage, goods) == (5, 0)
