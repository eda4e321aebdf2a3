"""An admin blocks somebody who is at a browser, lets them in again and changes their roles; all by
keyboard where it matters, on pages that are clean in every width, scheme and language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_clean_everywhere, assert_fits, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.support.people import PASSWORD

pytestmark = pytest.mark.long

Join = Callable[[], Member]


def enter_as_admin(page: Page, url: str) -> Page:
    who = {"email": "admin@example.com", "password": "holdfast-admin"}
    page.request.post(f"{url}/api/session/login", data=who)
    return page


def test_who_is_blocked_is_out_and_is_told_so(shop: Shop, visitor: Visitor, member: Join) -> None:
    someone = member()
    buyer = someone.enter(visitor(shop.url))
    buyer.goto("/orders")
    expect(buyer.get_by_role("heading", name="Orders", level=1)).to_be_visible()

    admin = enter_as_admin(visitor(shop.url), shop.url)
    admin.goto(f"/staff/people/{someone.id}")
    expect(admin.get_by_text("logged in on 1 device")).to_be_visible()
    admin.get_by_role("button", name="Block", exact=True).focus()
    admin.keyboard.press("Enter")
    dialog = admin.get_by_role("dialog")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    admin.keyboard.press("Enter")  # without a reason nothing is done
    expect(dialog.get_by_text("Enter a reason")).to_be_visible()
    assert_clean_everywhere(admin, "blocking")
    admin.keyboard.type("Paid with cards that were not theirs")
    admin.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(
        admin.get_by_role("heading", level=1).locator("..").get_by_text("Blocked")
    ).to_be_visible()
    expect(admin.get_by_text("not logged in")).to_be_visible()
    expect(admin.get_by_text("Paid with cards that were not theirs")).to_be_visible()
    assert_clean_everywhere(admin, "somebody blocked")

    buyer.goto("/login")
    buyer.get_by_label("Email").fill(someone.email)
    buyer.get_by_label("Password").fill(PASSWORD)
    buyer.get_by_role("button", name="Log in", exact=True).click()
    expect(buyer.get_by_text("The shop has blocked this account.")).to_be_visible()
    assert_clean(buyer, "a login that is blocked")

    admin.get_by_role("button", name="Unblock").click()
    dialog.get_by_role("button", name="Unblock").click()
    expect(dialog).to_be_hidden()
    buyer.get_by_role("button", name="Log in", exact=True).click()
    expect(buyer.get_by_label("Password")).to_be_hidden()

    admin.get_by_role("button", name="Change roles").click()
    dialog.get_by_label("Manager").check()
    assert_clean_everywhere(admin, "roles")
    dialog.get_by_role("button", name="Change roles").click()
    expect(dialog).to_be_hidden()
    expect(admin.get_by_text("Customer, Manager")).to_be_visible()
    buyer.goto("/staff/people")
    expect(buyer.get_by_role("heading", name="People")).to_be_visible()
    buyer.goto(f"/staff/people/{someone.id}")
    expect(buyer.get_by_text("another administrator can change its roles")).to_be_visible()
    expect(buyer.get_by_role("button", name="Change roles")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "scheme", "width"),
    [("en-US", "light", 1280), ("ru-RU", "dark", 360), ("ko-KR", "light", 360)],
)
def test_a_persons_page_fits_in_every_language(
    shop: Shop, visitor: Visitor, member: Join, locale: str, scheme: str, width: int
) -> None:
    someone = member()
    page = visitor(shop.url, locale=locale, scheme=scheme, width=width)
    enter_as_admin(page, shop.url).goto(f"/staff/people/{someone.id}")
    actions = page.get_by_test_id("standing").get_by_role("button")
    expect(actions).to_have_count(5)
    assert_clean(page, "a person")
    assert_fits(page, "a person")
    shot(page, f"standing-{locale[:2]}-{width}-{scheme}")
    for number in (1, 2, 3):
        actions.nth(number).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert_clean(page, f"dialog {number}")
        assert_fits(page, f"dialog {number}")
        shot(page, f"standing-{number}-{locale[:2]}-{width}-{scheme}")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(actions.nth(number)).to_be_focused()
    assert re.search("{{|standing\\.", page.locator("main").inner_text()) is None
