"""Goods that are announced: staff say when, a buyer orders them before they are there, and has them
once they come."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.test_selling import by_staff
from tests.e2e.till import add_to_cart, enter_as_staff, go_to_payment, order_id, pay
from tests.support.people import log_in
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

ANNOUNCED = {"units": 3, "expectedOn": "2099-12-12"}


def test_goods_are_announced_ordered_and_come(shop: Shop, visitor: Visitor) -> None:
    name = f"Novelty {uuid4().hex[:8]}"
    goods = shop.new_goods(name)
    buyer, staff = visitor(shop.url), visitor(shop.url)
    buyer.goto(goods.page)
    expect(buyer.get_by_test_id("supply-words")).to_contain_text("Sold out")
    enter_as_staff(staff)
    _announce(staff, name)

    expect(buyer.get_by_test_id("supply-words")).to_contain_text(
        "Pre-order, ships about Dec 12, 2099"
    )
    expect(buyer.get_by_test_id("preorder-note")).to_contain_text("Dec 12")
    shot(buyer, "preorder-product")
    assert_clean_everywhere(buyer, "a product to be pre-ordered")
    add_to_cart(buyer, goods)
    buyer.goto("/cart")
    expect(buyer.get_by_test_id("supply-words")).to_contain_text("Pre-order")
    shot(buyer, "preorder-cart")
    go_to_payment(buyer)
    staff.goto(f"/staff/orders/{order_id(buyer)}")
    expect(staff.get_by_test_id("preorder")).to_have_text("Pre-order (1), ships about Dec 12, 2099")
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order = order_id(buyer)
    buyer.goto(f"/orders/{order}")
    expect(buyer.get_by_test_id("preorder")).to_contain_text("ships about Dec 12, 2099")
    shot(buyer, "preorder-order")

    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_test_id("awaited")).to_contain_text("1 pre-ordered unit is still to come")
    shot(staff, "preorder-staff-order")
    staff.goto("/staff/preorders")
    row = staff.locator("tbody tr", has_text=name)
    expect(row).to_contain_text("1 order")
    shot(staff, "preorders")
    assert_clean_everywhere(staff, "pre-orders")
    staff.set_viewport_size({"width": 360, "height": 800})
    expect(row).to_contain_text("To come: 3")
    _nothing_scrolls_sideways(staff)
    shot(staff, "preorders-360")
    staff.set_viewport_size({"width": 1280, "height": 900})
    row.get_by_role("button", name=f"Receive {name}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_label("Came").fill("2")
    dialog.get_by_role("button", name="Save what came").click()
    expect(dialog).to_have_count(0)

    expect(buyer.get_by_test_id("preorder")).to_contain_text("it is here")
    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_role("button", name="Pack everything")).to_be_visible()
    buyer.goto(goods.page)
    expect(buyer.get_by_test_id("supply-words")).to_contain_text("1 left")


def _nothing_scrolls_sideways(page: Page) -> None:
    """Also what would scroll in a box of its own."""
    expect(page.get_by_role("table")).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.overflow-x-auto')]"
        ".every(each => each.scrollWidth <= each.clientWidth)"
    )


def _announce(staff: Page, name: str) -> None:
    staff.goto(f"/staff/stock?q={name.split()[1]}")
    staff.get_by_role("button", name=f"Change stock of {name}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Pre-order").click()
    dialog.get_by_label("Units to come").fill("3")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_contain_text("Choose a day")
    dialog.get_by_label("Expected on").fill("2099-12-12")
    shot(staff, "preorder-announce")
    assert_clean_everywhere(staff, "announcing a pre-order")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_have_count(0)


def test_staff_take_a_pre_order_for_who_calls(shop: Shop, visitor: Visitor) -> None:
    name = f"Novelty {uuid4().hex[:8]}"
    goods = shop.new_goods(name)
    page = visitor(shop.url)
    enter_as_staff(page)
    by_staff(page, shop.url, f"/api/staff/variants/{goods.variant_id}/preorder", ANNOUNCED, "PUT")
    page.goto("/staff/orders/new")
    find = page.get_by_role("searchbox", name="Add goods")
    find.fill(name)
    expect(page.get_by_role("button", name=name).first).to_be_visible()
    find.press("Enter")
    ahead = page.get_by_test_id("taken-ahead")
    expect(ahead).to_have_text("1 is a pre-order: ships about Dec 12, 2099")
    page.get_by_role("button", name="Increase").first.click()
    expect(ahead).to_contain_text("2 are a pre-order")
    shot(page, "take-preorder")
    assert_clean_everywhere(page, "taking a pre-order")
    page.get_by_role("button", name="Take the order of").click()
    page.wait_for_url(lambda url: "/staff/orders/" in url and not url.endswith("/new"))
    expect(page.get_by_test_id("standing")).to_contain_text("Awaiting payment")
    taken = page.request.get(f"/api/staff/orders/{page.url.rpartition('/')[2]}").json()["order"]
    assert taken["items"][0]["preorder"]["quantity"] == 2


def test_a_seller_sees_what_of_theirs_is_announced_and_takes_it_in(
    server: ServerProcess, visitor: Visitor
) -> None:
    staff, name = visitor(server.url), f"Novelty {uuid4().hex[:8]}"
    enter_as_staff(staff)
    url = server.url
    with Member(server) as member:
        answer = member_of(staff, url, member, f"Mill {uuid4().hex[:8]}")
        made = {"name": name, "status": "active", "variants": [{"price": 900}]}
        product = member.http.post(f"{answer}/products", json=made).raise_for_status().json()
        page = member.enter(visitor(url))
        page.goto("/selling")
        page.get_by_role("link", name="Pre-orders").click()
        expect(page.get_by_text("Nothing is announced")).to_be_visible()
        shot(page, "seller-no-preorders")
        variant = product["product"]["variants"][0]["id"]
        path = f"{answer}/variants/{variant}/preorder"
        member.http.put(path, json=ANNOUNCED).raise_for_status()
        page.reload()
        row = page.locator("tbody tr", has_text=name)
        expect(row).to_contain_text("Dec 12, 2099")
        shot(page, "seller-preorders")
        assert_clean_everywhere(page, "a seller's pre-orders")
        page.set_viewport_size({"width": 360, "height": 800})
        assert_fits(page, "a seller's pre-orders on a phone")
        shot(page, "seller-preorders-360")
        row.get_by_role("button", name=f"Receive {name}").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Came").fill("3")
        dialog.get_by_role("button", name="Save what came").click()
        expect(page.get_by_text("Nothing is announced")).to_be_visible()


def member_of(staff: Page, url: str, member: Member, name: str) -> str:
    """They sell under that name from now on; where."""
    made = staff.request.post(
        f"{url}/api/staff/sellers", data={"name": name}, headers={"origin": url}
    )
    assert made.ok, made.text()
    seller = made.json()["seller"]["id"]
    by_staff(staff, url, f"/api/staff/sellers/{seller}/people/{member.id}", method="PUT")
    log_in(member.http, member.email)
    return f"/api/seller/{seller}"
