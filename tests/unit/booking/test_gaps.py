"""What is left of somebody's time is what a look at each five minutes finds."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.booking.schedule import at_local
from holdfast.booking.services import Grid
from holdfast.booking.slots import Bookable, Session, Times, Window, gaps_of, slot_at, spans_of
from holdfast.kit.zones import zone
from tests.support.length import LONG

FIRST = 20_400 * 288
WINDOW = Window(FIRST, 288)
WHOLE = Grid(step=5)


def a_person(before: int = 0, after: int = 0) -> Bookable:
    return Bookable(id=UUID(int=1), kind="photographer", before=before, after=after)


def at(*hours: tuple[int, int]) -> int:
    return sum(WINDOW.between(FIRST + 12 * begin, FIRST + 12 * end) for begin, end in hours)


def test_what_is_left_between_bookings_names_what_fits_there() -> None:
    sessions = [Session(0, 60, Grid(step=60)), Session(3, 180, Grid(step=60))]
    times = Times(open={None: at((9, 18))}, taken=at((10, 11), (14, 15)))
    found = gaps_of(a_person(), times, WINDOW, WINDOW.all, sessions)
    hours = [((one.first - FIRST) / 12, (one.end - FIRST) / 12, one.services) for one in found]
    assert hours == [(9, 10, (0,)), (11, 14, (0, 3)), (15, 18, (0, 3))]
    found = gaps_of(a_person(after=30), times, WINDOW, at((9, 18)), sessions)
    assert [((one.first - FIRST) / 12, one.services) for one in found] == [(11, (0,)), (15, (0, 3))]
    assert gaps_of(a_person(), times, WINDOW, WINDOW.all, []) == []
    assert gaps_of(a_person(), times, WINDOW, at((10, 11)), sessions) == []


def test_a_week_s_hire_fits_into_the_week_in_which_the_clocks_change() -> None:
    clock = zone("Europe/Berlin")
    week = Session(0, 7 * 1440, Grid(fixed=(0,)))
    van = Bookable(id=UUID(int=1), kind="equipment", zone="Europe/Berlin", by_day=True)
    for begins, hours in ((date(2027, 3, 22), 167), (date(2027, 10, 25), 169)):
        first = slot_at(at_local(clock, begins, 0))
        end = slot_at(at_local(clock, begins + timedelta(days=7), 0))
        assert end - first == hours * 12
        window = Window(first - 288, end - first + 2 * 288)
        free = Times(open={None: window.between(first, end)}, taken=0)
        (gap,) = gaps_of(van, free, window, window.all, [week])
        assert (gap.first, gap.end, gap.services) == (first, end, (0,))
        short = Times(open={None: window.between(first + 1, end)}, taken=0)
        assert gaps_of(van, short, window, window.all, [week]) == []


@settings(max_examples=400 if LONG else 60, deadline=None)
@given(st.integers(0, 2**64))
def test_no_session_in_a_gap_comes_nearer_than_its_buffers(seed: int) -> None:
    random = Random(seed)
    one = a_person(5 * random.randint(0, 4), 5 * random.randint(0, 4))
    opened, taken = random.getrandbits(288), random.getrandbits(288) & random.getrandbits(288)
    taken &= random.getrandbits(288) & random.getrandbits(288)
    times = Times(open={None: opened | random.getrandbits(288)}, taken=taken)
    found = gaps_of(one, times, WINDOW, WINDOW.all, [Session(0, 5, WHOLE)])
    free = {slot for gap in found for slot in range(gap.first - FIRST, gap.end - FIRST)}
    before, after = one.before // 5, one.after // 5
    expected = {
        slot
        for slot in range(288)
        if times.open_at(None) >> slot & 1
        and not any(
            taken >> near & 1 for near in range(max(slot - before, 0), min(slot + after, 287) + 1)
        )
    }
    assert {slot for slot in free if before <= slot < 288 - after} == {
        slot for slot in expected if before <= slot < 288 - after
    }


@given(st.integers(0, 2**300))
def test_runs_of_bits_are_all_of_them(bits: int) -> None:
    again = sum((1 << end) - (1 << begin) for begin, end in spans_of(bits))
    assert again == bits
