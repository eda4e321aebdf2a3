"""Where an address is: what geocoders say, as their documentation has it, by a test server of ours;
and what staff are told."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from holdfast.booking.places import (
    MOST_FOUND,
    Geocoder,
    GeocoderAway,
    GeocoderBusy,
    GeocoderRefused,
    Google,
    KeptGeocoder,
    Nominatim,
)
from holdfast.kit import Problem
from tests.support.market import STAFF
from tests.support.prepared import PreparedShops
from tests.support.site import Asked, Site, Told

ALEX = {"display_name": "Alexanderplatz, Berlin", "lat": "52.5219184", "lon": "13.4132147"}
OF_GOOGLE = {
    "formatted_address": "Alexanderplatz, 10178 Berlin, Germany",
    "geometry": {"location": {"lat": 52.5219184, "lng": 13.4132147}},
}


class World:
    """Answers as it is told; counts what it is asked."""

    def __init__(self) -> None:
        self.status, self.body = 200, b"[]"
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.url = ""

    def says(self, body: Any, status: int = 200) -> None:
        self.status, self.body = (
            status,
            body if isinstance(body, bytes) else json.dumps(body).encode(),
        )

    def answer(self, asked: Asked) -> Told:
        self.asked.append((asked.path, asked.parameters, asked.headers["user-agent"]))
        return Told(self.status, self.body, {"Content-Type": "application/json"})


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    there = World()
    with Site(there.answer) as site:
        there.url = site.url
        yield there


def nominatim(world: World) -> Geocoder:
    return Nominatim(world.url, "Holdfast (test)")


def google(world: World) -> Geocoder:
    return Google(world.url, "key-1")


Made = Callable[[World], Geocoder]


async def test_nominatim_is_asked_as_its_policy_wants(world: World) -> None:
    elsewhere = {**ALEX, "lat": "91.0"}
    world.says([ALEX, elsewhere, *[ALEX] * 9])
    found = await nominatim(world).find("Alexanderplatz", "ru")
    path, asked, agent = world.asked[-1]
    assert (path, asked["q"], asked["format"]) == ("/search", "Alexanderplatz", "jsonv2")
    assert (asked["accept-language"], agent) == ("ru", "Holdfast (test)")
    assert len(found) == MOST_FOUND
    assert found[0].name == ALEX["display_name"]
    assert (found[0].position.latitude, found[0].position.longitude) == (52.521918, 13.413215)


async def test_google_says_in_the_body_how_it_went(world: World) -> None:
    world.says({"status": "OK", "results": [OF_GOOGLE]})
    (found,) = await google(world).find("Alexanderplatz", "en")
    path, asked, _ = world.asked[-1]
    assert (path, asked["key"], asked["language"]) == ("/maps/api/geocode/json", "key-1", "en")
    assert (found.position.latitude, found.position.longitude) == (52.521918, 13.413215)
    world.says({"status": "ZERO_RESULTS", "results": []})
    assert await google(world).find("nowhere", "en") == []
    for status, refusal in {
        "REQUEST_DENIED": GeocoderRefused,
        "OVER_QUERY_LIMIT": GeocoderBusy,
        "OVER_DAILY_LIMIT": GeocoderBusy,
        "UNKNOWN_ERROR": GeocoderAway,
    }.items():
        world.says({"status": status, "error_message": "..."})
        with pytest.raises(refusal):
            await google(world).find("Alexanderplatz", "en")


@pytest.mark.parametrize("made", [nominatim, google])
async def test_what_goes_wrong_has_its_name(world: World, made: Made) -> None:
    wrong: list[tuple[Any, int, type[Problem]]] = [
        (b"<html>", 200, GeocoderAway),
        ({"results": 1}, 200, GeocoderAway),
        (b" " * 300_000, 200, GeocoderAway),
        ("", 500, GeocoderAway),
        ("", 302, GeocoderAway),
        ("", 403, GeocoderRefused),
        ("", 429, GeocoderBusy),
    ]
    for body, status, refusal in wrong:
        world.says(body, status)
        with pytest.raises(refusal):
            await made(world).find("Alexanderplatz", "en")
    gone = World()
    gone.url = "http://127.0.0.1:9"
    with pytest.raises(GeocoderAway):
        await made(gone).find("Alexanderplatz", "en")


async def test_the_same_question_is_asked_once_and_never_two_at_a_time(world: World) -> None:
    world.says([ALEX])
    kept, before = KeptGeocoder(nominatim(world), pause=0.0), len(world.asked)
    same = ["Alexanderplatz  1", "alexanderplatz 1", " ALEXANDERPLATZ 1"]
    answers = await asyncio.gather(*(kept.find(one, "en") for one in same))
    assert [len(one) for one in answers] == [1, 1, 1]
    assert len(world.asked) == before + 1
    outcomes = await asyncio.gather(
        *(kept.find(f"street {number}", "en") for number in range(9)), return_exceptions=True
    )
    assert sum(isinstance(one, GeocoderBusy) for one in outcomes) == 4


def test_staff_find_an_address_and_nobody_else_does(world: World, prepared: PreparedShops) -> None:
    settings = {"HOLDFAST_GEOCODER": "nominatim", "HOLDFAST_GEOCODER_URL": world.url}
    with (
        prepared.opened(HOLDFAST_LIMITS="off", **settings) as running,
        httpx.Client(base_url=running.url) as client,
    ):
        where = "/api/staff/places?address=Alexanderplatz"
        assert client.get(where).status_code == 401
        client.post("/api/session/login", json=STAFF).raise_for_status()
        world.says([ALEX])
        (place,) = client.get(where).raise_for_status().json()["places"]
        assert place == {
            "name": ALEX["display_name"], "latitude": 52.521918, "longitude": 13.413215,
        }  # fmt: skip
        assert client.get("/api/staff/places?address=A").status_code == 422
        world.says("", 403)
        refused = client.get("/api/staff/places?address=Elsewhere")
        assert (refused.status_code, refused.json()["code"]) == (502, "geocoder-refused")


def test_without_a_geocoder_staff_are_told_what_to_do(server: Any) -> None:
    with httpx.Client(base_url=server.url) as client:
        client.post("/api/session/login", json=STAFF).raise_for_status()
        told = client.get("/api/staff/places?address=Alexanderplatz")
        assert (told.status_code, told.json()["code"]) == (409, "no-geocoder")
        assert client.get("/api/config").json()["map"] is None
