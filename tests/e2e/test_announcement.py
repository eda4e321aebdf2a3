"""The sentence above the shop: staff write it, visitors read it in their language, follow it and
put it away; nothing moves when it is there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.shop import Shop
from tests.e2e.test_layout_shift import STILL, SlowLine, stays_still
from tests.e2e.test_selling import by_staff
from tests.e2e.till import enter_as_staff, saved
from tests.support.prepared import PreparedShops

pytestmark = pytest.mark.long

SAID = "Free delivery until Sunday on every lamp of the house"
TOLD = "До воскресенья доставка любой лампы бесплатна, а в понедельник уже нет"


@pytest.fixture(scope="module")
def own_shop(prepared: PreparedShops) -> Iterator[Shop]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running, Shop(running.url) as opened:
        yield opened


def test_staff_announce_and_visitors_read_follow_and_dismiss_it(
    own_shop: Shop, visitor: Visitor
) -> None:
    staff, reader = visitor(own_shop.url), visitor(own_shop.url)
    enter_as_staff(staff)
    staff.goto("/staff/settings#announcement")
    part = staff.locator("#announcement")
    part.get_by_label("English").fill(SAID)
    part.get_by_label("Русский").fill(TOLD)
    part.get_by_label("Link").fill("lamps")
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_text("Use an address of the shop")).to_be_visible()
    part.get_by_label("Link").fill("/search?q=phone")
    part.get_by_role("button", name="Save").click()
    saved(part.get_by_role("button", name="Save"))
    shot(staff, "announcement-settings")
    assert_clean_everywhere(staff, "the settings of the announcement")

    reader.goto("/")
    bar = reader.get_by_test_id("announcement")
    expect(bar).to_contain_text(SAID)
    shot(reader, "announcement-wide", whole=False)
    assert_clean_everywhere(reader, "a shop with an announcement")
    link, away = bar.get_by_role("link", name=SAID), bar.get_by_role("button")
    link.focus()
    reader.keyboard.press("Tab")
    expect(away).to_be_focused()
    link.press("Enter")
    expect(reader).to_have_url(f"{own_shop.url}/search?q=phone")
    expect(away).to_have_accessible_name("Dismiss the announcement")
    away.press("Enter")
    expect(bar).to_have_count(0)
    reader.goto("/")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    expect(bar).to_have_count(0)

    narrow = visitor(own_shop.url, locale="ru-RU", scheme="dark", width=360)
    narrow.goto("/")
    expect(narrow.get_by_test_id("announcement")).to_contain_text(TOLD)
    assert_fits(narrow, "an announcement on a phone")
    shot(narrow, "announcement-360-ru", whole=False)
    staff.goto("/staff/orders")
    expect(staff.get_by_role("heading", level=1)).to_be_visible()
    expect(staff.get_by_test_id("announcement")).to_have_count(0)

    # Something else is said: who put the first away sees it.
    other = {"announcement": {"texts": {"en": "Closed on Monday"}}}
    by_staff(staff, own_shop.url, "/api/staff/settings", other, "PATCH")
    reader.goto("/")
    expect(bar).to_have_text("Closed on Monday")


@pytest.mark.parametrize(("locale", "width"), [("ru-RU", 360), ("en-US", 1280)])
def test_nothing_moves_when_it_is_there(
    own_shop: Shop, visitor: Visitor, locale: str, width: int
) -> None:
    staff = visitor(own_shop.url)
    enter_as_staff(staff)
    said = {"announcement": {"texts": {"en": SAID, "ru": TOLD}}}
    by_staff(staff, own_shop.url, "/api/staff/settings", said, "PATCH")
    page = visitor(own_shop.url, locale=locale, width=width, reduced_motion="no-preference")
    with SlowLine(page) as line:
        stays_still(page, line, "/product/iphone-15-pro-max", STILL, "/api/")
        expect(page.get_by_test_id("announcement")).to_be_visible()
