"""From an empty directory to a paid order and its refund: in the browser, with no command but
`holdfast serve`."""

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.api.staff.test_staff_products import png
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_fits, shot
from tests.e2e.test_first_day import PASSWORD
from tests.e2e.till import fill_in, setup_link
from tests.support.server import ServerProcess


def put_on_sale(owner: Page) -> None:
    owner.get_by_role("link", name="Add product").click()
    owner.get_by_label("Name", exact=True).fill("Harbour print")
    owner.get_by_label("Description", exact=True).fill("Signed, 40 × 60 cm.")
    owner.get_by_label("Price", exact=True).fill("45")
    owner.get_by_label("Stock").fill("3")
    picture = FilePayload(name="harbour.png", mimeType="image/png", buffer=png(640, 480))
    owner.locator("input[type=file]").set_input_files([picture])
    owner.get_by_label("Alt text").fill("A harbour at dusk")
    owner.get_by_text("Active", exact=True).click()
    shot(owner, "way-3-product")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("heading", name="Harbour print")).to_be_visible()


def test_from_an_empty_directory_to_a_refund(empty_shop: ServerProcess, visitor: Visitor) -> None:
    owner = visitor(empty_shop.url)
    owner.goto(setup_link(empty_shop))
    shot(owner, "way-1-setup")
    fill_in(owner, name="Olga Owner", email="olga@shop.example", password=PASSWORD)
    owner.get_by_role("button", name="Create account").click()
    expect(owner.get_by_role("heading", name="First steps")).to_be_visible()
    shot(owner, "way-2-first-steps")
    owner.get_by_role("link", name="Enter name").click()
    fill_in(owner, name="Nine Lives")
    owner.locator("[name=currency]").select_option("EUR")
    owner.get_by_role("button", name="Save: Name and currency").click()
    expect(owner.get_by_role("banner").get_by_text("Nine Lives")).to_be_visible()
    owner.goto("/staff/start")
    owner.get_by_role("button", name="Keep pay on pick-up").click()
    expect(owner.get_by_text("3 of 5 done")).to_be_visible()
    put_on_sale(owner)
    owner.goto("/staff/start")
    expect(owner.get_by_text("4 of 5 done")).to_be_visible()

    buyer = visitor(empty_shop.url, width=360)
    buyer.goto("/")
    shot(buyer, "way-4-shop")
    buyer.get_by_role("link", name=re.compile("Harbour print")).first.click()
    expect(buyer.get_by_role("img", name="A harbour at dusk").first).to_be_visible()
    shot(buyer, "way-5-product")
    buyer.get_by_role("button", name="Buy now").click()
    expect(buyer.get_by_role("heading", name="Pay on pick-up")).to_be_visible()
    shot(buyer, "way-6-till")
    buyer.get_by_role("button", name="Place order: €45").click()
    expect(buyer.get_by_test_id("outcome")).to_be_visible()
    shot(buyer, "way-7-ordered")
    assert_fits(buyer, "an order of a shop's first day")

    owner.goto("/staff/orders")
    number = owner.locator("tr[data-row] a").first
    shot(owner, "way-8-orders")
    number.click()
    expect(owner.get_by_test_id("standing")).to_be_visible()
    shot(owner, "way-9-to-be-paid")
    owner.get_by_role("button", name="Mark as paid").click()
    dialog = owner.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as paid").click()
    expect(owner.get_by_test_id("standing")).to_contain_text("Paid")
    history = buyer.get_by_role("list", name="Order history")
    expect(history).to_contain_text("Paid")  # on the page that was open all the time
    shot(buyer, "way-10-paid")

    owner.get_by_role("button", name="Refund", exact=True).click()
    dialog = owner.get_by_role("dialog", name="Refund")
    dialog.get_by_label("Amount", exact=True).fill("45")
    dialog.get_by_label("Reason").fill("It was bent")
    shot(owner, "way-11-refund")
    dialog.get_by_role("button", name="Refund").click()
    expect(dialog).to_have_count(0)
    expect(owner.get_by_text("It was bent").first).to_be_visible()
    expect(owner.get_by_test_id("standing")).to_contain_text("Refunded in full")
    expect(owner.get_by_role("button", name="Refund", exact=True)).to_have_count(0)
    shot(owner, "way-12-refunded")
    expect(history).to_contain_text("Refunded")
    expect(buyer.get_by_test_id("refunded")).to_contain_text("€45")
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Refunded in full")
    shot(buyer, "way-13-money-back")

    # Nothing is promised back twice.
    buyer.get_by_role("button", name="Cancel order").click()
    asked = buyer.get_by_role("dialog")
    expect(asked).to_contain_text("You have been refunded already")
    asked.get_by_role("button", name="Keep the order").click()

    owner.goto("/staff/start")
    expect(owner.get_by_text("5 of 5 done")).to_be_visible()
    shot(owner, "way-14-done")
