"""The shop asks staff for two-step login: whoever works there without is told so where they are, is
led to it, and goes on where they were. So is the admin who asks for it."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks
from tests.e2e.member import Member
from tests.e2e.test_second_factor import type_password
from tests.e2e.test_standing import enter_as_admin
from tests.e2e.till import saved
from tests.support.people import PASSWORD
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

FIRST = "Set up two-step login first"
SAVE = "Save: Two-step login"


@pytest.fixture
def mina(server: ServerProcess) -> Iterator[Member]:
    with Member(server, "customer", "manager") as opened:
        yield opened


@pytest.fixture
def ada(server: ServerProcess) -> Iterator[Member]:
    with Member(server, "admin") as opened:
        yield opened


@pytest.fixture(autouse=True)
def left_as_found(server: ServerProcess, visitor: Visitor) -> Iterator[None]:
    yield
    page = enter_as_admin(visitor(server.url), server.url)
    path, ours = "/api/staff/settings", {"origin": server.url}
    assert page.request.patch(path, data={"secondFactorOf": []}, headers=ours).ok


def ask_of_staff(page: Page) -> None:
    page.goto("/staff/settings#two-step")
    box = page.get_by_label("Managers and administrators")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    save = page.get_by_role("button", name=SAVE)
    save.focus()
    page.keyboard.press("Enter")


def turn_on(page: Page) -> None:
    """On the page that somebody was led to, by keyboard."""
    expect(page.get_by_test_id("second-needed")).to_be_visible()
    page.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    secret = page.get_by_test_id("second-secret").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("recovery-codes").get_by_role("listitem")).to_have_count(10)
    expect(page.get_by_test_id("second-needed")).to_be_hidden()
    page.get_by_role("button", name="I have kept them").click()


def test_a_manager_without_is_led_to_it_and_has_the_staff_pages_again(
    server: ServerProcess, visitor: Visitor, mina: Member
) -> None:
    page = mina.enter(visitor(server.url))
    page.goto("/staff/stock")
    expect(page.get_by_role("heading", name="Stock", level=1)).to_be_visible()
    admin = enter_as_admin(visitor(server.url), server.url)
    ask_of_staff(admin)
    saved(admin.get_by_role("button", name=SAVE))

    # What was open says so at the next thing that it asks: for another page, or by itself before.
    page.evaluate("document.querySelector('a[href=\"/staff/orders\"]')?.click()")
    expect(page.get_by_role("heading", name=FIRST, level=1)).to_be_visible()
    place = page.url
    in_all_looks(admin, "two-step login of staff")
    assert_clean_everywhere(page, "two-step login first")
    in_all_looks(page, "two-step login first")
    link = page.get_by_role("link", name="Set it up")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This shop asks you for two-step login")).to_be_visible()
    assert_clean_everywhere(page, "two-step login that is needed")
    in_all_looks(page, "two-step login needed")
    turn_on(page)
    page.wait_for_url(place)
    title = "Orders" if place.endswith("/orders") else "Stock"
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    in_all_looks(page, "staff pages again")


def test_whoever_logs_in_without_is_led_to_it_and_on_to_where_they_meant_to_go(
    server: ServerProcess, visitor: Visitor, mina: Member
) -> None:
    admin = enter_as_admin(visitor(server.url), server.url)
    ask_of_staff(admin)
    saved(admin.get_by_role("button", name=SAVE))
    page = visitor(server.url, width=360, scheme="dark")
    page.goto("/login?next=/staff/stock")
    page.get_by_label("Email").fill(mina.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    turn_on(page)
    page.wait_for_url("**/staff/stock")
    expect(page.get_by_role("heading", name="Stock", level=1)).to_be_visible()


def test_the_admin_who_asks_for_it_is_led_to_it_too(
    server: ServerProcess, visitor: Visitor, ada: Member
) -> None:
    page = ada.enter(visitor(server.url))
    ask_of_staff(page)
    expect(page.get_by_role("heading", name=FIRST, level=1)).to_be_visible()
    page.get_by_role("link", name="Set it up").click()
    turn_on(page)
    page.wait_for_url("**/staff/settings#two-step")
    expect(page.get_by_label("Managers and administrators")).to_be_checked()
    again = visitor(server.url)
    type_password(again, ada.email)
    expect(again.get_by_label("Code from the app")).to_be_focused()
