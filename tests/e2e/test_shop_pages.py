"""A merchant makes the shop theirs: colour, languages, texts; visitors see it at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_clean_everywhere, settled, shot, toast
from tests.e2e.till import enter_as_staff, open_section, saved
from tests.support.pictures import png
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"


@pytest.fixture(scope="module")
def own_shop(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


def save(page: Page, part: str) -> None:
    page.get_by_role("button", name=f"Save: {part}").click()


def logged_out_meanwhile(page: Page, url: str) -> None:
    """What they press says so, over the page; logged in beside it, they go on."""
    cookies = page.context.cookies()
    page.context.clear_cookies()
    save(page, "Returns")
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog.get_by_role("link", name="Log in in a new tab")).to_be_visible()
    shot(page, "staff-session-ended", whole=False)
    assert_clean(page, "a session that has ended")
    page.context.add_cookies(
        [{"name": one["name"], "value": one["value"], "url": url} for one in cookies]
    )
    expect(dialog).to_have_count(0)


def pages_and_redirects(staff: Page) -> None:
    """A page is written, and an address of before leads to it."""
    staff.goto("/staff/pages")
    staff.get_by_role("link", name="New page").click()
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_text("Give the page a title in a language")).to_be_visible()
    staff.get_by_label("Title (English)").fill("About us")
    staff.get_by_label("Text (English)").fill("Since 1999.")
    expect(staff.get_by_label("Address")).to_have_value("about-us")
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_role("link", name="See the page")).to_be_visible()
    assert_clean_everywhere(staff, "/staff/pages/about-us")
    staff.goto("/staff/redirects")
    staff.get_by_label(re.compile("^One per line")).fill("/blogs/about /pages/about-us")
    staff.get_by_role("button", name="Add redirects").click()
    expect(staff.get_by_role("cell", name="/blogs/about", exact=True)).to_be_visible()
    assert_clean_everywhere(staff, "/staff/redirects")


def test_a_shop_in_its_own_colour_languages_and_words(
    own_shop: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(own_shop.url)
    enter_as_staff(staff)
    staff.goto("/staff/settings#look")
    staff.get_by_label("Accent colour").fill("#ffd400")
    expect(staff.get_by_text("so that it can be read: contrast")).to_be_visible()
    staff.get_by_role("checkbox", name="한국어").uncheck()
    staff.get_by_role("button", name="Move Русский up").click()
    shot(staff, "settings-look")
    save(staff, "Languages, logo and colour")
    expect(toast(staff, "Saved")).to_be_visible()
    staff.reload()
    logo: FilePayload = {"name": "mark.png", "mimeType": "image/png", "buffer": png(200, 100)}
    staff.locator("input[type=file]").set_input_files([logo])
    expect(staff.get_by_role("button", name="Choose another")).to_be_visible()
    save(staff, "Languages, logo and colour")
    expect(staff.locator("header [data-logo]")).to_be_visible()
    open_section(staff, "Limits per buyer")
    minutes = staff.get_by_label("Minutes a reservation lasts")
    minutes.fill("0")
    save(staff, "Limits per buyer")
    expect(staff.get_by_text("Enter a time from 1 to 1,440 minutes")).to_be_visible()
    minutes.fill("10")
    save(staff, "Limits per buyer")
    saved(staff.get_by_role("button", name="Save: Limits per buyer"))
    open_section(staff, "Languages, logo and colour")
    assert_clean_everywhere(staff, "/staff/settings with a colour")

    staff.goto("/staff/policies")
    staff.get_by_role("button", name="Begin with starter texts").click()
    expect(staff.get_by_label("Terms (English)")).to_have_value(re.compile("checkout"))
    expect(staff.get_by_text("square brackets: [country]")).to_be_visible()
    assert_clean_everywhere(staff, "/staff/policies with starters")
    said = "Send it back within 30 days.\n\nWe pay for it."
    staff.get_by_label("Returns (English)").fill(said)
    choose(staff.get_by_role("radio", name="Русский"))
    expect(staff.get_by_label("Returns (Русский)")).to_have_value("")
    choose(staff.get_by_role("radio", name="English"))
    logged_out_meanwhile(staff, own_shop.url)
    expect(staff.get_by_label("Returns (English)")).to_have_value(said)
    save(staff, "Returns")
    expect(staff.get_by_role("link", name="See the page")).to_be_visible()
    staff.get_by_label("Contacts (English)").fill("Harbour Goods Ltd, 1 Quay Street, Tallinn")
    save(staff, "Contacts")
    expect(staff.get_by_role("link", name="See the page")).to_have_count(2)
    assert_clean_everywhere(staff, "/staff/policies")
    shot(staff, "policies-staff")
    pages_and_redirects(staff)

    guest = visitor(own_shop.url, locale="ko-KR", scheme="dark")
    guest.goto("/")  # their language is none of the shop's: its first
    expect(guest.locator("html")).to_have_attribute("lang", "ru")
    expect(guest.locator("header [data-logo]")).to_be_visible()
    icon, shared = guest.locator("link[rel=icon]"), guest.locator("meta[property='og:image']")
    assert (icon.get_attribute("href") or "").startswith("/media/")
    assert "/media/" in (shared.get_attribute("content") or "")
    assert "#ffd400" in settled(guest).evaluate(ACCENT)
    guest.get_by_role("link", name="Возврат").click()
    expect(guest.get_by_role("heading", name="Возврат")).to_be_visible()
    expect(guest.get_by_text("We pay for it.")).to_be_visible()
    assert_clean_everywhere(guest, "/policies/returns")
    shot(guest, "policies")
    guest.get_by_role("link", name="Контакты").click()
    expect(guest.get_by_text("Harbour Goods Ltd")).to_be_visible()
    guest.goto("/blogs/about")
    expect(guest.get_by_role("heading", name="About us")).to_be_visible()
    assert guest.url.endswith("/pages/about-us")
    expect(guest.get_by_role("link", name="About us")).to_be_visible()
    assert_clean(guest, "/pages/about-us")
    guest.get_by_role("button", name="Меню").click()
    expect(guest.get_by_role("menuitemradio", name="English")).to_be_visible()
    expect(guest.get_by_role("menuitemradio", name="한국어")).to_have_count(0)
