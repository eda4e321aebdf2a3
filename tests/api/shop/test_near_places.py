"""*Any studio within 5 km of a place*: the place is a position, a studio by its name, or an
address; the client need not say where they are."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold, paid
from tests.support.market import STAFF, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.site import Asked, Site, Told
from tests.support.studio import Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"
SERVICES = "/api/staff/services"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    """Two studios in the middle of the town, one of them with a cyclorama, and one in Potsdam."""
    where = {"mitte": (52.52, 13.40), "plain": (52.521, 13.41), "potsdam": (52.40, 13.06)}
    found = {
        name: Someone(
            kind="studio",
            name=name.title(),
            zone=BERLIN,
            more={
                "latitude": north,
                "longitude": east,
                "tags": "[]" if name == "plain" else '["cyclorama"]',
            },
        )
        for name, (north, east) in where.items()
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def near(km: int | None, around: dict[str, Any]) -> list[dict[str, Any]]:
    need = {"role": "studio", "kind": "studio", "tags": ["cyclorama"], "around": around}
    return [need if km is None else need | {"withinKm": km}]


def test_any_studio_so_near_a_position_is_offered_and_booked(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    around = {"name": "Alexanderplatz", "latitude": 52.5219, "longitude": 13.4132}
    service = a_service(staff, needs=near(5, around))
    need = expect(client.get(f"/api/services/{service}"))["needs"][0]
    assert (need["withinKm"], need["around"]) == (5, around)
    day = day_ahead(5)
    asked = {"service": service, "from": f"{day}T10:00", "limit": "1", "most": "9"}
    (time,) = expect(client.get("/api/slots", params=asked))["times"]
    assert [one["resources"] for one in time["combinations"]] == [[str(house["mitte"].id)]]
    named = {"resources": [str(house["potsdam"].id)]}
    refusal(hold(client, service, f"{day}T10:00", **named), 422, "not-offered")
    held = expect(hold(client, service, f"{day}T10:00"))
    assert [one["name"] for one in held["booking"]["resources"]] == ["Mitte"]
    # Another time needs no word of where the client is either.
    paid(client, staff, held)
    moved = expect(client.post(f"{MINE}/{held['bookingId']}/move", json={"start": f"{day}T15:00"}))
    assert [one["name"] for one in moved["booking"]["resources"]] == ["Mitte"]


def test_a_studio_is_a_place_by_its_name(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service = a_service(staff, needs=near(5, {"name": " potsdam "}))
    kept = expect(staff.get(f"{SERVICES}/{service}"))["needs"][0]["around"]
    assert kept == {"name": "potsdam", "latitude": 52.40, "longitude": 13.06}
    held = expect(hold(client, service, f"{day_ahead(6)}T10:00"))
    assert [one["name"] for one in held["booking"]["resources"]] == ["Potsdam"]


def test_a_place_that_nobody_knows_or_without_a_distance_is_refused(
    staff: httpx.Client, house: dict[str, Someone]
) -> None:
    body = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "price": {"amount": 9_000},
    }
    lost = body | {"needs": near(5, {"name": "Nowhere street 1"})}
    refused = refusal(staff.post(SERVICES, json=lost), 422, "service-invalid")
    assert [one["field"] for one in refused["errors"]] == ["needs[0].around"]
    refusal(staff.post(f"{SERVICES}/preview", json=lost), 422, "service-invalid")
    far = body | {"needs": near(None, {"latitude": 52.5, "longitude": 13.4})}
    refused = refusal(staff.post(SERVICES, json=far), 422, "service-invalid")
    assert [one["field"] for one in refused["errors"]] == ["needs[0].withinKm"]
    half = body | {"needs": near(5, {"latitude": 52.5})}
    refused = refusal(staff.post(SERVICES, json=half), 422, "service-invalid")
    assert [one["field"] for one in refused["errors"]] == ["needs[0].around"]


def test_an_address_is_looked_up_once_when_it_is_saved(prepared: PreparedShops) -> None:
    asked: list[str] = []

    def answer(question: Asked) -> Told:
        asked.append(question.parameters["q"])
        found = b'[{"display_name": "Alexanderplatz", "lat": "52.5219184", "lon": "13.4132147"}]'
        return Told(200, found, {"Content-Type": "application/json"})

    with (
        Site(answer) as site,
        prepared.opened(
            HOLDFAST_LIMITS="off", HOLDFAST_GEOCODER="nominatim", HOLDFAST_GEOCODER_URL=site.url
        ) as running,
        httpx.Client(base_url=running.url, timeout=PATIENCE) as opened,
    ):
        expect(opened.post("/api/session/login", json=STAFF))
        service = a_service(opened, needs=near(5, {"name": "Alexanderplatz, Berlin"}))
        kept = expect(opened.get(f"{SERVICES}/{service}"))
        assert kept["needs"][0]["around"] == {
            "name": "Alexanderplatz, Berlin", "latitude": 52.521918, "longitude": 13.413215,
        }  # fmt: skip
        again = {key: kept[key] for key in kept if key not in ("id", "revision")}
        saved = opened.put(f"{SERVICES}/{service}", json=again, headers={"If-Match": '"1"'})
        assert expect(saved)["needs"][0]["around"] == kept["needs"][0]["around"]
        assert asked == ["Alexanderplatz, Berlin"]
