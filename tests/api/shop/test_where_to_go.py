"""Where a booking is: its card, its calendar file and who takes part say it."""

import asyncio
from collections.abc import Iterator

import httpx
import icalendar
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold, paid
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

SOUTH = "Street 1, Berlin"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    """A studio with a room; Anna is of another studio, and goes to clients too."""
    studio = Someone(
        kind="studio", name="South", more={"address": SOUTH, "texts": '{"ru": {"name": "Юг"}}'}
    )
    north = Someone(kind="studio", name="North", more={"address": "Street 2"})
    found = {
        "studio": studio,
        "north": north,
        "room": Someone(kind="room", name="Red room", more={"studio_id": studio.id}),
        "anna": Someone(
            kind="photographer",
            name="Anna",
            more={
                "tags": '["portrait"]',
                "studio_id": north.id,
                "latitude": 52.52,
                "longitude": 13.41,
                "travel_radius_km": 10,
            },
        ),
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def file_of(client: httpx.Client, booking: str) -> icalendar.Event:
    read = client.get(f"{MINE}/{booking}/calendar")
    (event,) = icalendar.Calendar.from_ical(read.content).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def test_a_booking_says_in_which_studio_it_is_and_the_studios_address(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    held = expect(hold(client, a_service(staff, "photographer", "room"), f"{day_ahead(5)}T10:00"))
    paid(client, staff, held)

    place = expect(client.get(f"{MINE}/{held['bookingId']}"))["place"]
    assert (place["name"], place["address"]) == ("South", SOUTH)
    assert (place["studioId"], place["latitude"]) == (str(house["studio"].id), None)
    (mine,) = expect(client.get(MINE, headers={"Accept-Language": "ru"}))["bookings"]
    assert mine["place"] == place | {"name": "Юг"}
    assert client.get(f"/api/studios/{place['slug']}").status_code == 200
    assert str(file_of(client, held["bookingId"])["LOCATION"]) == f"South, {SOUTH}"


def test_at_a_clients_own_place_it_says_that_and_not_the_photographers_studio(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    start = f"{day_ahead(6)}T10:00"
    held = expect(hold(client, a_service(staff, "photographer"), start, near="52.52,13.5"))
    paid(client, staff, held)

    place = held["booking"]["place"]
    assert (place["studioId"], place["name"], place["address"]) == (None, "", "")
    assert (place["latitude"], place["longitude"]) == (52.52, 13.5)
    assert str(file_of(client, held["bookingId"])["LOCATION"]) == "52.52, 13.5"
