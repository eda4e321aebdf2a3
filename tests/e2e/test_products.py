"""A merchant makes a product in the browser, sells it, changes it; and imports a file."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import APIResponse, FilePayload, Page, Response, Route, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import toast
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, pay
from tests.support.patience import PATIENCE
from tests.support.pictures import png
from tests.support.server import until

HEADER = "Handle,Title,Status,Variant SKU,Variant Inventory Qty,Variant Price"


@pytest.fixture
def staff(shop: Shop, visitor: Visitor) -> Page:
    page = visitor(shop.url)
    enter_as_staff(page)
    return page


def sends(answer: Response, method: str, address: re.Pattern[str]) -> bool:
    return answer.request.method == method and address.search(answer.url) is not None


def save(staff: Page) -> None:
    """Saves and waits for the answer: words of an earlier saving may still be shown."""
    product = re.compile("/api/staff/products/")  # and not its draft
    with staff.expect_response(lambda answer: sends(answer, "PUT", product)) as answer:
        staff.get_by_role("button", name="Save").click()
    assert answer.value.ok


def test_a_product_is_made_shown_changed_and_bought(
    shop: Shop, staff: Page, visitor: Visitor
) -> None:
    name = f"Shirt {uuid4().hex[:6]}"
    staff.goto("/staff/products")
    staff.get_by_role("link", name="New product").click()
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_label("Name", exact=True)).to_be_focused()
    expect(staff.get_by_text("2 fields need attention")).to_be_visible()

    staff.get_by_label("Name", exact=True).fill(name)
    staff.get_by_label("Description", exact=True).fill("Soft & light.\n\nWash cold.")
    staff.get_by_label("Price", exact=True).fill("900.50")
    for option, values in (("Colour", "Black, White"), ("Size", "S, M")):
        staff.get_by_role("button", name="Add an option").click()
        group = staff.get_by_role("group", name="Option").last
        group.get_by_label("Option name").fill(option)
        adding = staff.get_by_role("group", name=option).get_by_label("Add a value")
        many = ", ".join(str(size) for size in range(101))
        adding.fill(many)
        adding.press("Enter")
        expect(adding).to_have_value(many)  # too many at once: it stays, to be shortened
        adding.fill(values)
        adding.press("Enter")
    rows = staff.get_by_role("group", name=re.compile("^(Black|White), [SM]$"))
    expect(rows).to_have_count(4)
    last = staff.get_by_role("group", name="White, M", exact=True)
    expect(last.get_by_label("Price", exact=True)).to_have_value("900.50")
    last.get_by_label("Stock").fill("2")
    pictures: list[FilePayload] = [
        {"name": f"{size}.png", "mimeType": "image/png", "buffer": png(size, 3)}
        for size in (64, 65)
    ]
    staff.locator("input[type=file]").set_input_files(pictures)
    move = staff.get_by_role("button", name="Move picture 2 forward")
    second = staff.locator("main ol li").nth(1).locator("img").get_attribute("src")
    move.focus()
    move.press("Enter")
    expect(staff.locator("main ol li").first.locator("img")).to_have_attribute("src", second or "")
    staff.get_by_label("Alt text").first.fill("The front")
    staff.get_by_text("Active", exact=True).click()
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_role("heading", name=name)).to_be_visible()
    stocked = staff.get_by_role("group", name="White, M", exact=True)
    expect(stocked).to_contain_text("2")

    with staff.expect_navigation():
        staff.get_by_role("link", name="View in shop").click()
    buyer = visitor(shop.url)
    buyer.goto(staff.url)
    expect(buyer.get_by_text("Wash cold.")).to_be_visible()
    expect(buyer.get_by_role("img", name="The front").first).to_be_visible()
    staff.go_back()

    price = staff.get_by_role("group", name="White, M", exact=True).get_by_label("Price")
    price.first.fill("950")
    staff.get_by_role("link", name="Statistics").click()
    leaving = staff.get_by_role("dialog", name="Leave without saving?")
    leaving.get_by_role("button", name="Keep editing").click()
    remove = staff.get_by_role("button", name="Remove White")
    remove.click()
    expect(staff.get_by_text("White, M has 2 in stock")).to_be_visible()
    save(staff)
    expect(toast(staff, f"{name} saved")).to_be_visible()

    buyer.reload()
    buyer.get_by_text("White", exact=True).first.click()
    buyer.get_by_text("M", exact=True).first.click()
    expect(buyer.locator("main").get_by_text("₽950", exact=True).first).to_be_visible()
    buyer.get_by_role("button", name="Buy now").click()
    expect(buyer.get_by_role("timer")).to_be_visible()
    pay(buyer)
    expect(buyer).to_have_url(re.compile("/orders/"))

    staff.goto(f"/staff/products?q={name.split()[1]}")
    expect(staff.locator("tr[data-row]")).to_have_count(1)
    expect(staff.locator("tr[data-row]")).to_contain_text("Active")
    staff.locator("tr[data-row] a").click()
    staff.get_by_text("Archived", exact=True).click()
    save(staff)
    expect(toast(staff, f"{name} saved")).to_be_visible()

    staff.get_by_role("link", name="Duplicate").click()
    expect(staff.get_by_label("Name", exact=True)).to_have_value(f"Copy of {name}")
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_role("heading", name=f"Copy of {name}")).to_be_visible()
    copied = staff.get_by_role("group", name="Black, M", exact=True)
    expect(copied.get_by_label("Price", exact=True)).to_have_value("900.50")
    expect(staff.locator("main ol li img")).to_have_count(2)


def test_who_saves_second_is_told_and_loses_nothing_unasked(
    shop: Shop, staff: Page, visitor: Visitor
) -> None:
    other = visitor(shop.url)
    enter_as_staff(other)
    goods = shop.goods("dualsense")
    other.clock.install()
    for page in (staff, other):
        page.goto(f"/staff/products/{goods.product_id}")
    brand = staff.get_by_label("Brand").input_value()
    expect(other.get_by_label("Brand")).to_have_value(brand)  # read before the first one saves
    staff.get_by_label("Brand").fill("First")
    staff.get_by_role("button", name="Save").click()
    expect(toast(staff, "saved")).to_be_visible()
    other.get_by_label("Brand").fill("Second")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Someone else has changed this product")).to_be_visible()
    expect(other.get_by_label("Brand")).to_have_value("Second")
    held: list[tuple[Route, APIResponse]] = []  # its draft is gone before the page knows

    def hold_removal(route: Route) -> None:
        if route.request.method == "DELETE" and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    other.route("**/api/staff/drafts/product-*", hold_removal)
    with other.expect_request(lambda asked: asked.method == "DELETE"):
        other.get_by_role("button", name="Reload").click()
    until(lambda: bool(other.title() and held), PATIENCE, "the removal of the draft")
    other.clock.run_for(2_000)  # a draft is due
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(other.get_by_label("Brand")).to_have_value("First")
    other.get_by_label("Brand").fill(brand)
    other.get_by_role("button", name="Save").click()
    expect(toast(other, "saved")).to_be_visible()


@pytest.mark.long
def test_a_file_with_three_damaged_rows_is_imported(staff: Page, scratch: Path) -> None:
    tag = uuid4().hex[:6]
    path = scratch / "shop.csv"
    rows = (
        f"good-{tag},Good {tag},draft,G,4,5.00",
        f"price-{tag},Bad price,draft,B,1,five",
        ",No handle,draft,N,1,5.00",
        f"count-{tag},Bad count,draft,C,many,5.00",
    )
    path.write_text("\n".join((HEADER, *rows)) + "\n")
    staff.goto("/staff/import")
    staff.locator("input[type=file]").set_input_files(path)
    expect(staff.get_by_text("1 product is new or changed.")).to_be_visible()
    expect(staff.get_by_role("heading", name="3 rows skipped")).to_be_visible()
    for line in ("3", "4", "5"):
        row = staff.get_by_role("row").filter(has=staff.get_by_role("cell", name=line, exact=True))
        expect(row.first).to_be_visible()
    expect(staff.get_by_text("is not an amount of money")).to_be_visible()
    with staff.expect_download() as download:
        staff.get_by_role("link", name="These rows as CSV").click()
    assert "five" in download.value.path().read_text()

    staff.get_by_label("Set stock").check()
    staff.get_by_role("button", name="Import", exact=True).click()
    expect(staff.get_by_text("Products imported")).to_be_visible()
    staff.reload()  # the import is in the address
    expect(staff.get_by_text("Products imported")).to_be_visible()
    staff.get_by_role("link", name="View products").click()
    staff.get_by_role("searchbox").fill(tag)
    expect(staff.locator("tr[data-row]")).to_have_count(1)
    expect(staff.locator("tr[data-row]")).to_contain_text("Draft")


@pytest.mark.long
def test_a_product_is_translated_in_its_form(shop: Shop, staff: Page, visitor: Visitor) -> None:
    name = f"Cup {uuid4().hex[:6]}"
    staff.goto("/staff/products/new")
    staff.get_by_label("Name", exact=True).fill(name)
    staff.get_by_label("Price", exact=True).fill("5")
    choose(staff.get_by_role("radio", name="Active", exact=True))
    staff.get_by_role("button", name="Translate").click()
    choose(staff.get_by_role("radio", name="한국어"))
    staff.get_by_label("Name (한국어)").fill("찻잔")
    products = re.compile("/api/staff/products$")
    with staff.expect_response(lambda answer: sends(answer, "POST", products)) as answer:
        staff.get_by_role("button", name="Save").click()
    made = answer.value.json()["product"]
    assert made["texts"]["ko"]["name"] == "찻잔"

    reader = visitor(shop.url)
    reader.goto(f"/product/{made['id']}?locale=ko")
    expect(reader.get_by_role("heading", name="찻잔")).to_be_visible()
    reader.goto(f"/product/{made['id']}?locale=en")
    expect(reader.get_by_role("heading", name=name)).to_be_visible()
