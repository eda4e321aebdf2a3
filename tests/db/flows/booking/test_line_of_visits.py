"""Who waits for a visit, or for a session with something added, is offered all of it by one
command, or it is the next one's turn; goods that were to go along are held as far as they are
there, and what is missing is said."""

import asyncio
from dataclasses import replace as with_caps
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking import ResourceTerms
from holdfast.booking.services import Extra, Need, Service, terms_of, visit_of
from holdfast.catalog import stock_key
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.waiting_in_line import look_after_line, wait_for_time
from holdfast.flows.checkout.basket import CartLine, MixedCurrencies
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.joining import wait_for_units
from holdfast.kit import Problem, shop_now
from holdfast.ledger import Command, SetOnHand
from holdfast.orders import load_items
from holdfast.people import Principal
from holdfast.waiting import InLine, places_of
from tests.db.flows.booking.making import booking_now
from tests.db.flows.booking.series import ALWAYS, SERVICE, STAFF, a_room, at, other_hours
from tests.db.flows.booking.test_line import offer_of
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    cart_of,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    reserve,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.test_joining import archived
from tests.support.length import LONG
from tests.support.time_auditor import faults_of_time

DAY = 20


async def a_mirror(stage: Stage) -> UUID:
    """Equipment that is in no studio."""
    terms = ResourceTerms(kind="equipment", name="Mirror", zone="UTC")
    one = await make_resource(stage, STAFF, terms)
    await set_schedule(stage, STAFF, one, ALWAYS, 0)
    return one


async def a_service(stage: Stage, room: UUID, kind: Any = "studio", **more: Any) -> Service:
    need = Need(role=kind, kind=kind, resources=(room,))
    return await make_service(
        stage.database, STAFF, terms_of(replace(SERVICE, needs=(need,), **more))
    )


def at_ten(*who: UUID, minutes: int = 60, **more: Any) -> Wanted:
    return Wanted(at(DAY), minutes, (who,), **more)


async def hold(parts: ShopParts, who: Principal, service: Service, wanted: Wanted) -> Placed:
    return await hold_booking(parts, Caller(who), service, wanted)


async def join(parts: ShopParts, who: Principal, service: Service, wanted: Wanted) -> UUID:
    return await wait_for_time(parts, Caller(who), service, wanted)


async def place_of(parts: ShopParts, who: Principal) -> InLine:
    ((place, _),) = await places_of(parts.database.pool, who.id, shop_now())
    return place


async def standing(parts: ShopParts, who: Principal) -> str:
    return (await place_of(parts, who)).status


async def gone(parts: ShopParts, who: Principal, held: Placed) -> None:
    """Its owner does not want it any more."""
    await cancel(parts, Caller(who), order_id=held.order_id)


def beside(*goods: Goods, quantity: int = 1) -> tuple[CartLine, ...]:
    return tuple(cart_of(*goods, quantity=quantity))


async def offered_goods(parts: ShopParts, who: Principal) -> dict[UUID, int]:
    order = await offer_of(parts, who)
    items = await load_items(parts.database.pool, [order.order_id])
    return {one.variant_id: one.quantity for one in items[order.order_id]}


def missing(place: InLine) -> dict[UUID, int]:
    return {one.variant_id: one.quantity for one in place.missing}


async def test_a_visit_is_offered_whole_or_the_next_in_line_has_the_time(stage: Stage) -> None:
    north, mirror = await a_room(stage, "North"), await a_mirror(stage)
    makeup = Extra(id="makeup", name="Make-up", price=3_000, minutes=30,
                   need=Need(role="mirror", kind="equipment", resources=(mirror,)))  # fmt: skip
    service = await a_service(stage, north, extras=(makeup,))
    other = await a_service(stage, north, name="Passport photo", lengths=SERVICE.lengths)
    visit = visit_of(service, ["makeup"], [(other, 60)])
    owner, first, second = a_guest(), a_customer(), a_customer()
    held = await hold(stage, owner, service, at_ten(north))
    hire = await a_service(stage, mirror, kind="equipment")
    busy = await hold(stage, owner, hire, at_ten(mirror))
    await join(stage, first, visit, at_ten(north, mirror, minutes=150))
    await join(stage, second, service, at_ten(north))
    await gone(stage, owner, held)  # the mirror is still busy: it does not fit
    assert (await standing(stage, first), await standing(stage, second)) == ("waiting", "offered")
    await end_hold(stage, await offer_of(stage, second))
    await sweep_all(stage)
    assert await standing(stage, first) == "waiting"
    await gone(stage, owner, busy)
    offer = await offer_of(stage, first)
    booking = await booking_now(stage, offer)
    assert [(one.kind, one.name, one.minutes) for one in booking.parts] == [
        ("service", "Yoga", 60),
        ("service", "Passport photo", 60),
        ("extra", "Make-up", 30),
    ]
    assert booking.price == 9_000 + 3_000 + 9_000
    assert (await order_now(stage, offer)).total == 4_500 + 1_500 + 4_500
    await confirm(stage, first, offer, await pay_for(stage, first, offer))
    assert (await booking_now(stage, offer)).status == "confirmed"
    assert await faults_of_time(stage.database.url) == []


async def test_a_visit_is_planned_anew_by_other_hours_with_all_that_is_in_it(stage: Stage) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    longer = Extra(id="prints", name="Prints", price=2_000, minutes=30)
    service = await a_service(stage, room, extras=(longer,))
    visit = visit_of(service, ["prints"], ())
    held = await hold(stage, owner, service, at_ten(room))
    await join(stage, first, visit, at_ten(room, minutes=90))
    await other_hours(stage, room)
    await gone(stage, owner, held)
    assert await standing(stage, first) == "waiting"  # planned by hours that are no more
    assert await look_after_line(stage, shop_now()) == 0
    assert await look_after_line(stage, shop_now()) == 1
    booking = await booking_now(stage, await offer_of(stage, first))
    assert [one.name for one in booking.parts] == ["Yoga", "Prints"]
    assert (booking.ends_at - booking.starts_at).total_seconds() == 90 * 60


async def test_the_same_time_with_something_added_is_another_place(stage: Stage) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    retouched = Extra(id="retouched", name="Retouched", price=2_000, minutes=0)
    service = await a_service(stage, room, extras=(retouched,), people=4)
    await hold(stage, owner, service, at_ten(room))
    alone = await join(stage, first, service, at_ten(room))
    assert await join(stage, first, visit_of(service, ["retouched"], ()), at_ten(room)) != alone
    # As many people, and the goods, are those that were said last; the place stays.
    goods = await new_goods(stage, 3)
    again = at_ten(room, people=2, beside=beside(goods, quantity=2))
    assert await join(stage, first, service, again) == alone
    place, _ = (await places_of(stage.database.pool, first.id, shop_now()))[0]
    assert (place.id, place.people) == (alone, 2)
    assert [(one.variant_id, one.quantity) for one in place.beside] == [(goods.variant_id, 2)]


async def test_goods_along_are_held_and_paid_with_the_time(stage: Stage) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    service, goods = await a_service(stage, room), await new_goods(stage, 5, price=700)
    held = await hold(stage, owner, service, at_ten(room))
    await join(stage, first, service, at_ten(room, beside=beside(goods, quantity=2)))
    assert await stock_of(stage, goods) == (5, 0)  # who waits keeps nothing off sale
    await gone(stage, owner, held)
    offer = await offer_of(stage, first)
    assert await stock_of(stage, goods) == (3, 2)
    assert (await order_now(stage, offer)).total == 4_500 + 2 * 700
    assert (await place_of(stage, first)).missing == ()
    await confirm(stage, first, offer, await pay_for(stage, first, offer))
    assert await stock_of(stage, goods) == (3, 0)
    assert (await booking_now(stage, offer)).status == "confirmed"
    # Of one that lapses the goods come back with the time.
    second, other = a_customer(), at_ten(room)
    other = replace(other, start=at(DAY, 14), beside=beside(goods))
    held = await hold(stage, owner, service, replace(other, beside=()))
    await join(stage, second, service, other)
    await gone(stage, owner, held)
    assert await stock_of(stage, goods) == (2, 1)
    await end_hold(stage, await offer_of(stage, second))
    await sweep_all(stage)
    assert await stock_of(stage, goods) == (3, 0)


async def test_the_time_is_offered_without_goods_that_are_not_there_and_says_so(
    stage: Stage,
) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    service = await a_service(stage, room)
    some, none, off = [await new_goods(stage, 3, price=700) for _ in range(3)]
    held = await hold(stage, owner, service, at_ten(room))
    await join(stage, first, service, at_ten(room, beside=beside(some, none, off, quantity=2)))
    await reserve(stage, a_customer(), some, quantity=2)
    await stage.ledger.commit(Command((SetOnHand(stock_key(none.variant_id), 0),)))
    await archived(stage, off)
    await gone(stage, owner, held)
    offer = await offer_of(stage, first)
    assert await offered_goods(stage, first) == {some.variant_id: 1}
    assert missing(await place_of(stage, first)) == {
        some.variant_id: 1, none.variant_id: 2, off.variant_id: 2
    }  # fmt: skip
    assert (await order_now(stage, offer)).total == 4_500 + 700


async def test_goods_that_come_back_with_the_time_go_along(stage: Stage) -> None:
    room, owner = await a_room(stage, "North"), a_guest()
    service, last = await a_service(stage, room), await new_goods(stage, 1)
    begins = at_ten(room, beside=beside(last))
    held = await hold(stage, owner, service, begins)
    line = [a_customer() for _ in range(3)]
    for who in line:
        await join(stage, who, service, begins)
    await end_hold(stage, held)
    await sweep_all(stage)  # by expiry
    assert await offered_goods(stage, line[0]) == {last.variant_id: 1}
    await gone(stage, line[0], await offer_of(stage, line[0]))  # by who does not want it
    offer = await offer_of(stage, line[1])
    assert await offered_goods(stage, line[1]) == {last.variant_id: 1}
    await confirm(stage, line[1], offer, await pay_for(stage, line[1], offer))
    booking = await booking_now(stage, offer)
    await cancel_booking(stage, Caller(line[1]), booking.id)  # by who paid for it
    assert await offered_goods(stage, line[2]) == {last.variant_id: 1}
    assert await stock_of(stage, last) == (0, 1)


async def test_goods_that_others_wait_for_are_theirs(stage: Stage) -> None:
    room, owner, first, waits = await a_room(stage, "North"), a_guest(), a_customer(), a_customer()
    service, goods = await a_service(stage, room), await new_goods(stage, 1)
    held = await hold(stage, owner, service, at_ten(room))
    await join(stage, first, service, at_ten(room, beside=beside(goods)))
    last = await reserve(stage, a_customer(), goods)
    await wait_for_units(stage, Caller(waits), goods.product_id, goods.variant_id, 1)
    await end_hold(stage, last)
    await sweep_all(stage)
    await gone(stage, owner, held)
    assert missing(await place_of(stage, first)) == {goods.variant_id: 1}
    assert await offered_goods(stage, first) == {}
    # Also where they come back with the time.
    later, rare = replace(at_ten(room), start=at(DAY, 14)), await new_goods(stage, 1)
    held = await hold(stage, owner, service, replace(later, beside=beside(rare)))
    second = a_customer()
    await join(stage, second, service, replace(later, beside=beside(rare)))
    await wait_for_units(stage, Caller(waits), rare.product_id, rare.variant_id, 1)
    await gone(stage, owner, held)
    assert missing(await place_of(stage, second)) == {rare.variant_id: 1}


async def test_no_more_goods_along_are_offered_than_one_may_hold(stage: Stage) -> None:
    shop = with_caps(stage, caps=HoldCaps())
    room, owner, first, guest = await a_room(stage, "North"), a_guest(), a_customer(), a_guest()
    service, goods = await a_service(stage, room), await new_goods(stage, 20)
    await stage.database.pool.execute(
        "UPDATE products SET hold_units = 3 WHERE id = $1", goods.product_id
    )
    await reserve(shop, first, goods, quantity=2)
    held = await hold(stage, owner, service, at_ten(room))
    await join(shop, first, service, at_ten(room, beside=beside(goods, quantity=2)))
    await gone(shop, owner, held)
    assert await offered_goods(shop, first) == {goods.variant_id: 1}
    assert missing(await place_of(shop, first)) == {goods.variant_id: 1}
    # A guest's share is of what is free.
    later = replace(at_ten(room), start=at(DAY, 14))
    held = await hold(stage, owner, service, later)
    rare = await new_goods(stage, 20)
    await join(shop, guest, service, replace(later, beside=beside(rare, quantity=20)))
    await gone(shop, owner, held)
    (had,) = (await offered_goods(shop, guest)).values()
    assert 0 < had < 20
    assert missing(await place_of(shop, guest)) == {rare.variant_id: 20 - had}


async def test_goods_that_are_not_sold_or_cost_another_money_are_not_waited_with(
    stage: Stage,
) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    service = await a_service(stage, room)
    await hold(stage, owner, service, at_ten(room))
    dollars = await new_goods(stage, 1, currency="USD")
    with pytest.raises(MixedCurrencies):
        await join(stage, first, service, at_ten(room, beside=beside(dollars)))
    with pytest.raises(Problem, match="product"):
        await join(stage, first, service, at_ten(room, beside=beside(Goods(room, room))))


async def test_while_buyers_race_for_the_goods_the_time_goes_to_the_first_and_nothing_is_sold_twice(
    stage: Stage,
) -> None:
    other = await stage.spare()

    async def buy(goods: Goods, number: int) -> Placed | Problem:
        try:
            return await reserve((stage, other)[number % 2], a_customer(), goods)
        except Problem as refusal:
            return refusal

    for _ in range(20 if LONG else 3):
        room, owner, first, second = (
            await a_room(stage, "North"), a_guest(), a_customer(), a_customer()
        )  # fmt: skip
        service, goods = await a_service(stage, room), await new_goods(stage, 8)
        held = await hold(stage, owner, service, at_ten(room))
        await join(stage, first, service, at_ten(room, beside=beside(goods, quantity=2)))
        await join(stage, second, service, at_ten(room))
        *found, _ = await asyncio.gather(
            *(buy(goods, number) for number in range(16)), gone(other, owner, held)
        )
        while await standing(stage, first) == "waiting":  # the timer, where the goods ran away
            await look_after_line(stage, shop_now())
        assert await standing(stage, second) == "waiting"
        had = await offered_goods(stage, first)
        lost = missing(await place_of(stage, first))
        assert had.get(goods.variant_id, 0) + lost.get(goods.variant_id, 0) == 2
        bought = sum(isinstance(one, Placed) for one in found)
        assert await stock_of(stage, goods) == (8 - bought - had.get(goods.variant_id, 0),
                                                bought + had.get(goods.variant_id, 0))  # fmt: skip
    assert await faults_of_time(stage.database.url) == []
