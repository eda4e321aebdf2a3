"""A series is booked on a phone: what is in the way is said first, with what else there is; it is
one page with its dates, paid at once, moved and cancelled from one on."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, choose_time, furnish, hold_elsewhere, to_day
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.member import Member
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long

CHECK: Final = "**/api/series/check"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[tuple[ServerProcess, str]]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running, furnish(running)


def test_a_series_is_booked_paid_moved_and_cancelled(
    studio: tuple[ServerProcess, str], visitor: Visitor
) -> None:
    server, service = studio
    hold_elsewhere(server.url, service, f"{day_ahead(10)}T10:00")
    page = visitor(server.url, width=360, timezone_id=BERLIN)
    to_day(page, 3)
    choose_time(page, "10:00")
    repeat = page.get_by_role("button", name="Repeat this time")
    repeat.click()
    expect(repeat).to_be_focused()
    found = page.locator("li[data-session]")
    an_answer_to_something_else_is_none(page)
    expect(found).to_have_count(0)
    page.get_by_role("button", name="See what is free").click()
    expect(found).to_have_count(3)
    expect(page.get_by_role("region", name="What you chose")).to_contain_text("This date alone")
    busy = page.locator(f"li[data-session^='{day_ahead(10)}']")
    expect(busy).to_contain_text("Not to be had")
    assert_fits(page, "a series on a phone")
    shot(page, "series-check")
    assert_clean_everywhere(page, "what of a series is free")
    busy.get_by_role("combobox").select_option(index=1)
    page.get_by_role("button", name=re.compile("Hold 3 times")).click()
    page.wait_for_url("**/series/*")
    rows = page.locator("li[data-session]")
    expect(rows).to_have_count(3)
    expect(page.get_by_test_id("pay-within")).to_contain_text("€270 to pay within 1")
    shot(page, "series-held")
    page.get_by_role("button", name=re.compile("for all")).first.click()
    for row in rows.all():
        expect(row).to_contain_text("Confirmed")
    expect(page.get_by_role("region", name="Portrait")).to_be_focused()
    assert_fits(page, "a series' page")
    shot(page, "series")
    assert_clean_everywhere(page, "a series' page")
    page.get_by_role("button", name=re.compile("^Move from")).nth(1).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Start").fill("13:00")
    dialog.get_by_role("button", name="See what is free").click()
    expect(dialog.get_by_text("free", exact=True)).to_have_count(2)
    shot(page, "series-move", whole=False)
    assert_clean_everywhere(page, "moving a series")
    dialog.get_by_role("button", name="Move 2").click()
    expect(rows.nth(1)).to_contain_text("13:00")
    expect(rows.first).to_contain_text("10:00")
    page.get_by_role("button", name=re.compile("^Cancel from")).nth(1).click()
    expect(page.get_by_test_id("refund")).to_contain_text("180")
    shot(page, "series-cancel", whole=False)
    page.get_by_role("dialog").get_by_role("button", name="Cancel 2").click()
    expect(rows.last).to_contain_text("Cancelled")
    expect(rows.first).to_contain_text("Confirmed")
    expect(page.get_by_role("region", name="Portrait")).to_contain_text("1 time ·")
    page.goto("/bookings")
    expect(page.get_by_role("link", name="1 of 3 in a series")).to_be_visible()


def test_one_of_a_series_is_moved_and_cancelled_where_it_stands_among_the_others(
    studio: tuple[ServerProcess, str], visitor: Visitor
) -> None:
    server, service = studio
    with Member(server) as member:
        member.wallet("EUR", 50_000)
        asked = {"serviceId": service, "start": f"{day_ahead(5)}T16:00", "rule": {"count": 3}}
        held = member.http.post("/api/series", json=asked).raise_for_status().json()
        page = member.enter(visitor(server.url, width=390, timezone_id=BERLIN))
        page.goto(f"/series/{held['id']}")
        expect(page.get_by_role("main")).to_contain_text("Red room")
        rows = page.locator("li[data-session]")
        # The last has none after it.
        expect(page.get_by_role("button", name=re.compile("^Cancel from"))).to_have_count(2)
        rows.nth(1).get_by_role("link", name=re.compile("^Move")).click()
        choose_time(page, "13:00")
        page.get_by_role("button", name="Move here").click()
        page.wait_for_url(f"**/series/{held['id']}")
        expect(rows.nth(1)).to_contain_text("13:00")
        expect(page.get_by_label("Wallet: up to €270")).to_be_visible()
        rows.nth(2).get_by_role("button", name=re.compile("^Cancel ")).click()
        page.get_by_role("dialog").get_by_role("button", name="Cancel booking").click()
        expect(rows.nth(2)).to_contain_text("Cancelled")
        expect(page.get_by_label("Wallet: up to €180")).to_be_visible()
        assert_fits(page, "a series of which one was cancelled")
        page.get_by_role("button", name=re.compile("^Pay €180 for all: Card")).click()
        expect(rows.nth(0)).to_contain_text("Confirmed")
        expect(page.get_by_role("region", name="Portrait")).to_contain_text("€180 paid")


def an_answer_to_something_else_is_none(page: Page) -> None:
    """Two were asked for; the answer comes when three are meant."""
    waiting: list[Route] = []
    check = page.get_by_role("button", name="See what is free")
    page.get_by_label("How many times").fill("2")
    page.route(CHECK, lambda route: waiting.append(route))
    with page.expect_request(CHECK):
        check.click()
    expect(check).to_have_attribute("aria-busy", "true")
    page.get_by_label("How many times").fill("3")
    with page.expect_response(CHECK):
        waiting[0].continue_()
    page.unroute(CHECK)
    expect(check).not_to_have_attribute("aria-busy", "true")


def test_a_series_is_paid_by_what_its_client_has_and_the_rest_by_card(
    studio: tuple[ServerProcess, str], visitor: Visitor
) -> None:
    server, service = studio
    with Member(server) as member:
        wallet = member.wallet("EUR", 10_000)
        asked = {"serviceId": service, "start": f"{day_ahead(4)}T15:00", "rule": {"count": 3}}
        held = member.http.post("/api/series", json=asked).raise_for_status().json()
        long = member.enter(visitor(server.url, locale="ru-RU", width=360, timezone_id=BERLIN))
        long.goto(f"/series/{held['id']}")
        expect(long.get_by_role("button", name=re.compile("Оплатить всё")).last).to_be_visible()
        assert_fits(long, "paying a series, in Russian")
        page = member.enter(visitor(server.url, width=360, timezone_id=BERLIN))
        page.goto(f"/series/{held['id']}?payment=left")  # from a provider's page
        expect(page).to_have_url(re.compile(rf"/series/{held['id']}$"))
        expect(
            page.get_by_role("button", name=re.compile("^Pay €270 for all: Card"))
        ).to_be_visible()
        page.get_by_label("Wallet: up to €100").check()
        assert_fits(page, "paying a series")
        shot(page, "series-mix")
        assert_clean_everywhere(page, "paying a series")
        page.get_by_role("button", name=re.compile("^Pay the rest, €170: Card")).click()
        for row in page.locator("li[data-session]").all():
            expect(row).to_contain_text("Confirmed")
        assert member.balance(wallet) == 0
