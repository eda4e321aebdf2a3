"""Where postal codes are is asked of a geocoder beside the sale, once each, and orders go from the
nearest by it."""

import json
from collections.abc import Iterator

import pytest

from holdfast.booking.places import Nominatim
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.areas import find_areas
from holdfast.flows.inventory.locations import add_location
from holdfast.kit import new_id
from holdfast.locations import FIRST_LOCATION, Location
from holdfast.shipping import Address
from holdfast.views.areas import areas_to_find
from tests.db.flows.buying import Goods, a_customer, cart_of, new_goods
from tests.db.flows.inventory.places import at_place, stock_in
from tests.db.flows.stage import Stage, select
from tests.db.flows.waiting.lining import STAFF
from tests.support.site import Asked, Site, Told

KIEL = {"display_name": "24103 Kiel", "lat": "54.32", "lon": "10.13"}


class World:
    """Knows of Kiel alone; ``busy``: of nothing now."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.busy = False

    def answer(self, asked: Asked) -> Told:
        self.asked.append(asked.parameters["q"])
        found = [KIEL] if asked.parameters["q"].startswith("24103") else []
        status = 429 if self.busy else 200
        return Told(status, json.dumps(found).encode(), {"Content-Type": "application/json"})


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def geocoder(world: World) -> Iterator[Nominatim]:
    with Site(world.answer) as site:
        yield Nominatim(site.url, "Holdfast")


async def two_places(stage: Stage) -> tuple[Location, Location]:
    """The codes say that the one is near, the map says the other."""
    made = [
        Location(new_id(), "Flensburg way", country="DE", postal_code="24937", priority=1,
                 latitude=48.14, longitude=11.58),
        Location(new_id(), "Hamburg", country="DE", postal_code="20095", priority=2,
                 latitude=53.55, longitude=10.0),
    ]  # fmt: skip
    north, south = [await add_location(stage, STAFF, one) for one in made]
    return north, south


async def ordered(stage: Stage, goods: Goods, code: str) -> Placed:
    home = Address("DE", name="Ann", street="Weg 1", city="Kiel", postal_code=code)
    choice = Choice(None, address=home)
    return await place(stage, Caller(a_customer()), cart_of(goods), choice=choice)


async def test_what_is_not_known_goes_by_its_code_and_what_is_by_the_distance(
    stage: Stage, world: World, geocoder: Nominatim
) -> None:
    by_code, near = await two_places(stage)
    goods = await new_goods(stage, 0)
    for one in (by_code, near):
        await stock_in(stage, goods, one.id, 5)

    async def held() -> list[int]:
        found = [await stage.reader.account(at_place(goods, one.id)) for one in (by_code, near)]
        return [one.held for one in found]

    await ordered(stage, goods, "24103")
    assert await held() == [1, 0]
    pool = stage.database.pool
    found = await areas_to_find(pool)
    assert [(one.country, one.postal_code) for one in found] == [("DE", "24103")]
    assert await find_areas(stage, geocoder, found) == 1
    assert world.asked == ["24103, DE"], "no name, no street"
    assert await areas_to_find(pool) == []
    await ordered(stage, goods, "24 103")
    assert await held() == [1, 1]


async def test_what_nobody_knows_is_not_asked_again_and_what_was_not_answered_is(
    stage: Stage, world: World, geocoder: Nominatim
) -> None:
    await two_places(stage)
    goods = await new_goods(stage, 9)
    await ordered(stage, goods, "99999")
    pool = stage.database.pool
    world.busy = True
    assert await find_areas(stage, geocoder, await areas_to_find(pool)) == 0
    world.busy = False
    assert await find_areas(stage, geocoder, await areas_to_find(pool)) == 1
    assert await areas_to_find(pool) == []
    assert await select(stage, "SELECT latitude FROM areas") == [(None,)]
    await ordered(stage, goods, "99999")
    assert (await stage.reader.account(at_place(goods, FIRST_LOCATION))).held == 2
    await stage.database.pool.execute("UPDATE areas SET asked_at = now() - interval '91 days'")
    assert len(await areas_to_find(pool)) == 1, "after a season, once more"
