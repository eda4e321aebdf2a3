"""The booking page within a studio's own site: named sites have it, as high as it needs to be, with
a visitor of its own; others do not get it."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, furnish
from tests.e2e.looks import AGAIN, assert_clean, assert_clean_within, shot
from tests.e2e.till import say_who_comes
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.site import Asked, Site, Told, page
from tests.support.stripe import StripeServer
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long

PAGE = """<!doctype html><html lang=en><title>Studio</title>
<meta name=viewport content="width=device-width">
<body style="margin:0;font-family:serif"><main><h1>The loft's own site</h1>
<script src="{shop}/embed.js" data-service="{service}" data-locale="en"
 data-title="Book a portrait"></script>
<p>Below it, the site goes on.</p></main>"""

DOG = {
    "id": "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c81",
    "kind": "yes-no",
    "text": "Does a dog come along?",
}


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def sites(
    prepared: PreparedShops, stripe: StripeServer
) -> Iterator[tuple[ServerProcess, str, str]]:
    """The shop, and the same page on a site that it names, and on another."""
    text = ""

    def answer(_: Asked) -> Told:
        return page(text)

    with Site(answer) as one, Site(answer) as other:
        named, unnamed = f"http://localhost:{one.port}", f"http://localhost:{other.port}"
        settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_FRAMES": named, **stripe.settings}
        with prepared.opened(**settings) as running:
            with httpx.Client(base_url=running.url, timeout=60) as staff:
                staff.post("/api/session/login", json=STAFF).raise_for_status()
                version = staff.get("/api/staff/policies").raise_for_status().json()["revision"]
                staff.put(
                    "/api/staff/policies/terms/en",
                    json={"html": "<p>Come in time.</p>"},
                    headers={"If-Match": f'"{version}"'},
                ).raise_for_status()
            text = PAGE.format(shop=running.url, service=furnish(running, questions=[DOG]))
            yield running, named, unnamed


Sites = tuple[ServerProcess, str, str]


def test_a_client_books_and_pays_within_the_studios_site(sites: Sites, visitor: Visitor) -> None:
    shop, named, _ = sites
    page = visitor(named, width=390, timezone_id=BERLIN)
    page.goto("/")
    frame = page.frame_locator("iframe[title='Book a portrait']")
    frame.locator("label[data-time]").first.click()
    frame.get_by_label("Does a dog come along?").select_option("yes")
    high = "document.querySelector('iframe').offsetHeight"
    page.wait_for_function(f"() => {high} > 800")
    inner = page.frames[1]
    whole = "document.documentElement.scrollHeight"
    until(lambda: inner.evaluate(whole) <= page.evaluate(high), PATIENCE, "all of it is seen")
    shot(page, "embedded")
    assert_clean_within(page, inner, "the booking page within another site")
    frame.get_by_role("button", name=TAKE).click()
    expect(frame.get_by_role("timer")).to_be_visible()
    assert inner.url.startswith(f"{shop.url}/embed/checkout/")
    say_who_comes(frame)
    frame.get_by_role("button", name="Pay ").last.click()
    inner.wait_for_url("**/embed/orders/*")
    frame.get_by_role("link", name="My bookings").first.click()
    expect(frame.locator("[data-booking]")).to_contain_text("Confirmed")
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "holdfast_session"]
    assert (cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == ("None", True, True)
    assert cookie["partitionKey"] == "http://localhost"
    # On its own the shop knows nothing of who booked there.
    page.goto(f"{shop.url}/embed/bookings")
    page.wait_for_url(f"{shop.url}/bookings")
    expect(page.get_by_text("You have no bookings")).to_be_visible()
    assert_clean(page, "bookings", rules=AGAIN)


def test_a_client_pays_on_a_page_that_no_frame_shows(
    sites: Sites, visitor: Visitor, stripe: StripeServer
) -> None:
    """It opens in a tab of its own and comes back to a page that knows of no order; the frame says
    what became of it, and takes who left it back to the till."""
    shop, named, _ = sites
    page = visitor(named, width=390, timezone_id=BERLIN)
    page.goto("/")
    frame = page.frame_locator("iframe[title='Book a portrait']")
    choose(frame.locator(f"input[name=day][value='{day_ahead(3)}']"))
    choose(frame.get_by_role("radio", name=re.compile("^10:00")))
    expect(frame.get_by_test_id("agreed")).to_contain_text("By continuing you accept")
    frame.get_by_role("button", name=TAKE).click()
    expect(frame.get_by_role("timer")).to_be_visible()
    with page.expect_popup() as opened:
        frame.get_by_test_id("agreed").get_by_role("link", name="Terms").click()
    expect(opened.value.get_by_text("Come in time.")).to_be_visible()
    assert opened.value.url.startswith(f"{shop.url}/policies/terms")

    there = at_stripe(page, frame)
    session = stripe.book.session(there.url.rpartition("/")[2])
    there.get_by_role("button", name="Back", exact=True).click()
    there.wait_for_url(f"{shop.url}/pay?payment=left")
    expect(there.get_by_text("Nothing was paid here.")).to_be_visible()
    assert_clean(there, "back unpaid, in a tab of its own")
    there.close()
    shot(page, "embedded-pays-elsewhere")
    frame.get_by_role("button", name="Pay another way").click()
    expect(frame.get_by_role("timer")).to_be_visible()
    assert stripe.book.session(session["id"])["status"] == "expired"

    there = at_stripe(page, frame)
    session = stripe.book.session(there.url.rpartition("/")[2])
    there.get_by_role("button", name="Pay", exact=True).click()
    there.wait_for_url(f"{shop.url}/pay")
    expect(there.get_by_text("You can close this tab")).to_be_visible()
    there.close()
    assert stripe.send(shop.url, "checkout.session.completed", session).is_success
    expect(frame.get_by_text("Thank you for your order")).to_be_visible()


def at_stripe(page: Page, frame: FrameLocator) -> Page:
    """Stripe's page, in a tab of its own."""
    choose(frame.get_by_role("radio", name=re.compile("On the secure page")))
    say_who_comes(frame)
    frame.get_by_role("button", name=re.compile("^Pay ")).last.click()
    link = frame.get_by_role("link", name="Go to the payment page")
    with page.expect_popup() as opened:
        link.click()
    there = opened.value
    expect(there.get_by_role("button", name="Pay", exact=True)).to_be_visible()
    assert there.evaluate("window.opener") is None
    return there


def test_a_site_that_is_not_named_does_not_get_it(sites: Sites, visitor: Visitor) -> None:
    shop, named, unnamed = sites
    page = visitor(unnamed)
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.goto("/")
    expect(page.frame_locator("iframe").locator("label[data-time]")).to_have_count(0)
    assert page.evaluate("document.querySelector('iframe').offsetHeight") == 640
    with httpx.Client(base_url=shop.url) as client:
        policy = client.get("/embed/book").headers["content-security-policy"]
        assert f"frame-ancestors {named};" in policy
        for path in ("/embed/wallet", "/embed/staff/bookings", "/embed/nowhere"):
            assert client.get(path).status_code == 404
        assert "frame-ancestors 'none'" in client.get("/book").headers["content-security-policy"]
