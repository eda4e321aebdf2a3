"""Guests of one address hold some times of a calendar at once, and never all of them: whoever sends
no cookie is another guest each time, and nobody has paid anything yet."""

import asyncio
from collections import Counter
from dataclasses import replace as with_caps
from datetime import datetime
from uuid import UUID

import pytest

from holdfast.flows.booking.series.holding import hold_series
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.times_of_guests import TimesOnNetwork
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.kit import Problem, new_id
from holdfast.people import Principal, guest_owner
from tests.db.flows.booking.making import a_taking, asked_for, book
from tests.db.flows.booking.series import STAFF, a_room, at, wanted
from tests.db.flows.booking.test_moves_to_others import in_room, move
from tests.db.flows.buying import a_customer, confirm, order_now, pay_for
from tests.db.flows.stage import Stage

HERE, ELSEWHERE = "203.0.113.9", "203.0.113.10"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """One where guests of an address hold three times of a calendar."""
    return with_caps(stage, caps=HoldCaps(times_address=3, pepper=b"of the test"))


def a_guest(address: str = HERE) -> Principal:
    return Principal(guest_owner(new_id()), "guest", address=address)


async def held_or_not(stage: Stage, who: Principal, one: UUID, place: int) -> type[Problem] | None:
    try:
        await book(stage, who, a_taking(one, 60 * place))
    except Problem as refusal:
        return type(refusal)
    return None


async def full(stage: Stage, one: UUID) -> None:
    for place in range(3):
        assert await held_or_not(stage, a_guest(), one, place) is None
    assert await held_or_not(stage, a_guest(), one, 3) is TimesOnNetwork


async def test_of_many_at_once_so_many_hold_a_time_and_the_rest_stays_free(stage: Stage) -> None:
    one = new_id()
    came = Counter(
        await asyncio.gather(*(held_or_not(stage, a_guest(), one, place) for place in range(8)))
    )
    assert came == {None: 3, TimesOnNetwork: 5}


async def test_others_and_other_calendars_are_not_in_its_way(stage: Stage) -> None:
    one = new_id()
    await full(stage, one)
    assert await held_or_not(stage, a_guest(ELSEWHERE), one, 4) is None
    member = Principal(a_customer().id, "user", frozenset({"customer"}), HERE)
    assert await held_or_not(stage, member, one, 5) is None
    assert await held_or_not(stage, a_guest(), new_id(), 0) is None
    await asked_for(stage, a_guest(), a_taking(one, 60 * 6))  # requests have bounds of their own
    with pytest.raises(TimesOnNetwork):  # it is beside another's, and takes both
        await book(stage, a_guest(), a_taking(new_id(), 0), a_taking(one, 60 * 7))


async def test_what_is_cancelled_or_paid_makes_room(stage: Stage) -> None:
    one, first, second = new_id(), a_guest(), a_guest()
    off, bought = [
        await book(stage, who, a_taking(one, 60 * place))
        for place, who in enumerate((first, second))
    ]
    assert await held_or_not(stage, a_guest(), one, 2) is None
    assert await held_or_not(stage, a_guest(), one, 3) is TimesOnNetwork
    await cancel(stage, Caller(first), order_id=off.order_id)
    assert await held_or_not(stage, a_guest(), one, 3) is None
    await confirm(stage, second, bought, await pay_for(stage, second, bought))
    assert await held_or_not(stage, a_guest(), one, 4) is None
    assert await held_or_not(stage, a_guest(), one, 5) is TimesOnNetwork


async def test_of_what_many_share_each_place_has_as_many(stage: Stage) -> None:
    hall = new_id()
    for place in (0, 0, 1, 1, 2, 2):
        await book(stage, a_guest(), a_taking(hall, 60 * place, capacity=2))
    with pytest.raises(TimesOnNetwork):
        await book(stage, a_guest(), a_taking(hall, 180, capacity=2))


async def test_a_held_time_that_is_moved_counts_where_it_is_by_then(stage: Stage) -> None:
    mine, other = await a_room(stage, "North"), await a_room(stage, "South")
    guest = a_guest()
    placed = await in_room(stage, guest, mine, paid=False)
    (there,) = await counted(stage, placed)
    await move(stage, Caller(guest), placed, other)
    (now,) = await counted(stage, placed)
    assert now != there
    assert (await stage.reader.account(there)).held == 0
    assert (await stage.reader.account(now)).held == 1


async def counted(stage: Stage, placed: Placed) -> list[str]:
    """The seats of calendars that its hold takes."""
    hold = await stage.reader.hold((await order_now(stage, placed)).reservation_id)
    assert hold is not None
    return [key for key in hold.keys if key.startswith("limit/times/")]


async def test_a_series_of_a_guest_holds_no_more_than_that(stage: Stage) -> None:
    room, guest = await a_room(stage, "North"), a_guest()
    with pytest.raises(TimesOnNetwork):
        await hold_series(stage, Caller(guest), OnBehalf(guest), wanted([room], days(4)))
    await hold_series(stage, Caller(guest), OnBehalf(guest), wanted([room], days(3)))
    # What the shop promises, it holds however many there are.
    await hold_series(stage, STAFF, OnBehalf(a_customer()), wanted([room], days(4, first=10)))


def days(many: int, first: int = 2) -> list[datetime]:
    return [at(first + day) for day in range(many)]
