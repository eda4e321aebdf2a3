"""What is let by the day lasts by the days of its own clock, also where the search looks for it."""

from datetime import date, datetime
from uuid import UUID

from holdfast.booking.schedule import at_local
from holdfast.booking.services import Grid, Need
from holdfast.booking.slots import (
    Asked,
    Bookable,
    Pool,
    Times,
    Window,
    end_of,
    grid_bits,
    moment_of,
    places,
    search,
    slot_at,
    why_none,
)
from holdfast.kit.zones import zone

BERLIN = "Europe/Berlin"
WEEK, HOUR = 7 * 1440, 60
VAN = Bookable(id=UUID(int=1), kind="equipment", zone=BERLIN, by_day=True)
ASKED = Asked(needs=(Need(role="van", kind="equipment"),), grid=Grid(fixed=(0,)), minutes=WEEK)


def midnight(*day: int) -> datetime:
    return at_local(zone(BERLIN), date(*day), 0)


def a_pool(window: Window, taken: int, one: Bookable = VAN) -> Pool:
    return Pool(
        window=window,
        resources=[one],
        times=lambda *_: Times(open={None: window.all}, taken=taken),
        grid=lambda name: grid_bits(ASKED.grid, zone(name), window),
        offered=lambda _: (window.first, window.end),
        load=lambda *_: 0,
    )


def offered(first: datetime, last: datetime, taken: tuple[datetime, datetime]) -> list[datetime]:
    """The starts, while nothing but that is taken."""
    window = Window(slot_at(first), slot_at(last) - slot_at(first))
    pool = a_pool(window, window.between(*map(slot_at, taken)))
    return sorted(
        moment_of(window.first + at)
        for one in search(ASKED, pool, window.all)
        for at in places(one.bits)
    )


def test_a_week_over_the_change_ends_at_the_hour_at_which_it_began() -> None:
    for first, last, hours in (
        (midnight(2027, 3, 25), midnight(2027, 4, 1), 167),
        (midnight(2027, 10, 28), midnight(2027, 11, 4), 169),
        (midnight(2027, 6, 3), midnight(2027, 6, 10), 168),
    ):
        assert end_of(first, WEEK, BERLIN) == last
        assert (last - first).total_seconds() == hours * 3600
        assert (end_of(first, WEEK, None) - first).total_seconds() == 168 * 3600


def test_a_week_is_offered_up_to_the_day_that_is_let() -> None:
    """In spring it is an hour shorter: it does not reach into the day after."""
    thursday = midnight(2027, 4, 1), midnight(2027, 4, 2)
    found = offered(midnight(2027, 3, 20), midnight(2027, 4, 10), thursday)
    assert found == [midnight(2027, 3, day) for day in (20, 21, 22, 23, 24, 25)] + [
        midnight(2027, 4, 2),
        midnight(2027, 4, 3),
    ]


def test_a_week_is_not_offered_into_an_hour_that_is_let() -> None:
    """In autumn it is an hour longer, and whatever is taken in that is in the way."""
    last_hour = moment_of(slot_at(midnight(2027, 11, 4)) - HOUR // 5), midnight(2027, 11, 4)
    found = offered(midnight(2027, 10, 28), midnight(2027, 11, 12), last_hour)
    assert midnight(2027, 10, 28) not in found
    assert midnight(2027, 11, 4) in found


def test_why_a_week_cannot_be_had_is_told_by_its_true_length() -> None:
    first, last = slot_at(midnight(2027, 10, 27)), slot_at(midnight(2027, 11, 12))
    window = Window(first, last - first)
    end = slot_at(midnight(2027, 11, 4))
    pool = a_pool(window, window.between(end - HOUR // 5, end))
    start = slot_at(midnight(2027, 10, 28))
    (why,) = why_none(ASKED, pool, window.between(start, start + 1))
    assert why.reason == "taken"
