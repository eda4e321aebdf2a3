"""Where studios are: a list, the nearest first, and a map where there is one; staff enter a place
by its address or on the map."""

import re
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, furnish
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.till import enter_as_staff
from tests.support.people import add_person
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.site import Asked, Site, Told
from tests.support.studio import Someone

pytestmark = pytest.mark.long

TILE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FOUND = b'[{"display_name": "Hafenstrasse 1, Hamburg", "lat": "53.5461", "lon": "9.9666"}]'


_tiles: list[str] = []


def _answer(asked: Asked) -> Told:
    """Tiles of one colour, and a geocoder that knows one address."""
    if not asked.path.endswith(".png"):
        return Told(200, FOUND, {"Content-Type": "application/json"})
    _tiles.append(asked.path)
    return Told(200, TILE, {"Content-Type": "image/png", "Access-Control-Allow-Origin": "*"})


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[tuple[ServerProcess, str]]:
    mitte = Someone(
        kind="studio",
        name="Mitte",
        zone=BERLIN,
        more={"address": "Alexanderplatz 1, Berlin", "latitude": 52.5219, "longitude": 13.4132},
    )
    potsdam = Someone(
        kind="studio",
        name="A house in Potsdam",
        zone=BERLIN,
        more={"address": "Am Neuen Garten, Potsdam", "latitude": 52.4189, "longitude": 13.0700},
    )
    with (
        Site(_answer) as world,
        prepared.opened(
            HOLDFAST_LIMITS="off",
            HOLDFAST_TILES=world.url + "/{z}/{x}/{y}.png",
            HOLDFAST_TILES_BY="Map by the test",
            HOLDFAST_GEOCODER="nominatim",
            HOLDFAST_GEOCODER_URL=world.url,
        ) as running,
    ):
        furnish(running, mitte, potsdam)
        yield running, str(mitte.id)


Studio = tuple[ServerProcess, str]


def test_studios_stand_in_a_list_and_on_a_map(studio: Studio, visitor: Visitor) -> None:
    page = visitor(
        studio[0].url,
        width=360,
        geolocation={"latitude": 52.52, "longitude": 13.40},
        permissions=["geolocation"],
    )
    page.goto("/studios")
    names = page.locator("main li h2")
    expect(names.first).to_have_text("A house in Potsdam")
    page.get_by_role("button", name="Nearest to me").click()
    expect(names.first).to_have_text("Mitte")
    expect(page.get_by_text(re.compile(r"^0\.\d km$"))).to_be_visible()
    shown = page.get_by_test_id("studio-map")
    expect(shown.get_by_role("button", name="Mitte")).to_be_visible()
    expect(shown.get_by_text("Map by the test")).to_be_attached()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=studio-map] canvas').width > 0"
    )
    shot(page, "studios")
    assert_clean_everywhere(page, "studios")
    shown.get_by_role("button", name="A house in Potsdam").click()
    expect(page.locator("main li:focus h2")).to_have_text("A house in Potsdam")
    assert _tiles


def test_staff_enter_a_place_by_its_address_or_on_the_map(studio: Studio, visitor: Visitor) -> None:
    page = visitor(studio[0].url)
    enter_as_staff(page)
    page.goto(f"/staff/resources/{studio[1]}")
    page.get_by_label("Address").fill("Hafenstrasse 1, Hamburg")
    page.get_by_role("button", name="Find by address").click()
    page.get_by_role("button", name="Hafenstrasse 1, Hamburg").click()
    position = page.get_by_label("Position")
    expect(position).to_have_value("53.5461, 9.9666")
    page.get_by_role("button", name="Choose on the map").click()
    chart = page.get_by_test_id("studio-map")
    expect(chart.get_by_role("button", name="Mitte")).to_be_visible()
    shot(page, "staff-place")
    chart.click(position={"x": 60, "y": 60})
    expect(position).not_to_have_value("53.5461, 9.9666")
    expect(position).to_have_value(re.compile(r"^53\.\d{6}, 9\.\d{6}$"))


def test_staff_say_how_long_the_way_to_another_studio_takes(
    studio: Studio, visitor: Visitor
) -> None:
    page = visitor(studio[0].url)
    enter_as_staff(page)
    at = f"/staff/resources/{studio[1]}"
    page.goto(at)
    way = page.get_by_label("To A house in Potsdam (minutes)")
    way.fill("a while")
    save = page.get_by_role("button", name="Save travel times")
    save.click()
    expect(page.get_by_text("Enter a whole number from 0 to 720")).to_be_visible()
    expect(way).to_be_focused()
    way.fill("55")
    save.click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    way.scroll_into_view_if_needed()
    shot(page, "staff-travel", whole=False)
    page.evaluate("scrollTo(0, 0)")  # nothing lies half under the header
    assert_clean_everywhere(page, "a studio's travel times")
    page.reload()
    expect(way).to_have_value("55")


def test_staff_choose_whose_account_a_photographer_is_by_mail(
    studio: Studio, visitor: Visitor
) -> None:
    server, _ = studio
    with ThreadPoolExecutor() as aside:  # here the browser's loop runs
        for name, role in (("wanda", "photographer"), ("wanja", "customer")):
            aside.submit(
                add_person, server.database_url, f"{name}@studios.example", [role]
            ).result()
    page = visitor(server.url, width=360)
    enter_as_staff(page)
    page.goto("/staff/resources/new")
    for kind, count in (("Room", 0), ("Studio", 1), ("Photographer", 1)):
        choose(page.get_by_role("radio", name=kind))
        expect(page.get_by_role("searchbox", name="Account")).to_have_count(count)
    page.get_by_label("Name", exact=True).fill("Wanda")
    page.get_by_role("searchbox", name="Account").fill("wan")
    expect(page.get_by_role("button", name="wanja@studios.example")).to_be_disabled()
    page.get_by_role("button", name="wanda@studios.example").click()
    expect(page.get_by_role("searchbox", name="Account")).to_have_count(0)
    shot(page, "staff-account")
    assert_clean_everywhere(page, "a new photographer")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Wanda")).to_be_visible()
    expect(page.get_by_text("wanda@studios.example")).to_be_visible()
