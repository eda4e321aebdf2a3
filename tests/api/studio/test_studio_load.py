"""How full a studio is, to its owner: by its rooms, and by itself where somebody had it whole."""

from collections.abc import Iterator

import pytest

from tests.api.studio.house import AT, RESOURCES, House, opened_house
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, until
from tests.support.studio import day_ahead

OPEN = 540
"""Minutes, of each of them in a day."""


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    """The loft's third room is in the archive."""
    with opened_house(shop, shop_database_url) as opened:
        archive(opened, "zinc")
        yield opened


def archive(house: House, name: str) -> None:
    staff, path = house.who["staff"], f"{RESOURCES}/{house.ids[name]}"
    over = {"If-Match": staff.get(path).headers["etag"]}
    expect(staff.post(f"{path}/archive", headers=over))


def load(house: House, whose: str, day: int, days: int = 1) -> list[tuple[int, int]]:
    """Open and booked: of all, of as many days before, and of each."""
    span = {"from": str(day_ahead(day)), "to": str(day_ahead(day + days)), "by": "day"}
    found = expect(house.who[whose].get(f"{AT}/load", params=span))
    told = [found["total"], found["before"], *found["load"]]
    return [(one["open"], one["booked"]) for one in told]


def test_a_studio_of_two_rooms_and_one_archived_is_as_full_as_its_two_rooms(house: House) -> None:
    house.booked("room", 20, "10:00", "white")
    idle = (2 * OPEN, 0)
    counted = [(2 * OPEN, 60), idle, (2 * OPEN, 60)]
    until(lambda: load(house, "lea", 20) == counted, PATIENCE, lambda: load(house, "lea", 20))
    # A photographer has their own hours.
    assert load(house, "ann", 20) == [(OPEN, 0)] * 3


def test_where_somebody_had_the_studio_whole_it_counts_beside_its_rooms(house: House) -> None:
    house.booked("loft", 25, "10:00", "loft")
    whole, idle = (3 * OPEN, 60), (3 * OPEN, 0)
    counted = [(6 * OPEN, 60), (4 * OPEN, 0), idle, whole]
    until(lambda: load(house, "lea", 24, 2) == counted, PATIENCE, lambda: load(house, "lea", 24, 2))


def test_a_studio_without_rooms_counts_itself(house: House) -> None:
    archive(house, "vault")
    assert load(house, "max", 28) == [(OPEN, 0)] * 3
