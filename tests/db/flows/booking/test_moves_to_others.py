"""A client's move asks no less than a hold does: of who has to agree, of who does not take the
client, and of who did not come before. The next who could serve it is tried; staff are exempt."""

from dataclasses import replace as with_caps
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, Policy
from holdfast.booking.series import series_of
from holdfast.booking.services import Price, Service
from holdfast.clients import clients_of_owners, lock_clients, take_in
from holdfast.flows.booking.attending import let_time_pass
from holdfast.flows.booking.booker import Booker, BookingMove
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.moving import OnRequest
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.refusing import ClientNotTaken, refuse_client
from holdfast.flows.booking.series.holding import hold_series
from holdfast.flows.booking.series.moving import MoveOfOne, plan_moves
from holdfast.flows.booking.series.settling import bookings_in
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.place import Placed
from holdfast.flows.clients.merging import merge_clients
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import TooBusy
from holdfast.kit import Problem
from holdfast.people import Principal
from tests.db.flows.booking.making import a_taking, booked, booking_now, in_minutes
from tests.db.flows.booking.series import SERVICE, STAFF, a_room, at, wanted
from tests.db.flows.buying import a_customer, confirm, order_now, pay_for
from tests.db.flows.stage import Stage, select

DEARER = replace(SERVICE, price=Price(amount=12_000))


async def in_room(stage: Stage, client: Principal, room: UUID, *, paid: bool = True) -> Placed:
    held = await hold_booking(stage, Caller(client), SERVICE, Wanted(at(20), 60, ((room,),)))
    if paid:
        await confirm(stage, client, held, await pay_for(stage, client, held))
    return held


async def move(
    stage: Stage,
    by: Caller,
    placed: Placed,
    *rooms: UUID,
    service: Service = SERVICE,
    pay: bool = False,
) -> BookingMove:
    assert placed.booking_id is not None
    wanted = Wanted(at(21), 60, tuple((one,) for one in rooms))
    return await move_booking(stage, by, placed.booking_id, service, wanted, pay=pay)


async def room_of(stage: Stage, placed: Placed) -> UUID:
    ((room,),) = await select(
        stage,
        "SELECT t.resource_id FROM bookings b JOIN booking_resources t"
        " ON t.booking_id = b.id AND t.move = b.moves WHERE b.id = $1",
        placed.booking_id,
    )
    return UUID(str(room))


async def test_who_is_never_quick_enough_is_asked_to_come_again(stage: Stage) -> None:
    client, room = a_customer(), await a_room(stage, "North")
    placed = await in_room(stage, client, room)
    before = await booking_now(stage, placed)
    await move(stage, Caller(client), placed, room)

    async def as_it_was(_: Booker, __: Principal | None, ___: UUID) -> Booking:
        return before  # whenever one looks, others move it on before one is done

    to = Wanted(at(22), 60, ((room,),))
    with pytest.raises(TooBusy):
        await move_booking(stage, Caller(client), before.id, SERVICE, to, find=as_it_was)
    assert (await booking_now(stage, placed)).starts_at == at(21)


async def asks(stage: Stage, client: Principal) -> tuple[UUID, type[Problem]]:
    return await a_room(stage, "Asked", request_hours=24), OnRequest


async def takes_not(stage: Stage, client: Principal) -> tuple[UUID, type[Problem]]:
    room = await a_room(stage, "Closed to them")
    await refuse_client(stage, STAFF, client.id, room, "never came")
    return room, ClientNotTaken


@pytest.mark.parametrize("paid", [True, False])
@pytest.mark.parametrize("other", [asks, takes_not])
async def test_who_would_not_be_had_by_a_hold_is_not_had_by_a_move(
    stage: Stage, other: Any, paid: bool
) -> None:
    client = a_customer()
    mine, third = await a_room(stage, "North"), await a_room(stage, "South")
    theirs, refusal = await other(stage, client)
    placed = await in_room(stage, client, mine, paid=paid)
    with pytest.raises(refusal):
        await move(stage, Caller(client), placed, theirs)
    with pytest.raises(refusal):  # nor is the other time held while its difference is paid
        await move(stage, Caller(client), placed, theirs, service=DEARER, pay=True)
    booking = await booking_now(stage, placed)
    assert (await room_of(stage, placed), booking.starts_at, booking.moves) == (mine, at(20), 0)
    assert await select(stage, "SELECT id FROM booking_dues") == []
    # The next one has nothing against it.
    await move(stage, Caller(client), placed, theirs, third)
    assert await room_of(stage, placed) == third
    # Staff agree for whom they book.
    await move(stage, STAFF, placed, theirs)
    assert await room_of(stage, placed) == theirs
    booking = await booking_now(stage, placed)
    assert booking.status == ("confirmed" if paid else "held")
    with pytest.raises(refusal):  # this time, not any
        assert placed.booking_id is not None
        again = Wanted(at(22), 60, ((theirs,),))
        await move_booking(stage, Caller(client), placed.booking_id, SERVICE, again)


async def missed(stage: Stage, client: Principal) -> None:
    begun = in_minutes(-120)
    await booked(stage, client, a_taking(None, begun), policy=Policy(no_show_minutes=0))
    assert await let_time_pass(stage, datetime.now(UTC)) == 1


async def test_who_did_not_come_pays_all_of_it_wherever_it_is_moved(stage: Stage) -> None:
    client = a_customer()
    mine, other = await a_room(stage, "North"), await a_room(stage, "South")
    await missed(stage, client)
    held = await in_room(stage, client, mine, paid=False)
    assert (await order_now(stage, held)).total == 9_000
    await move(stage, Caller(client), held, other)
    booking = await booking_now(stage, held)
    assert ((await order_now(stage, held)).total, booking.prepaid) == (9_000, 9_000)
    await move(stage, STAFF, held, mine, service=DEARER)  # who holds it for them asks the same
    assert (await order_now(stage, held)).total == 12_000
    # Of whom nothing is known a deposit is enough before and after.
    fresh = a_customer()
    placed = await in_room(stage, fresh, other, paid=False)
    await move(stage, Caller(fresh), placed, other)
    assert (await order_now(stage, placed)).total == 4_500


async def test_who_did_not_come_by_one_account_pays_all_of_it_by_another(stage: Stage) -> None:
    by_phone, with_account, stranger = a_customer(), a_customer(), a_customer()
    room, other = await a_room(stage, "North"), await a_room(stage, "South")
    await missed(stage, by_phone)
    before = await in_room(stage, with_account, room, paid=False)
    assert (await order_now(stage, before)).total == 4_500
    async with stage.database.transaction() as connection:
        both = [by_phone.id, with_account.id]
        await take_in(connection, [*both, stranger.id])
        known = await clients_of_owners(connection, both)
        one, two = (known[owner] for owner in both)
        found = await lock_clients(connection, [one, two])
    await merge_clients(stage.database, STAFF, two, one, (found[two].revision, found[one].revision))
    await move(stage, Caller(with_account), before, other)
    assert (await order_now(stage, before)).total == 9_000
    assert (
        await order_now(stage, await in_room(stage, with_account, room, paid=False))
    ).total == 9_000
    fresh = await in_room(stage, stranger, other, paid=False)
    assert (await order_now(stage, fresh)).total == 4_500


async def test_what_of_a_series_has_to_be_asked_for_is_named_and_stays(stage: Stage) -> None:
    client, mine = a_customer(), await a_room(stage, "North")
    theirs = await a_room(stage, "Asked", request_hours=24)
    made = await hold_series(
        stage, STAFF, OnBehalf(client), wanted([mine], [at(2), at(9)], later=True)
    )
    series = await series_of(stage.database.pool, made.series_id)
    assert series is not None
    some = await bookings_in(stage, series.id)
    moves = [
        MoveOfOne(one, Wanted(one.starts_at, 60, ((room,),)))
        for one, room in zip(some, (theirs, mine), strict=True)
    ]
    plan = await plan_moves(stage, Caller(client), series, SERVICE, moves)
    assert [one.problem.code for one in plan.conflicts] == ["on-request"]
    assert [session.planned_at for session, _ in plan.free] == [at(9)]
    plan = await plan_moves(stage, STAFF, series, SERVICE, moves)
    assert (len(plan.free), plan.conflicts) == (2, [])


async def test_what_staff_move_is_still_held_by_its_client(stage: Stage) -> None:
    client = a_customer()
    mine, other = await a_room(stage, "North"), await a_room(stage, "South")
    shop = with_caps(stage, caps=HoldCaps())
    placed = await in_room(shop, client, mine, paid=False)
    await move(shop, STAFF, placed, other)
    hold = await stage.reader.hold((await order_now(stage, placed)).reservation_id)
    assert hold is not None
    of_people = [key for key in hold.keys if key.startswith("limit/open-holds/")]
    assert f"limit/open-holds/{client.id}" in of_people
    assert f"limit/open-holds/{STAFF.principal.id}" not in of_people
