"""A merchant arranges the home page: visitors see it at once, in their language, and nothing moves
while it arrives."""

from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_order, settled, shot, toast
from tests.e2e.test_layout_shift import STILL, SlowLine, stays_still
from tests.e2e.till import enter_as_staff
from tests.support.pictures import BLUE, saved
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

PAGE = "/staff/home-page"


@pytest.fixture(scope="module")
def own_shop(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


def assert_kinds(page: Page, *kinds: str) -> None:
    assert_order(page.locator("li[data-kind]"), "data-kind", kinds)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page, "Home page saved")).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).last.click()


def test_blocks_are_added_moved_looked_at_and_shown(
    own_shop: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(own_shop.url)
    enter_as_staff(staff)
    staff.goto(PAGE)
    expect(staff.get_by_text("No blocks yet")).to_be_visible()
    staff.get_by_role("button", name="Text", exact=True).click()
    staff.get_by_label("Text (English)").fill("We make all of it ourselves.\n\nCome by.")
    staff.locator("[data-staff]").get_by_role("button", name="Products", exact=True).click()
    newest = staff.locator("li[data-kind=collection]")
    newest.get_by_label("How many at most").fill("7")
    staff.get_by_role("button", name="Banner", exact=True).click()
    banner = staff.locator("li[data-kind=banner]")
    with staff.expect_file_chooser() as choosing:
        banner.get_by_role("button", name="Choose a picture").click()
    choosing.value.set_files(sea())
    expect(banner.locator("img")).to_be_visible()
    banner.get_by_label("Title (English)").fill("For the dark season")
    banner.get_by_label("Leads to").fill("javascript:alert(1)")
    banner.get_by_label("Words on the button (English)").fill("See them")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(banner.get_by_text("Use an address of the shop")).to_be_visible()
    banner.get_by_label("Leads to").fill("/category/audio")

    # By keys, by buttons, and by dragging.
    assert_kinds(staff, "text", "collection", "banner")
    banner.get_by_role("button", name="3. Banner: For the dark season").press("Alt+ArrowUp")
    expect(banner.get_by_role("button", name="2. Banner: For the dark season")).to_be_focused()
    banner.get_by_role("button", name="Move up: Banner").click()
    assert_kinds(staff, "banner", "text", "collection")
    for one in staff.locator("[data-name]").all():
        one.click()  # closed, they stand one below the other
    grip = "[data-grip]"
    newest.locator(grip).drag_to(staff.locator("li[data-kind=text]").locator(grip))
    assert_kinds(staff, "banner", "collection", "text")
    banner.locator("[data-name]").click()
    choose(staff.get_by_role("radio", name="Русский"))
    banner.get_by_label("Title (Русский)").fill("К тёмным вечерам")
    staff.get_by_role("button", name="Preview", exact=True).click()
    preview = staff.locator("[data-preview]")
    expect(preview.locator("h2", has_text="К тёмным вечерам")).to_be_visible()
    expect(preview.locator("[data-product]")).to_have_count(7)
    assert_clean_everywhere(staff, PAGE)
    shot(staff, "home-page-staff")
    save(staff)

    guest = visitor(own_shop.url, locale="en-US", scheme="dark")
    guest.goto("/")
    blocks = guest.locator("main [data-block]")
    assert_order(blocks, "data-block", ["banner", "collection", "text"])
    expect(guest.locator("[data-source=newest] [data-product]")).to_have_count(7)
    expect(guest.get_by_text("Come by.")).to_be_visible()
    assert_clean_everywhere(guest, "the arranged home page")
    shot(guest, "home-arranged")
    guest.set_viewport_size({"width": 360, "height": 740})
    shot(settled(guest), "home-arranged-phone")
    guest.get_by_role("link", name="See them").click()
    expect(guest).to_have_url(f"{own_shop.url}/category/audio")

    staff.goto(PAGE)
    staff.get_by_role("button", name="Remove Text").click()
    newest.locator("[data-name]").click()
    newest.get_by_label("Which products").select_option("products")
    staff.get_by_label("Find a product to add").fill("ipad")
    staff.get_by_role("button", name="iPad Air 11").first.click()
    save(staff)
    guest.goto("/")
    expect(guest.locator("[data-source=products] [data-product]")).to_have_count(1)
    expect(blocks).to_have_count(2)


@pytest.mark.parametrize(("locale", "width"), [("ru-RU", 360), ("en-US", 1280)])
def test_an_arranged_page_stays_still(
    own_shop: ServerProcess, visitor: Visitor, locale: str, width: int
) -> None:
    """Its first HTML says what stands where, so the list below has its place before the rest."""
    staff = visitor(own_shop.url)
    enter_as_staff(staff)
    version = staff.request.get("/api/staff/home-page").headers["etag"]
    kept = staff.request.put(
        "/api/staff/home-page",
        data={"blocks": [
            {"kind": "banner", "words": {"en": {"title": "Hello", "text": "One\nTwo"}}},
            {"kind": "collection", "source": "popular", "count": 5},
            {"kind": "text", "words": {"en": {"text": "<p>Words.</p>"}}},
        ]},
        headers={"If-Match": version},
    )  # fmt: skip
    assert kept.ok, kept.text()
    page = visitor(own_shop.url, locale=locale, width=width)
    home, products = "/api/home", "/api/products?"
    with SlowLine(page) as line:
        stays_still(page, line, "/", STILL, home, products)
        stays_still(page, line, "/", STILL, products, home)


def sea() -> FilePayload:
    data = saved(Image.new("RGB", (1200, 600), BLUE), "PNG")
    return {"name": "sea.png", "mimeType": "image/png", "buffer": data}
