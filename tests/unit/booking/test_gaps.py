"""What is left of somebody's time is what a look at each five minutes finds."""

from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.booking.services import Grid
from holdfast.booking.slots import Bookable, Session, Times, Window, gaps_of, spans_of
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
