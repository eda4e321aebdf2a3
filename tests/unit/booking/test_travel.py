"""How far places are, which are nearest, and what the way takes."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.booking import (
    Nearest,
    Travelling,
    TravelTimes,
    travel_minutes,
    with_table,
)
from holdfast.kit.positions import Position, kilometres

BERLIN, MOSCOW, SEOUL = (
    Position(52.52, 13.405),
    Position(55.7558, 37.6173),
    Position(37.5665, 126.978),
)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)

places = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))


def test_distances_are_those_of_the_globe() -> None:
    assert kilometres(BERLIN, MOSCOW) == pytest.approx(1608, abs=3)
    assert kilometres(MOSCOW, SEOUL) == pytest.approx(6606, abs=5)
    assert kilometres(Position(0, 179.9), Position(0, -179.9)) == pytest.approx(22.2, abs=0.1)
    assert kilometres(Position(90, 0), Position(-90, 77)) == pytest.approx(20015, abs=1)
    assert kilometres(BERLIN, BERLIN) == 0


@example([Position(-1e-300, 0)], Position(0, 0), 0, 1)
@example([Position(0, -180)], Position(0, 180), 0, 1)
@example([Position(90, 77)], Position(90, -77), 0, 1)
@given(st.lists(places, max_size=30), places, st.floats(0, 20100), st.integers(1, 5))
def test_the_nearest_are_those_that_a_look_at_each_finds(
    all_places: list[Position], here: Position, km: float, most: int
) -> None:
    near = Nearest((place, number) for number, place in enumerate(all_places))
    away = sorted(kilometres(here, place) for place in all_places)
    assert [one for one, _ in near.within(here, km)] == [one for one in away if one <= km]
    assert [one for one, _ in near.nearest(here, most)] == away[:most]


def test_a_way_takes_what_the_table_says_or_what_its_length_takes() -> None:
    known = {A: BERLIN, B: Position(52.40, 13.06)}  # Potsdam, 27 km
    ways = Travelling(speed=30, before=10, minutes={(A, C): 40})
    assert travel_minutes(ways, A, C, known) == 40 == travel_minutes(ways, C, A, known)
    assert 60 < travel_minutes(ways, A, B, known) < 70
    assert travel_minutes(ways, A, A, known) == 0
    assert travel_minutes(ways, A, None, known) == 0
    assert travel_minutes(ways, B, C, known) == 0  # nobody knows where it is


ids = st.sampled_from([UUID(int=number) for number in range(6)])
tables = st.dictionaries(ids, st.dictionaries(ids, st.integers(0, 720)))


@given(tables, st.dictionaries(ids, places), ids, ids)
def test_what_the_table_says_of_a_pair_counts_and_else_the_way_back_and_else_the_distance(
    said: dict[UUID, dict[UUID, int]], known: dict[UUID, Position], here: UUID, there: UUID
) -> None:
    usual = Travelling()
    table = [TravelTimes(studio, 1, minutes, "test") for studio, minutes in said.items()]
    found = travel_minutes(with_table(usual, table), here, there, known)
    if here == there:
        assert found == 0
    elif there in said.get(here, {}):
        assert found == said[here][there]
    elif here in said.get(there, {}):
        assert found == said[there][here]
    else:
        assert found == travel_minutes(usual, here, there, known)
