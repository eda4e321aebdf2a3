"""Staff change price, discount, status and stock where they stand in the list of products."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

SEND = """async ([method, path, body, version]) => {
  const headers = {"Content-Type": "application/json"}
  if (version) headers["If-Match"] = `"${version}"`
  const sent = {method, headers, body: JSON.stringify(body), credentials: "same-origin"}
  return await (await fetch(path, sent)).json()
}"""
PRODUCTS = "/api/staff/products"


def made(page: Page, **more: Any) -> dict[str, Any]:
    """A product with one variant, of which there are three."""
    body = {
        "name": f"Stool {uuid4().hex[:6]}",
        "status": "active",
        "variants": [{"price": 4900, "sku": "STOOL", "stock": 3}],
    }
    product: dict[str, Any] = page.evaluate(SEND, ["POST", PRODUCTS, body | more, None])["product"]
    return product


def test_cells_are_changed_by_keyboard_where_they_stand(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url, reduced_motion="reduce")
    enter_as_staff(page)
    product = made(page)
    name = product["name"]
    page.goto(f"/staff/products?q={name.split()[1]}")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Tab saves and goes on")
    page.keyboard.press("Escape")

    price = page.get_by_role("textbox", name=f"price of {name}")
    page.get_by_role("button", name=f"Change price of {name}").press("Enter")
    expect(price).to_be_focused()
    price.fill("abc")
    price.press("Enter")
    expect(rows).to_contain_text("Enter an amount")
    expect(price).to_have_value("abc")
    shot(page, "product-list-fault-en-1280")
    assert_clean_everywhere(page, "a cell with a fault")
    price.press("Escape")
    expect(page.get_by_role("button", name=f"Change price of {name}")).to_be_focused()
    page.keyboard.press("Enter")
    price.fill("55.50")
    price.press("Tab")
    expect(toast(page, f"{name} saved")).to_be_visible()
    expect(rows).to_contain_text("55.5")
    expect(price).to_have_count(0)

    # Tab went on to the discount; empty takes it away again.
    discount = page.get_by_role("textbox", name=f"discount price of {name}")
    page.get_by_role("button", name=f"Change discount price of {name}").press("Enter")
    discount.fill("50")
    discount.press("Enter")
    expect(rows.get_by_role("button", name="Change discount price")).to_contain_text("50")

    # Stock by the difference, with a reason, and back again.
    page.get_by_role("button", name=f"Change stock of {name}").press("Enter")
    stock = page.get_by_role("textbox", name=f"stock of {name}")
    stock.fill("7")
    stock.press("Enter")
    expect(page.get_by_role("button", name=f"Change stock of {name}")).to_have_text("7")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("button", name=f"Change stock of {name}")).to_have_text("3")

    page.get_by_role("button", name=f"Change status of {name}").press("Enter")
    status = page.get_by_role("combobox", name=f"status of {name}")
    status.select_option("archived")
    status.press("Enter")
    expect(rows).to_contain_text("Archived")
    page.get_by_role("button", name="Undo").last.click()
    expect(rows).to_contain_text("Active")


def test_a_cell_that_somebody_else_changed_is_told_and_keeps_what_was_typed(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url, locale="ru-RU", width=360, reduced_motion="reduce")
    enter_as_staff(page)
    product = made(page)
    name = product["name"]
    page.goto(f"/staff/products?q={name.split()[1]}")
    page.get_by_role("button", name=f"Изменить: цена, {name}").click()
    price = page.get_by_role("textbox", name=f"цена, {name}", exact=True)
    price.fill("60")
    (one,) = product["variants"]
    other = {
        "name": name,
        "status": "active",
        "variants": [{"id": one["id"], "values": [], "price": 5200, "sku": "STOOL"}],
    }
    path = f"{PRODUCTS}/{product['id']}"
    page.evaluate(SEND, ["PUT", path, other, product["revision"]])
    price.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("теперь здесь 52")
    expect(price).to_have_value("60")
    shot(page, "product-list-changed-ru-360")
    price.press("Enter")
    expect(page.get_by_role("button", name=f"Изменить: цена, {name}")).to_contain_text("60")
    page.get_by_role("button", name="Отменить").last.click()
    expect(page.get_by_role("button", name=f"Изменить: цена, {name}")).to_contain_text("52")
