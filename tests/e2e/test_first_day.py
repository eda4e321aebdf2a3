"""From an empty directory to a shop with an owner and its first customer, in the browser alone."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_fits
from tests.e2e.till import fill_in, setup_link
from tests.support.server import ServerProcess

PASSWORD = "a long enough password"


def step(page: Page, name: str) -> str:
    heading = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))
    return heading.inner_text()


def test_an_owner_and_a_first_customer(empty_shop: ServerProcess, visitor: Visitor) -> None:
    link = setup_link(empty_shop)

    # A visitor of the day before: nothing to buy, and it says so.
    shopper = visitor(empty_shop.url, width=360)
    shopper.goto("/")
    expect(shopper.get_by_text("Holdfast opens soon")).to_be_visible()
    assert_clean(shopper, "opens soon")
    assert_fits(shopper, "opens soon")

    owner = visitor(empty_shop.url)
    owner.goto("/setup")
    expect(owner.get_by_role("heading", name="Open this page with the link")).to_be_visible()
    owner.goto("/setup#forged")
    owner.reload()
    expect(owner.get_by_role("heading", name="This link is not valid")).to_be_visible()
    owner.goto(link)
    owner.reload()
    expect(owner.get_by_role("heading", name="Your new shop")).to_be_visible()
    assert_clean(owner, "/setup")
    make = owner.get_by_role("button", name="Create account")
    make.click()
    expect(owner.get_by_text("Enter your name")).to_be_visible()
    expect(owner.locator("[name=name]")).to_be_focused()
    fill_in(owner, name="Olga Owner", email="olga@shop.example", password="short")
    make.click()
    expect(owner.get_by_text("Use 8 to 200 characters.")).to_be_visible()
    expect(owner.locator("[name=password]")).to_be_focused()
    fill_in(owner, password=PASSWORD)
    make.click()

    expect(owner.get_by_role("heading", name="First steps")).to_be_visible()
    assert "#" not in owner.url
    assert "to do" in step(owner, "Name your shop")
    assert_clean(owner, "/staff/start")
    owner.get_by_role("link", name="Enter name").click()
    fill_in(owner, name="Nine Lives")
    owner.locator("[name=currency]").select_option("EUR")
    owner.get_by_role("button", name="Save: Name and currency").click()
    expect(owner.get_by_role("banner").get_by_text("Nine Lives")).to_be_visible()
    expect(owner).to_have_title(re.compile("Nine Lives"))
    assert_clean(owner, "/staff/settings")
    owner.goto("/staff/start")
    expect(owner.get_by_text("done", exact=False).first).to_be_visible()
    assert "done" in step(owner, "Name your shop")
    assert "done" in step(owner, "Choose the currency")
    assert "to do" in step(owner, "Put something on sale")
    assert "to do" in step(owner, "Choose how customers pay")
    owner.get_by_role("button", name="Keep pay on pick-up").click()
    expect(owner.get_by_text("3 of 5 done")).to_be_visible()
    assert "done" in step(owner, "Choose how customers pay")

    # The link was for once.
    owner.goto(link)
    owner.reload()
    expect(owner.get_by_role("heading", name="This link has already been used")).to_be_visible()

    shopper.reload()
    expect(shopper.get_by_text("Nine Lives opens soon")).to_be_visible()
    shopper.get_by_role("button", name="Menu").click()
    expect(shopper.get_by_role("menuitem", name="Wallet")).to_have_count(0)
    expect(shopper.get_by_role("menuitem", name="Coupons")).to_have_count(0)
    shopper.get_by_role("menuitem", name="Sign up").click()
    assert_clean(shopper, "/signup")
    sign_up = shopper.get_by_role("button", name="Sign up")
    fill_in(shopper, name="Sam", email="olga@shop.example", password=PASSWORD)
    sign_up.click()
    expect(shopper.get_by_text("An account with this email already exists.")).to_be_visible()
    fill_in(shopper, email="sam@home.example")
    sign_up.click()
    expect(shopper).to_have_url(f"{empty_shop.url}/")

    shopper.goto("/account")
    assert_clean(shopper, "/account")
    assert_fits(shopper, "/account")
    shopper.locator("[name=name]").fill("Samantha")
    shopper.get_by_role("button", name="Save: Name").click()
    shopper.get_by_role("button", name="Menu").click()
    expect(shopper.get_by_role("menuitem", name="Log out")).to_contain_text("Samantha")

    # A studio sells no products: its first page is what can be booked.
    service = {
        "name": "Portrait", "currency": "EUR", "lengths": {"minutes": [60]}, "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "photographer", "kind": "photographer"}],
    }  # fmt: skip
    named = {"Idempotency-Key": "portrait"}
    made = owner.request.post("/api/staff/services", data=service, headers=named)
    assert made.status == 201, made.text()
    shopper.goto("/")
    expect(shopper.get_by_role("heading", name="Book a session")).to_be_visible()
    expect(shopper.get_by_role("link", name="Choose Portrait")).to_be_visible()
    expect(shopper.get_by_text("opens soon")).to_have_count(0)
    assert_clean(shopper, "what can be booked, at home")
    assert_fits(shopper, "what can be booked, at home")
