"""Staff change price, discount, status and stock where they stand in the list of products, and of
many products at once."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

PRODUCTS = "/api/staff/products"


def made(page: Page, **more: Any) -> dict[str, Any]:
    """A product with one variant, of which there are three."""
    body = {
        "name": f"Stool {uuid4().hex[:6]}",
        "status": "active",
        "variants": [{"price": 4900, "sku": "STOOL", "stock": 3}],
    }
    answer = page.request.post(PRODUCTS, data=body | more)
    assert answer.ok, answer.text()
    product: dict[str, Any] = answer.json()["product"]
    return product


def saved_elsewhere(page: Page, product: dict[str, Any], body: object) -> None:
    """By the same person, not on this page."""
    version = {"If-Match": f'"{product["revision"]}"'}
    answer = page.request.put(f"{PRODUCTS}/{product['id']}", data=body, headers=version)
    assert answer.ok, answer.text()


def test_cells_are_changed_by_keyboard_where_they_stand(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
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

    status = page.get_by_role("button", name=f"Change status of {name}")
    status.press("Enter")
    choice = page.get_by_role("combobox", name=f"status of {name}")
    choice.select_option("archived")
    choice.press("Enter")
    expect(status).to_have_text("Archived")

    # Off sale there is nothing for shoppers; what lies there is still counted, and changed.
    stock_now = page.get_by_role("button", name=f"Change stock of {name}")
    expect(stock_now).to_have_text("3")
    stock_now.press("Enter")
    stock.fill("5")
    stock.press("Enter")
    expect(stock_now).to_have_text("5")
    page.get_by_role("button", name="Undo").last.click()
    expect(stock_now).to_have_text("3")
    page.get_by_role("button", name="Undo").first.click()
    expect(status).to_have_text("Active")


@pytest.mark.long
def test_a_cell_that_somebody_else_changed_is_told_and_keeps_what_was_typed(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url, locale="ru-RU", width=360)
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
    saved_elsewhere(page, product, other)
    price.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("теперь здесь 52")
    expect(price).to_have_value("60")
    shot(page, "product-list-changed-ru-360")
    price.press("Enter")
    expect(page.get_by_role("button", name=f"Изменить: цена, {name}")).to_contain_text("60")
    page.get_by_role("button", name="Отменить").last.click()
    expect(page.get_by_role("button", name=f"Изменить: цена, {name}")).to_contain_text("52")


def test_many_are_changed_together_after_a_look_at_what_becomes_of_them(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    word = f"crate{uuid4().hex[:6]}"
    two = [{"values": [size], "price": 2000, "stock": 2} for size in ("S", "L")]
    sizes = [{"name": "Size", "values": ["S", "L"]}]
    first = made(page, name=f"{word} one", options=sizes, variants=two)
    second = made(page, name=f"{word} two", tags=["old"])
    page.goto(f"/staff/products?q={word}")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(2)
    rows.first.focus()
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"Choose {second['name']}")).to_be_checked()
    page.get_by_role("button", name="Choose all shown").click()
    expect(page.get_by_text("2 products chosen")).to_be_visible()

    # A price by percent: seen first, then done.
    page.get_by_role("button", name="Change together").click()
    dialog = page.get_by_role("dialog")
    percent = dialog.get_by_label("Percent", exact=True)
    percent.fill("lots")
    percent.press("Enter")
    expect(dialog.get_by_text("Enter a whole number of percent.")).to_be_visible()
    expect(percent).to_be_focused()
    percent.fill("10")
    percent.press("Enter")
    becomes = dialog.locator("[data-becomes]")
    expect(becomes.filter(has_text=first["name"])).to_contain_text(re.compile("20.*→.*18"))
    expect(becomes.filter(has_text=second["name"])).to_contain_text(re.compile("49.*→.*44.10"))
    expect(rows.filter(has_text=first["name"])).to_contain_text("20")
    assert_clean_everywhere(page, "a step with many products")
    shot(page, "product-list-bulk-en-1280")
    # Somebody else saves one meanwhile: that one stays as it is, and is named.
    (one,) = second["variants"]
    body = {
        "name": second["name"],
        "status": "active",
        "tags": ["old"],
        "variants": [{"id": one["id"], "values": [], "price": 5000, "sku": "STOOL"}],
    }
    saved_elsewhere(page, second, body)
    dialog.get_by_role("button", name="Change 2 products").click()
    became = page.get_by_test_id("bulk-became")
    expect(became).to_contain_text("1 product changed")
    expect(became).to_contain_text(f"{second['name']}: Someone else saved it meanwhile.")
    expect(rows.filter(has_text=first["name"])).to_contain_text("18")
    expect(rows.filter(has_text=second["name"])).to_contain_text("50")

    # Tags: by what is added and what goes.
    page.get_by_role("button", name="Change together").click()
    dialog.get_by_label("What to change").select_option("tags")
    dialog.get_by_label("Add tags").fill("summer")
    dialog.get_by_label("Remove tags").fill("old")
    dialog.get_by_role("button", name="Preview").click()
    expect(becomes.filter(has_text=first["name"])).to_contain_text("+ summer")
    expect(becomes.filter(has_text=second["name"])).to_contain_text("− old")
    dialog.get_by_role("button", name="Change 2 products").click()
    expect(became).to_contain_text("2 products changed")

    # Stock of each variant, with a reason; more than there is cannot be taken out.
    page.get_by_role("button", name="Change together").click()
    dialog.get_by_label("What to change").select_option("stock")
    dialog.get_by_label("How").select_option("withdraw")
    dialog.get_by_label("Units").fill("5")
    dialog.get_by_label("Reason").fill("Broken")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("Not all of these counts are possible.")).to_be_visible()
    expect(dialog.get_by_role("button", name=re.compile("^Change . product"))).to_be_disabled()
    dialog.get_by_label("How").select_option("deposit")
    dialog.get_by_role("button", name="Preview").click()
    expect(becomes.filter(has_text=first["name"])).to_contain_text(re.compile("4.*→.*14"))
    dialog.get_by_role("button", name="Change 2 products").click()
    expect(became).to_contain_text("2 products changed")
    expect(page.get_by_role("button", name=f"Change stock of {second['name']}")).to_have_text("8")


@pytest.mark.long
def test_the_list_is_narrowed_by_category_and_changed_on_a_phone(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url, locale="ru-RU", width=360)
    enter_as_staff(page)
    product = made(page)
    page.goto(f"/staff/products?q={product['name'].split()[1]}")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(1)
    page.get_by_role("checkbox", name=f"Выбрать: {product['name']}").check()
    page.get_by_role("button", name="Изменить вместе").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Что изменить").select_option("category")
    choice = dialog.get_by_label("Категория")
    category = choice.locator("option").nth(1).get_attribute("value") or ""
    choice.select_option(category)
    dialog.get_by_role("button", name="Предпросмотр").click()
    expect(dialog.locator("[data-becomes]")).to_contain_text("Без категории")
    shot(page, "product-list-bulk-ru-360", whole=False)
    assert_clean_everywhere(page, "a step with many products, on a phone")
    dialog.get_by_role("button", name="Изменить 1 товар").click()
    expect(page.get_by_test_id("bulk-became")).to_contain_text("Изменён 1 товар")
    page.get_by_role("combobox", name="Категория").select_option(category)
    expect(page).to_have_url(re.compile(f"category={category}"))
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Сбросить фильтры").click()
    expect(page).to_have_url(re.compile("/staff/products$"))
