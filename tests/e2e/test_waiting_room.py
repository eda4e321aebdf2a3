"""The waiting room of a flash sale, in browsers: who came before the start waits, sees how many are
before them, is let in by itself and buys; a second tab has the same place, a closed one gives it
up; who comes when all is sold is told at once. Staff watch it go."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, pay
from tests.support.flash_sales import moment
from tests.support.postgres import execute, fetch, run
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

Join = Callable[[], Member]
BUY = "Buy now"
SOONER = 15_000
"""Milliseconds: before a page that is told of turns would ask by itself."""
GHOSTS = """
INSERT INTO flash_sale_places (sale_id, owner, turn, seen_at, let_in_at)
SELECT '{}', 'user:ghost-' || n, -1, clock_timestamp() + interval '1 hour',
    CASE WHEN n = 0 THEN clock_timestamp() + interval '1 hour' END
FROM generate_series(0, 4) n
"""
"""Four are before everybody, and one stands in the door, so that nobody is let in."""
OPENED = """
UPDATE flash_sale_places SET let_in_at = clock_timestamp()
WHERE sale_id = '{}' AND let_in_at > clock_timestamp()
"""


def let_in(server: ServerProcess, sale: str) -> set[str]:
    rows = "SELECT owner FROM flash_sale_places WHERE sale_id::text = $1 AND let_in_at IS NOT NULL"
    return {row[0] for row in run(fetch(server.database_url, rows, sale))}


def figure(page: Page, name: str, value: str) -> None:
    expect(page.get_by_test_id(f"figure-{name}").locator("dd")).to_have_text(value)


def test_who_waits_is_let_in_and_who_comes_too_late_is_told(
    shop: Shop, server: ServerProcess, visitor: Visitor, member: Join
) -> None:
    goods = shop.goods("thinkpad-x1-carbon", 0, stock=3)
    sale = shop.sale(goods, 1, perSecond=1, startTime=moment(1800), endTime=moment(3600))
    address, watched = f"/flash-sales/{sale}", f"/staff/flash-sales/{sale}"
    early, gone = member(), member()
    buyer, closed = early.enter(visitor(shop.url)), gone.enter(visitor(shop.url))
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(watched)
    figure(staff, "waiting", "0")
    expect(staff.get_by_text("Nobody was refused so far.")).to_be_visible()
    shot(staff, "staff-flash-sale-before")

    for page in (buyer, closed):
        page.goto(address)
        expect(page.get_by_test_id("waiting-room")).to_contain_text("You are in the waiting room")
    expect(buyer.get_by_role("timer")).to_be_visible()
    tab = buyer.context.new_page()
    tab.goto(address)
    expect(tab.get_by_test_id("waiting-room")).to_be_visible()
    figure(staff, "waiting", "2")
    assert early.http.post(f"/api/flash-sales/{sale}/purchase", json={}).status_code == 409
    expect(staff.get_by_test_id("refused")).to_contain_text("Before the start")
    closed.context.close()
    owner = f"user:{gone.id}"
    away = "UPDATE flash_sale_places SET seen_at = seen_at - interval '1 hour' WHERE owner = '{}'"
    begin = "UPDATE flash_sales SET starts_at = clock_timestamp() WHERE id = '{}'"
    passed = away.format(owner), GHOSTS.format(sale), begin.format(sale)
    run(execute(server.database_url, *passed))
    figure(staff, "away", "1")
    for page in (buyer, tab, staff):
        page.reload()
    for page in (buyer, tab):
        expect(page.get_by_test_id("waiting-room")).to_contain_text(re.compile("before you|next"))
    shot(buyer, "flash-sale-waiting")
    run(execute(server.database_url, OPENED.format(sale)))
    for page in (buyer, tab):
        expect(page.get_by_role("button", name=BUY)).to_be_visible(timeout=SOONER)
    figure(staff, "letIn", "6")
    figure(staff, "waiting", "0")
    assert owner not in let_in(server, sale)
    settled(staff)
    assert_clean_everywhere(staff, "staff flash sale")
    shot(staff, "staff-flash-sale-open")

    buyer.get_by_role("button", name=BUY).click()
    expect(buyer).to_have_url(re.compile("/checkout/"))
    figure(staff, "held", "1")
    yours = tab.get_by_test_id("sale-yours")
    expect(yours).to_contain_text("1 is held for you")
    expect(tab.get_by_test_id("sale-gone")).to_have_count(0)
    assert_fits(tab, "a sale of which one is held")
    expect(yours.get_by_role("link", name="To checkout")).to_have_attribute(
        "href", urlsplit(buyer.url).path
    )
    pay(buyer)
    expect(buyer.get_by_text("Thank you").first).to_be_visible()
    figure(staff, "sold", "1")
    figure(staff, "lately", "1")
    late = member()
    page = late.enter(visitor(shop.url))
    page.goto(address)
    expect(page.get_by_test_id("sale-gone")).to_contain_text("Sold out")
    expect(page.get_by_test_id("waiting-room")).to_have_count(0)
    refused = late.http.post(f"/api/flash-sales/{sale}/purchase", json={})
    assert refused.json()["code"] == "flash-sale-sold-out"
    expect(staff.get_by_test_id("refused")).to_contain_text("Everything was taken")
    staff.get_by_role("button", name="End now").click()
    ask = staff.get_by_role("dialog")
    ask.get_by_label("Reason").fill("Sold out")
    ask.get_by_role("button", name="End now").click()
    expect(staff.get_by_text("This sale has ended.")).to_be_visible()
    figure(staff, "returned", "0")
    shot(staff, "staff-flash-sale-ended")


@pytest.mark.long
def test_who_slept_through_their_turn_stands_in_line_again(
    shop: Shop, server: ServerProcess, visitor: Visitor, member: Join
) -> None:
    """A phone that was put away is let in meanwhile, and wakes when that is over."""
    goods = shop.goods("thinkpad-x1-carbon", 0, stock=3)
    sale = shop.sale(goods, 1, perSecond=1, endTime=moment(3600))
    somebody = member()
    page = somebody.enter(visitor(shop.url, width=360))
    page.goto(f"/flash-sales/{sale}")
    expect(page.get_by_role("button", name=BUY)).to_be_visible()
    expect(page.get_by_test_id("turn-until")).to_contain_text("you can buy until")
    asleep = f"""UPDATE flash_sale_places SET let_in_at = let_in_at - interval '11 minutes'
    WHERE owner = 'user:{somebody.id}'"""
    run(execute(server.database_url, asleep))
    page.reload()
    over = page.get_by_test_id("turn-over")
    expect(over).to_contain_text("Your turn is over")
    expect(page.get_by_role("button", name=BUY)).to_have_count(0)
    shot(page, "flash-sale-turn-over")
    assert_clean_everywhere(page, "a turn that is over")
    over.get_by_role("button", name="Stand in line again").click()
    expect(page.get_by_role("button", name=BUY)).to_be_visible()


@pytest.mark.long
def test_who_took_too_many_places_solves_a_riddle_and_waits(
    prepared: PreparedShops, visitor: Visitor
) -> None:
    with (
        prepared.opened(HOLDFAST_PLACES_PRINCIPAL="1/hour") as running,
        Shop(running.url) as shop,
        Member(running) as somebody,
    ):
        goods = shop.goods("thinkpad-x1-carbon", 0, stock=3)
        sale = shop.sale(goods, 1, perSecond=1, startTime=moment(1800), endTime=moment(3600))
        path = f"/api/flash-sales/{sale}/place"
        somebody.http.post(path, json={}).raise_for_status()
        somebody.http.delete(path).raise_for_status()
        page = somebody.enter(visitor(shop.url))
        asked: list[str] = []
        workers: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.on("worker", lambda one: workers.append(one.url))
        page.goto(f"/flash-sales/{sale}")
        expect(page.get_by_test_id("waiting-room")).to_be_visible()
        assert [one for one in asked if one.endswith("/proof")]
        assert workers
