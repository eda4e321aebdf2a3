"""Who waits for a time is bound as who holds it: by what may be held at once, by whom nobody takes,
by what is paid beforehand, by what is asked of requests; and nobody waits for what is free."""

from dataclasses import replace as with_caps
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Policy
from holdfast.booking.services import Service, terms_of
from holdfast.flows.booking.attending import let_time_pass
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.refusing import ClientNotTaken, refuse_client
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.waiting_in_line import look_after_line, wait_for_time
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import TooManyHolds, TooManyUnpaid
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.joining import FreeNow
from holdfast.fraud import OrderDeclined
from holdfast.kit import shop_now
from holdfast.kit.positions import Position
from holdfast.people import Principal
from holdfast.waiting import MOST_IN_LINE, TooManyInLine, places_of
from tests.db.flows.booking.making import a_taking, booked, in_minutes
from tests.db.flows.booking.series import SERVICE, STAFF, a_room, at, other_hours
from tests.db.flows.booking.test_line import offer_of
from tests.db.flows.buying import a_customer, a_guest, end_hold, order_now, sweep_all
from tests.db.flows.guarding.test_suspects import listed, rules
from tests.db.flows.stage import Stage, select

DAY = 20


def session(room: UUID, hour: int = 10, day: int = DAY) -> Wanted:
    return Wanted(at(day, hour), 60, ((room,),))


async def hold(
    parts: ShopParts, who: Principal, wanted: Wanted, service: Service = SERVICE
) -> Placed:
    return await hold_booking(parts, Caller(who), service, wanted)


async def join(
    parts: ShopParts, who: Principal, wanted: Wanted, service: Service = SERVICE
) -> UUID:
    return await wait_for_time(parts, Caller(who), service, wanted)


async def standing(parts: ShopParts, who: Principal) -> list[str]:
    found = await places_of(parts.database.pool, who.id, shop_now())
    return [place.status for place, _ in found]


async def gone(parts: ShopParts, who: Principal, held: Placed) -> None:
    """Its owner does not want it any more."""
    await cancel(parts, Caller(who), order_id=held.order_id)


async def test_nobody_waits_for_what_is_free_and_a_place_is_had_once(stage: Stage) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    with pytest.raises(FreeNow):
        await join(stage, first, session(room))
    held = await hold(stage, owner, session(room))
    place = await join(stage, first, session(room))
    assert await join(stage, first, session(room)) == place
    await gone(stage, owner, held)
    assert await join(stage, first, session(room)) == place  # by now it is held for them
    assert await standing(stage, first) == ["offered"]


async def test_one_is_offered_no_more_than_one_may_hold(stage: Stage) -> None:
    shop = with_caps(stage, caps=HoldCaps(owner=3))
    room, hours, owner = await a_room(stage, "North"), range(1, 6), a_guest()
    held = [await hold(stage, owner, session(room, hour)) for hour in hours]
    greedy, second = a_guest(), a_customer()
    own = [await hold(shop, greedy, session(room, hour)) for hour in (12, 14)]
    for hour in hours:
        await join(shop, greedy, session(room, hour))
    await join(shop, second, session(room, 2))
    for one in held:
        await gone(shop, owner, one)
    waits = ["waiting"] * 4
    assert sorted(await standing(stage, greedy)) == ["offered", *waits]
    assert await standing(stage, second) == ["offered"]  # whom the first does not stop
    with pytest.raises(TooManyHolds):
        await hold(shop, greedy, session(room, 16))
    assert await look_after_line(shop, shop_now()) == 0
    await gone(shop, greedy, own[0])
    assert await look_after_line(shop, shop_now()) == 1
    assert sorted(await standing(stage, greedy)) == ["offered", "offered", *waits[:3]]
    # Of one address together, too, though they are many.
    few = with_caps(stage, caps=HoldCaps(owner=3, address=1))
    attic, crowd = await a_room(stage, "Attic"), [a_guest(), a_guest()]
    gives = [await hold(stage, owner, session(attic, hour)) for hour in (10, 12)]
    for who, hour in zip(crowd, (10, 12), strict=True):
        await join(few, who, session(attic, hour))
    for one in gives:
        await gone(few, owner, one)
    assert [await standing(stage, one) for one in crowd] == [["waiting"], ["waiting"]]


async def test_offers_that_lapse_count_as_what_one_let_end_unpaid(stage: Stage) -> None:
    shop = with_caps(stage, caps=HoldCaps(unpaid_owner=2, unpaid_address=3))
    room, owner = await a_room(stage, "North"), a_customer()

    async def lapse(who: Principal, *hours: int) -> None:
        held = [await hold(stage, owner, session(room, hour)) for hour in hours]
        for one, hour in zip(held, hours, strict=True):
            await join(shop, who, session(room, hour))
            await end_hold(stage, one)
            await sweep_all(shop)
            ((place, _),) = [
                one
                for one in await places_of(stage.database.pool, who.id, shop_now())
                if one[0].starts_at == session(room, hour).start
            ]
            assert place.order_id is not None
            order = await stage.orders.get(place.order_id)
            assert order is not None
            await end_hold(stage, Placed(order.id, order.number, order.hold_id))
            await sweep_all(shop)

    first, later = a_customer(), session(room, 20)
    await lapse(first, 1)
    kept = [await hold(shop, first, session(room, hour)) for hour in (18, 19)]
    for one in kept:
        await cancel(stage, Caller(STAFF.principal), order_id=one.order_id)
    await lapse(first, 2)
    await hold(shop, first, session(room, 18))
    with pytest.raises(TooManyUnpaid):
        await hold(shop, first, later)
    # Of guests of one address together; it is no fault of who pays there with an account.
    guests = [replace(a_guest(), address="192.0.2.77") for _ in range(5)]
    for hour, who in zip((3, 4, 5), guests, strict=False):
        await lapse(who, hour)
    address = with_caps(stage, caps=HoldCaps(unpaid_address=3, address=10))
    await hold(address, guests[3], later)
    with pytest.raises(TooManyUnpaid):
        await hold(address, guests[4], session(room, 21))
    await hold(address, replace(a_customer(), address="192.0.2.77"), session(room, 22))


async def test_what_is_offered_counts_among_what_one_waits_for(stage: Stage) -> None:
    room, owner, first = await a_room(stage, "North"), a_guest(), a_customer()
    taken = [session(room, hour, DAY + day) for day in range(3) for hour in range(2, 9)]
    held = [await hold(stage, owner, one) for one in taken]
    for one in taken[:MOST_IN_LINE]:
        await join(stage, first, one)
    with pytest.raises(TooManyInLine):
        await join(stage, first, taken[-1])
    await gone(stage, owner, held[0])
    with pytest.raises(TooManyInLine):
        await join(stage, first, taken[-1])
    offer = next(
        place
        for place, _ in await places_of(stage.database.pool, first.id, shop_now())
        if place.status == "offered"
    )
    await cancel(stage, Caller(first), order_id=offer.order_id)
    await join(stage, first, taken[-1])


async def test_whom_nobody_takes_does_not_wait_and_is_offered_nothing(stage: Stage) -> None:
    room, owner, off, first = await a_room(stage, "North"), a_guest(), a_customer(), a_customer()
    held = await hold(stage, owner, session(room))
    await join(stage, off, session(room))
    await join(stage, first, session(room))
    await refuse_client(stage, STAFF, off.id, room, "Broke the lamp")
    with pytest.raises(ClientNotTaken):
        await hold(stage, off, session(room))
    with pytest.raises(ClientNotTaken):
        await join(stage, off, session(room, 12))
    await gone(stage, owner, held)
    assert await standing(stage, off) == ["waiting"]
    assert await standing(stage, first) == ["offered"]


async def test_who_did_not_come_pays_all_of_what_is_offered(stage: Stage) -> None:
    room, owner = await a_room(stage, "North"), a_guest()
    service = await make_service(stage.database, STAFF, terms_of(SERVICE))
    usual, missed, later = a_customer(), a_customer(), a_customer()
    begun = in_minutes(-61) - 1440

    async def misses(who: Principal) -> None:
        await booked(stage, who, a_taking(None, begun), policy=Policy(no_show_minutes=20))
        await let_time_pass(stage, datetime.now(UTC))

    await misses(missed)
    held = [await hold(stage, owner, session(room, hour), service) for hour in (10, 12, 14)]
    for who, hour in ((usual, 10), (missed, 12), (later, 14)):
        await join(stage, who, session(room, hour), service)
    await misses(later)
    for one, who, due in zip(held, (usual, missed, later), (4_500, 9_000, 9_000), strict=True):
        await gone(stage, owner, one)
        assert (await order_now(stage, await offer_of(stage, who))).total == due


async def test_by_other_hours_it_is_planned_anew_with_what_guards_a_hold(stage: Stage) -> None:
    room, owner = await a_room(stage, "North"), a_guest()
    off, first = a_customer(), a_customer()
    service = await make_service(stage.database, STAFF, terms_of(SERVICE))
    held = await hold(stage, owner, session(room), service)
    for who in (off, first):
        await join(stage, who, session(room), service)
    await refuse_client(stage, STAFF, off.id, room, "Broke the lamp")
    await other_hours(stage, room)
    assert await look_after_line(stage, shop_now()) == 0
    await gone(stage, owner, held)
    assert await standing(stage, off) == ["waiting"]
    assert await standing(stage, first) == ["offered"]


async def test_a_request_from_the_line_takes_the_seats_of_a_request(stage: Stage) -> None:
    room, owner, asks = await a_room(stage, "North", request_hours=24), a_guest(), a_guest()
    shop = with_caps(stage, caps=HoldCaps(asked_guest=1))
    held = await hold(stage, owner, session(room))
    open_one = await hold(shop, asks, session(room, 12))
    await join(shop, asks, session(room))
    await end_hold(stage, held)
    await sweep_all(shop)
    assert await standing(stage, asks) == ["waiting"]
    await gone(shop, asks, open_one)
    assert await look_after_line(shop, shop_now()) == 1
    hold_now = await stage.reader.hold((await offer_of(stage, asks)).reservation_id)
    assert hold_now is not None
    assert hold_now.expires_at > shop_now() + timedelta(hours=23)


async def test_a_wait_asked_again_is_what_is_asked_now(stage: Stage) -> None:
    north, attic = await a_room(stage, "North"), await a_room(stage, "Attic")
    owner, first, second = a_guest(), a_customer(), a_customer()
    in_north, in_attic = [await hold(stage, owner, session(room)) for room in (north, attic)]
    place = await join(stage, first, session(north))
    await join(stage, second, session(attic))
    # In another room, with a note, from another place of theirs: it is still their place.
    assert await join(stage, first, session(attic)) == place
    noted = replace(session(attic), note="With a dog", near=Position(52.5, 13.4))
    assert await join(stage, first, noted) == place
    await gone(stage, owner, in_north)
    assert await standing(stage, first) == ["waiting"]
    await gone(stage, owner, in_attic)
    assert await standing(stage, first) == ["offered"]
    assert await standing(stage, second) == ["waiting"]
    offer = await offer_of(stage, first)
    kept = await select(stage, "SELECT note FROM bookings WHERE order_id = $1", offer.order_id)
    assert kept == [("With a dog",)]


async def test_whom_fraud_rules_refuse_gets_no_place(stage: Stage) -> None:
    room, owner, first, blocked = (
        await a_room(stage, "North"), a_guest(), a_customer(), a_customer()
    )  # fmt: skip
    await hold(stage, owner, session(room))
    before = await join(stage, blocked, session(room))
    await hold(stage, owner, session(room, 12))
    await listed(stage, "account", blocked.id, "block")
    # Half of 90.00 is held; goods along would be of the same order.
    dear = {"kind": "first-order", "points": 100, "amount": 4_600, "currency": "EUR"}
    await rules(stage, dear)
    for asking in (hold, join):
        with pytest.raises(OrderDeclined):
            await asking(stage, blocked, session(room, 12))
    await join(stage, first, session(room, 12))
    await rules(stage, dear | {"amount": 4_500})
    with pytest.raises(OrderDeclined):
        await join(stage, a_customer(), session(room, 12))
    # What one has already is not asked anew; nor is anything, while the rules are off.
    assert await join(stage, blocked, session(room)) == before
    await rules(stage, on=False)
    await join(stage, blocked, session(room, 12))
