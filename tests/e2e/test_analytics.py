"""Whoever is asked about analytics says yes or no, and may think again; staff see how clients
book."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, in_all_looks, settled, shot
from tests.e2e.till import enter_as_staff, enter_stock_table
from tests.support.analytics import AnalyticsServer
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

SOON = 60.0


@pytest.fixture(scope="module")
def services() -> Iterator[AnalyticsServer]:
    with AnalyticsServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def opened(
    prepared: PreparedShops, services: AnalyticsServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A demo shop with what happened before today: its studios' fortnight."""
    data = prepared.put(tmp_path_factory.mktemp("demo") / "data")
    past = {"HOLDFAST_LIMITS": "off", "HOLDFAST_DEMO_HISTORY": "on"}
    with ServerProcess(data, "--demo", environment=past | services.settings) as running:
        yield running


def test_a_visitor_says_no_and_thinks_again(
    opened: ServerProcess, services: AnalyticsServer, visitor: Visitor
) -> None:
    page: Page = visitor(opened.url)
    page.goto("/")
    banner = page.get_by_test_id("analytics-banner")
    expect(banner).to_contain_text("Google Analytics and Amplitude")
    in_all_looks(page, "analytics-banner")
    assert_clean_everywhere(page, "the question about analytics")
    banner.get_by_role("button", name="No").focus()
    page.keyboard.press("Enter")
    expect(banner).to_have_count(0)
    page.reload()
    page.get_by_role("contentinfo").get_by_role("link", name="Analytics").click()
    agree = page.get_by_label("I agree")
    expect(agree).not_to_be_checked()
    expect(banner).to_have_count(0)
    agree.focus()
    page.keyboard.press("Space")
    expect(agree).to_be_checked()
    in_all_looks(page, "analytics-choice")
    assert_clean_everywhere(page, "the choice about analytics")
    page.goto("/product/gopro-hero12")
    hit, event = services.hears("view_item")
    assert hit["person"] == event["device_id"]
    # Nothing of theirs is loaded into the page, and nothing is asked of them by it.
    origins = page.evaluate(
        "performance.getEntriesByType('resource').map(each => new URL(each.name).origin)"
    )
    assert set(origins) <= {opened.url}

    for locale, words in (("ru-RU", "Можно ли сообщать"), ("ko-KR", "알려도 될까요")):
        other = visitor(opened.url, locale=locale, scheme="dark", width=360)
        other.goto("/")
        expect(other.get_by_test_id("analytics-banner")).to_contain_text(words)
        assert_fits(other, f"analytics, {locale}")
        shot(other, f"analytics-banner-{locale}", whole=False)
    assert services.faults == []


def test_staff_see_how_clients_book(opened: ServerProcess, visitor: Visitor) -> None:
    page = visitor(opened.url)
    enter_stock_table(page)

    def counted() -> bool:
        found = page.context.request.get("/api/staff/booking-demand").json()
        return bool(found["funnel"]["paid"] > 20)

    until(counted, SOON, "the demo's bookings are counted")
    with page.expect_response(re.compile("/api/staff/booking-demand")) as answered:
        page.get_by_role("link", name="How clients book").click()
    found = answered.value.json()
    funnel = page.get_by_test_id("demand-funnel")
    expect(funnel).to_contain_text(f"{found['funnel']['held']:,}")
    expect(page.get_by_test_id("analytics-banner")).to_have_count(0)
    choose(page.get_by_role("radio", name="Studios"))
    expect(page).to_have_url(re.compile("kind=studio"))
    studios = [one for one in found["popular"] if one["kind"] == "studio"]
    table = page.get_by_role("region", name="Most in demand")
    expect(table.locator("tr[data-row]")).to_have_count(len(studios))
    cells = page.get_by_test_id("week-booked").get_by_role("row").nth(1).get_by_role("cell")
    monday = sum(one["bookings"] for one in found["booked"] if one["weekday"] == 1)
    expect(cells.last).to_have_text(f"{monday:,}")
    with page.expect_download() as download:
        page.get_by_test_id("week-wanted").get_by_role("link", name="Download CSV").click()
    assert download.value.suggested_filename == "demand-wanted.csv"
    settled(page)
    in_all_looks(page, "demand-en")
    assert_clean_everywhere(page, "how clients book")

    for locale in ("ru-RU", "ko-KR"):
        other = visitor(opened.url, locale=locale, scheme="dark", width=360)
        enter_as_staff(other)
        other.goto("/staff/booking-demand")
        expect(other.get_by_test_id("demand-funnel")).to_be_visible()
        assert_fits(other, f"how clients book, {locale}")
        shot(other, f"demand-{locale}-360")
    page.goto("/staff/booking-demand?from=2020-01-01&to=2020-01-31")
    expect(page.get_by_text("Nobody looked or booked in these days")).to_be_visible()
    page.route(
        re.compile("/api/staff/booking-demand"),
        lambda route: route.fulfill(status=503, json={"code": "database-away"}),
    )
    page.goto("/staff/booking-demand?period=last84")
    expect(page.get_by_role("alert")).to_be_visible()
