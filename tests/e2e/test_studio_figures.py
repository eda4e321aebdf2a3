"""Staff see what the studio's time came to: how full each hour is, what it brought and who came, in
numbers that are those of the API."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.till import enter_as_staff, enter_stock_table
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

SOON = 60.0
PATH = re.compile("/api/staff/studio-figures")


@pytest.fixture(scope="module")
def opened(
    prepared: PreparedShops, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A demo shop with what happened before today: its studios' fortnight."""
    data = prepared.put(tmp_path_factory.mktemp("demo") / "data")
    past = {"HOLDFAST_LIMITS": "off", "HOLDFAST_DEMO_HISTORY": "on"}
    with ServerProcess(data, "--demo", environment=past) as running:
        yield running


def counted(page: Page) -> bool:
    """Whether the demo's fortnight is."""
    found = page.context.request.get("/api/staff/studio-figures").json()
    return bool(found["totals"]["sessions"] > 20)


def told(page: Page, name: str) -> str:
    totals = page.get_by_test_id("session-totals").locator("dl > div")
    return totals.filter(has=page.get_by_text(name, exact=True)).inner_text()


def test_the_studios_figures_are_read_compared_and_taken_along(
    opened: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(opened.url)
    enter_stock_table(page)
    until(lambda: counted(page), SOON, "the demo's sessions are counted")
    with page.expect_response(PATH) as answered:
        page.get_by_role("link", name="Studio figures").click()
    found: dict[str, Any] = answered.value.json()
    totals = found["totals"]
    expect(page.get_by_test_id("session-totals")).to_be_visible()
    assert f"{totals['sessions']:,}" in told(page, "Sessions")
    assert re.search(r"₽[\d,]", told(page, "Income"))
    assert f"{totals['returning'] / totals['clients']:.0%}" in told(page, "Returning clients")
    assert f"{totals['missed']} in all" in told(page, "No-shows")
    shot(page, "studio-figures-en-1280")

    # A table with its heads: the number is what says how full it is.
    rooms = [one for one in found["load"] if one["kind"] == "room"]
    choose(page.get_by_role("radio", name="Rooms"))
    expect(page).to_have_url(re.compile("kind=room"))
    row = page.get_by_test_id("load-map").get_by_role("row", name=rooms[0]["name"]).first
    cells = row.get_by_role("cell")
    noon = next(one for one in rooms[0]["hours"] if one["hour"] == 12)
    column = page.get_by_test_id("load-map").get_by_role("columnheader", name="12:00")
    expect(column).to_have_count(1)
    first = min(hour["hour"] for one in rooms for hour in one["hours"])
    expect(cells.nth(12 - first)).to_have_text(f"{round(100 * noon['taken'] / noon['open'])}")
    with page.expect_download() as download:
        page.get_by_test_id("load-map").get_by_role("link", name="Download CSV").click()
    with download.value.path().open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert [rooms[0]["name"], "room", "12:00", str(noon["taken"]), str(noon["open"])] in [
        line[:5] for line in lines
    ]
    people = page.get_by_role("region", name="By person")
    expect(people.locator("tr[data-row]")).to_have_count(len(found["people"]))
    assert_clean_everywhere(page, "studio figures")

    # Other days, one studio, by keys; and what stands beside it follows.
    page.get_by_role("radio", name="Last 28 days").focus()
    with page.expect_response(PATH) as answered:
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("period=last7"))
    assert answered.value.json()["totals"]["sessions"] <= totals["sessions"]
    page.get_by_role("combobox", name="Studio", exact=True).select_option(index=1)
    expect(page).to_have_url(re.compile("studio="))
    expect(page.get_by_role("region", name="By studio").locator("tr[data-row]")).to_have_count(1)
    page.set_viewport_size({"width": 360, "height": 780})
    assert_fits(page, "studio figures")
    shot(page, "studio-figures-en-360")


def test_it_says_that_there_is_nothing_or_that_it_cannot_be_read(
    opened: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(opened.url, locale="ru-RU", scheme="dark")
    enter_as_staff(page)
    until(lambda: counted(page), SOON, "the demo's sessions are counted")
    page.goto("/staff/studio-figures?from=2020-01-01&to=2020-01-31")
    expect(page.get_by_text("На эти дни ничего не записано")).to_be_visible()
    assert_clean_everywhere(page, "studio figures, empty")
    shot(page, "studio-figures-empty-ru")
    page.goto("/staff/studio-figures?period=next7")
    expect(page.get_by_role("region", name="По людям")).to_be_visible()
    shot(page, "studio-figures-ru-dark")
    page.route(PATH, lambda route: route.fulfill(status=503, json={"code": "database-away"}))
    page.goto("/staff/studio-figures?period=last84")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute(PATH)
    page.get_by_role("alert").get_by_role("button").click()
    expect(page.get_by_test_id("session-totals")).to_be_visible()
