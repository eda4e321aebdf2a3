"""Addresses in the browser: asked for while the goods are held, kept, chosen again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import end_hold, go_to_till, order_id, pay
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

METHOD = {"id": "post", "name": "Post", "price": 30_000, "currency": "RUB", "toAddress": True}


@pytest.fixture(scope="module")
def running(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as server:
        yield server


@pytest.fixture(scope="module")
def shop(running: ServerProcess) -> Iterator[Shop]:
    """That brings goods to an address."""
    with Shop(running.url) as opened:
        opened.settle_on(shippingMethods=[METHOD])
        yield opened


def write(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def test_one_press_saves_what_is_typed_and_pays(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("mx-master-3s", stock=20)
    page = visitor(shop.url)
    go_to_till(page, goods)
    page.get_by_label("Country").select_option("DE")
    expect(page.get_by_label("Region")).to_have_count(0)
    pay(page)
    expect(page.locator("[name=name]")).to_be_focused()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    write(
        page, name="Anna Beispiel", street="Invalidenstraße 116", postalCode="1011", city="Berlin"
    )
    pay(page)
    expect(page.get_by_text("This is no postal code of this place.")).to_be_visible()
    expect(page.locator("[name=postalCode]")).to_be_focused()
    settled(page)
    shot(page, "till-asks-where-to")
    assert_clean_everywhere(page, "a till that asks where to")
    page.locator("[name=postalCode]").fill("10115")
    made = order_id(page)
    with page.expect_response(f"**/api/orders/{made}/delivery"):  # saved as one goes on
        page.get_by_role("radio", name="Approved The usual").focus()
    shop.settle_on(shippingMethods=[METHOD | {"price": 40_000}])
    page.locator("[name=city]").fill("Berlin-Mitte")
    pay(page)
    told = page.get_by_test_id("total-changed")
    expect(told).to_contain_text("You were not charged")
    assert shop.order(made)["status"] == "pending"
    pay(page)
    expect(page).to_have_url(re.compile("/orders/"))
    expect(page.get_by_text("10115 Berlin-Mitte")).to_be_visible()
    settled(page)
    shot(page, "order-with-address")
    assert shop.order(made)["shippingAddress"]["city"] == "Berlin-Mitte"


def test_what_was_typed_is_there_after_a_hold_that_ended(
    running: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    def hold_again() -> None:
        end_hold(running, page)
        page.get_by_role("link", name="Hold them again").click()
        expect(page.get_by_role("timer")).to_be_visible()

    goods = shop.goods("mx-master-3s", stock=20)
    page = visitor(shop.url)
    go_to_till(page, goods)
    page.get_by_label("Country").select_option("DE")
    write(page, name="Anna Beispiel", street="Invalidenstraße 116", postalCode="10115")
    page.get_by_role("button", name="Add a note").click()
    note = page.get_by_label("Your note")
    note.fill("It is a gift")
    hold_again()
    expect(page.locator("[name=street]")).to_have_value("Invalidenstraße 116")
    expect(note).to_have_value("It is a gift")
    # What is typed asks nothing: its rules are there, so that it is sent as the cursor leaves.
    page.route("**/api/address-rules*", lambda route: route.abort())
    with page.expect_response(f"**/api/orders/{order_id(page)}/delivery"):
        page.locator("[name=city]").fill("Berlin")
        page.get_by_role("radio", name="Approved The usual").focus()
    hold_again()
    expect(page.get_by_text("10115 Berlin")).to_be_visible()  # without being asked again
    pay(page)
    expect(page).to_have_url(re.compile("/orders/"))
    expect(page.get_by_text("Invalidenstraße 116")).to_be_visible()
    expect(page.get_by_test_id("buyer-note")).to_contain_text("It is a gift")
    # What is paid for begins nothing else.
    go_to_till(page, goods)
    expect(page.locator("[name=street]")).to_have_value("")


def test_addresses_are_kept_and_chosen_again(
    running: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("mx-master-3s", stock=20)
    with Member(running) as member:
        keep_and_choose(member.enter(visitor(shop.url)), goods)


def keep_and_choose(page: Page, goods: Goods) -> None:
    page.goto("/account")
    page.get_by_role("button", name="Add an address").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Country").select_option("KR")
    dialog.get_by_label("Province or city").select_option("서울특별시")
    write(page, street="세종대로 110", postalCode="04524")
    dialog.get_by_label("City", exact=True).select_option("중구")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    kept = page.get_by_role("listitem").filter(has_text="04524")
    expect(kept).to_contain_text("Default")
    settled(page)
    shot(page, "address-book")
    assert_clean_everywhere(page, "an address book")
    go_to_till(page, goods)
    expect(page.get_by_text("04524")).to_be_visible()  # the default, without being asked
    page.get_by_role("button", name="Change", exact=True).click()
    found = page.get_by_role("combobox", name="Your addresses")
    found.focus()
    page.keyboard.type("nowhere")
    fitting = page.get_by_role("listbox", name="Your addresses")
    expect(fitting).to_have_count(0)
    found.fill("04524")
    page.keyboard.press("ArrowDown")
    expect(fitting.get_by_role("option", selected=True)).to_contain_text("04524")
    page.keyboard.press("Enter")
    expect(found).to_have_count(0)
    expect(page.get_by_text("04524")).to_be_visible()
    pay(page)
    expect(page).to_have_url(re.compile("/orders/"))
    page.goto("/account")
    kept.get_by_role("button", name=re.compile("^Remove")).click()
    expect(kept).to_have_count(0)
