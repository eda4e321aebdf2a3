"""Two who look at the same times: one turns grey while somebody pays and comes back; whoever comes
second is told at once and has the three next best one tap away. The page is used by thumb, by
keyboard and enlarged; both clocks are shown where they differ."""

import asyncio
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from holdfast.booking.schedule import WeeklyRule
from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, SERVICE, TAKE, choose_time, furnish, hold_elsewhere, to_day
from tests.e2e.looks import assert_clean_everywhere, assert_fits, settled, shot
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

SEOUL = "Asia/Seoul"
SOON = 0.25
# Without waiting for anything. Who was told first that it is gone has no such button any more.
PRESS = """[...document.querySelectorAll("section button")]
  .find(one => one.textContent.startsWith("Hold and pay"))?.click()"""
HOUR = re.compile(r"\d\d:\d\d$")
NOTES_WHEN = """hour => {
  const label = document.querySelector(`label[data-time="${hour}"]`)
  window.greyAt = null
  new MutationObserver(() => {
    if (label.dataset.taken && !window.greyAt) window.greyAt = Date.now()
  }).observe(label, {attributes: true})
}"""


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[tuple[ServerProcess, str]]:
    garden = Someone(
        kind="studio", name="Garden house", zone=BERLIN, more={"address": "Am Park 3, Berlin"}
    )
    bower = Someone(kind="room", name="Bower", zone=BERLIN, more={"studio_id": garden.id})
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running, furnish(running, garden, bower)


Studio = tuple[ServerProcess, str]


def grey(page: Page, hour: str) -> None:
    expect(page.locator(f"label[data-time='{hour}']")).to_have_attribute("data-taken", "true")


def bright(page: Page, hour: str) -> None:
    label = page.locator(f"label[data-time='{hour}']")
    expect(label).not_to_have_attribute("data-taken", "true")


def test_a_time_turns_grey_while_somebody_pays_and_comes_back(
    studio: Studio, visitor: Visitor
) -> None:
    server, service = studio
    page = visitor(server.url, width=360, timezone_id=BERLIN)
    to_day(page, 4)
    bright(page, "12:00")
    took: list[float] = []
    for hour in ("10:00", "12:00", "16:00") * 3:
        # Two photographers, two rooms: only together do two bookings take the time.
        local = f"{day_ahead(4)}T{hour}"
        let_one_go = hold_elsewhere(server.url, service, local)
        settled(page).evaluate(NOTES_WHEN, hour)
        sent = time.time()
        let_other_go = hold_elsewhere(server.url, service, local)
        answered = time.time()
        grey(page, hour)
        took.append(page.evaluate("window.greyAt / 1000") - answered)
        assert sent < page.evaluate("window.greyAt / 1000")
        shot(page, f"book-taken-{hour[:2]}")
        let_one_go()
        bright(page, hour)
        let_other_go()
        if took[-1] < SOON:
            return
    pytest.fail(f"a machine stands still once, not each time: {took}")


def test_of_two_who_want_one_time_the_second_is_offered_the_next_best(
    studio: Studio, visitor: Visitor
) -> None:
    server, service = studio
    hold_elsewhere(server.url, service, f"{day_ahead(5)}T11:00")
    one = visitor(server.url, width=390, timezone_id=BERLIN)
    other = visitor(server.url, width=390, timezone_id=BERLIN, scheme="dark")
    for page in (one, other):
        to_day(page, 5)
        choose_time(page, "11:00")
        expect(page.get_by_role("button", name=TAKE)).to_be_visible()
    one.evaluate(PRESS)
    other.evaluate(PRESS)
    expect(one.get_by_test_id("time-lost").or_(one.get_by_role("timer"))).to_be_visible()
    winner, loser = (one, other) if one.get_by_role("timer").is_visible() else (other, one)
    winner.wait_for_url("**/checkout/*")
    lost = loser.get_by_test_id("time-lost")
    next_best = lost.get_by_role("button", name=HOUR)
    expect(next_best).to_have_count(3)
    assert_fits(loser, "time lost")
    shot(loser, "book-lost", whole=False)
    assert_clean_everywhere(loser, "time lost")
    loser.set_viewport_size({"width": 390, "height": 900})
    third = visitor(server.url, width=390, timezone_id=BERLIN)
    wanted = next_best.last.inner_text()
    next_best.last.click()
    # A third looks at what the loser takes now, and is told before a tap.
    to_day(third, 5)
    hour = wanted[-5:]
    hold_elsewhere(server.url, service, f"{day_ahead(5)}T{hour}")
    choose_time(third, hour)
    loser.get_by_role("button", name=TAKE).click()
    loser.wait_for_url("**/checkout/*")
    expect(third.get_by_test_id("time-lost").get_by_role("button", name=HOUR)).to_have_count(3)
    shot(third, "book-gone", whole=False)
    third.get_by_test_id("time-lost").get_by_role("button", name=HOUR).first.click()
    expect(third.get_by_role("button", name=TAKE)).to_be_visible()
    # Whoever gives a time back was never in a cart: they go back to the times of its day.
    loser.get_by_role("button", name="Do not book it").click()
    given_back = loser.get_by_test_id("given-back")
    expect(given_back).to_contain_text("You were not charged.")
    shot(loser, "book-given-back")
    assert_fits(loser, "a time given back")
    given_back.get_by_role("link", name="Choose a time again").click()
    loser.wait_for_url(f"**/book?*day={day_ahead(5)}*")


@pytest.mark.long
def test_both_clocks_places_people_and_why_nothing_is_free(
    studio: Studio, visitor: Visitor
) -> None:
    page = visitor(studio[0].url, locale="ko-KR", timezone_id=SEOUL)
    page.goto("/book")
    page.locator("main li a").first.click()
    expect(page.locator("label[data-time]").first).to_be_visible()
    shot(page, "book-wide")
    choose(page.locator(f"input[name=day][value='{day_ahead(3)}']"))
    choose_time(page, "10:00")
    told = page.get_by_test_id("both-clocks")
    hours = re.compile("1[78]:00")  # seven or eight hours ahead of Berlin, by the time of the year
    expect(told).to_contain_text(hours)
    shot(page, "book-chosen-wide")
    assert_clean_everywhere(page, "a time is chosen")
    choose(page.get_by_role("radio", name=re.compile("Garden house")))
    choose(page.get_by_role("radio", name="Anna"))
    choose_time(page, "11:00")
    page.locator("section button").last.click()
    page.wait_for_url("**/checkout/*")
    held = page.request.get("/api/bookings").json()["bookings"][0]
    assert {one["name"] for one in held["resources"]} == {"Anna", "Bower"}
    page.goto(f"/book?service={studio[1]}&day={day_ahead(90)}")
    empty = page.get_by_test_id("no-time")
    expect(empty.locator("li").first).to_be_visible()
    shot(page, "book-empty-day")
    assert_clean_everywhere(page, "a day without times")
    empty.get_by_role("button").click()
    expect(page.get_by_test_id("both-clocks")).to_be_visible()


def test_the_whole_way_by_keyboard_and_enlarged_twice(studio: Studio, visitor: Visitor) -> None:
    """At 200 percent a screen of 1280 by 900 has room for 640 by 450."""
    page = visitor(studio[0].url, width=640, timezone_id=BERLIN)
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto("/book")
    begun = time.monotonic()
    page.get_by_role("link", name="Choose Portrait").focus()
    page.keyboard.press("Enter")
    expect(page.locator("label[data-time]").first).to_be_visible()
    tab_to(page, "input[name=day]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("label[data-time]").first).to_be_visible()
    tab_to(page, "input[name=time]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[name=time]").nth(1)).to_be_checked()
    assert_fits(page, "booking at 200 %")
    covered = """() => {
      const box = document.activeElement.closest("label").getBoundingClientRect()
      return !document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
        ?.closest("label[data-time]")
    }"""
    assert not page.evaluate(covered), "what has the focus is covered"
    shot(page, "book-200", whole=False)
    tab_to(page, "textarea")
    page.keyboard.type("Two dogs come along")
    tab_to(page, "section button:not([aria-expanded])")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
    assert time.monotonic() - begun < 60
    assert_fits(page, "paying at 200 %")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


@pytest.mark.long
def test_who_loses_the_only_time_there_is_may_wait_for_it(studio: Studio, visitor: Visitor) -> None:
    server, _ = studio
    day = day_ahead(6)
    crane = Someone(
        kind="equipment",
        name="Crane",
        zone=BERLIN,
        rules=(WeeklyRule(EVERY_DAY, 600, 660, valid_from=day, valid_until=day),),
    )
    with ThreadPoolExecutor() as aside:  # here the browser's loop runs
        aside.submit(asyncio.run, move_in(server.database_url, crane)).result()
    needs = [{"role": "crane", "kind": "equipment", "resources": [str(crane.id)]}]
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as staff:
        staff.post("/api/session/login", json=STAFF).raise_for_status()
        asked = {**SERVICE, "name": "Under the crane", "texts": {}, "needs": needs}
        key = {"Idempotency-Key": uuid4().hex}
        made = staff.post("/api/staff/services", json=asked, headers=key).raise_for_status().json()
    pages = [visitor(server.url, width=390, timezone_id=BERLIN) for _ in range(2)]
    for page in pages:
        page.goto(f"/book?service={made['id']}&day={day}")
        choose_time(page, "10:00")
        expect(page.get_by_role("button", name=TAKE)).to_be_visible()
    for page in pages:
        page.evaluate(PRESS)
    one, other = pages
    expect(one.get_by_test_id("time-lost").or_(one.get_by_role("timer"))).to_be_visible()
    loser = other if one.get_by_role("timer").is_visible() else one
    lost = loser.get_by_test_id("time-lost")
    expect(lost.get_by_role("button", name=HOUR)).to_have_count(0)
    join = lost.get_by_role("button", name="Tell me first if it comes free")
    expect(join).to_be_visible()
    shot(loser, "book-lost-alone", whole=False)
    loser.route("**/api/waiting/times", lambda route: route.fulfill(status=500), times=1)
    join.click()
    expect(lost.get_by_role("alert")).to_be_visible()
    join.click()  # it is still there
    expect(lost.get_by_role("status")).to_contain_text("1")
