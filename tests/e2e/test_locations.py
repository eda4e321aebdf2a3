"""Staff add a location, move stock there, look at what lies where, and close it; and say what goods
are made of."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.support.market import STAFF
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def shop_with_places(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """Of this module's own: a location is there for good."""
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


def test_a_location_is_added_filled_looked_at_and_closed(
    shop_with_places: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(shop_with_places.url)
    answer = page.request.post("/api/session/login", data=STAFF)
    assert answer.ok, answer.text()
    page.goto("/staff/locations")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Add a location").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Country").fill("Germany")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Enter a name")
    _fill(page, name="Berlin", country="de")
    dialog.get_by_label("Postal code").fill("10117")
    dialog.get_by_label("Low at").fill("2")
    shot(page, "location-new")
    dialog.get_by_role("button", name="Save").click()
    berlin = page.locator("tbody tr", has_text="Berlin")
    expect(berlin).to_contain_text("DE")
    settled(page)
    shot(page, "locations")
    assert_clean_everywhere(page, "locations")
    page.goto("/staff/stock")
    row = page.locator("tbody tr", has_text="GoPro").first
    row.get_by_role("button", name="Change stock").click()
    # What is sold and not sent lies on the shelf, too: whoever counted it would sell it twice.
    dialog.get_by_text("Set count", exact=True).click()
    expect(dialog).to_contain_text("Leave out what is sold and waits to be sent")
    dialog.get_by_text("Move", exact=True).click()
    dialog.get_by_label("Quantity").fill("2")
    dialog.get_by_role("button", name="Stocktaking").click()
    settled(page)
    shot(page, "locations-move")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    page.get_by_label("Location").select_option(label="Berlin")
    expect(row).to_contain_text("2")
    page.get_by_label("Low stock only").check()
    expect(page.locator("tbody tr")).to_have_count(1)
    settled(page)
    assert_clean_everywhere(page, "stock at a location")
    page.goto("/staff/log")
    expect(page.locator("tbody tr").first).to_contain_text("Stocktaking")
    expect(page.locator("tbody tr", has_text="Berlin")).to_have_count(1)
    _goods_on_their_way(page)
    page.goto("/staff/locations")
    berlin.get_by_role("button", name="Edit Berlin").click()
    dialog.get_by_label("Open", exact=True).uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(berlin).to_contain_text("Closed")


def _goods_on_their_way(page: Page) -> None:
    """Sent, arrived in part with one of them lost, and the rest called back."""
    dialog, row = page.get_by_role("dialog"), page.locator("tbody tr", has_text="GoPro").first
    page.goto("/staff/stock?q=GoPro")
    row.get_by_role("button", name="Change stock").click()
    dialog.get_by_text("Move", exact=True).click()
    dialog.get_by_text("Arrives later", exact=True).click()
    dialog.get_by_label("Arrives on").fill("2099-06-01")
    dialog.get_by_label("Quantity").fill("5")
    dialog.get_by_label("Reason").fill("For the summer")
    settled(page)
    shot(page, "transfer-new")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    page.goto("/staff/transfers")
    expect(row).to_contain_text("Under way")
    settled(page)
    shot(page, "transfers")
    assert_clean_everywhere(page, "transfers")
    row.get_by_role("button", name="arrived").click()
    dialog.get_by_label("Arrived").fill("3")
    dialog.get_by_label("Lost", exact=True).fill("1")
    dialog.get_by_role("button", name="Save arrival").click()
    expect(dialog).to_contain_text("Enter a reason")
    dialog.get_by_label("Why they are lost").fill("Broken on the way")
    settled(page)
    shot(page, "transfer-arrives")
    dialog.get_by_role("button", name="Save arrival").click()
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text("1")
    row.get_by_role("button", name="Call back").click()
    dialog.get_by_label("Reason").fill("Turned round")
    dialog.get_by_role("button", name="Call back").click()
    expect(row).to_contain_text("Called back")


def test_what_is_made_of_others_is_sold_from_their_stock(
    shop_with_places: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(shop_with_places.url)
    answer = page.request.post("/api/session/login", data=STAFF)
    assert answer.ok, answer.text()
    found = page.request.get("/api/staff/variants?q=Holdfast%20mug").json()["variants"]
    mug, bottle = found[0], page.request.get("/api/staff/variants?q=bottle").json()["variants"][0]
    _count(page, shop_with_places.url, mug, 0)
    page.goto("/staff/stock?q=mug")
    row = page.locator("tbody tr", has_text=mug["sku"])
    row.get_by_role("button", name="Change stock").click()
    page.get_by_role("button", name="Made of").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Add at least one product")
    dialog.get_by_label("Add a product or SKU").fill(bottle["sku"])
    dialog.get_by_role("listitem").get_by_role("button").first.click()
    dialog.get_by_role("textbox", name=bottle["productName"]).fill("2")
    settled(page)
    shot(page, "parts")
    assert_clean_everywhere(page, "what it is made of")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text(str(bottle["stock"] // 2))
    buyer = visitor(shop_with_places.url)
    buyer.goto(f"/product/{mug['productId']}?variant={mug['variantId']}")
    expect(buyer.get_by_role("button", name="Add to cart")).to_be_enabled()
    gone = buyer.get_by_role("article").get_by_text("Sold out")
    expect(gone).to_have_count(0)
    settled(buyer)
    _count(page, shop_with_places.url, bottle, 1)
    expect(gone.first).to_be_visible()


def test_a_flash_sale_and_an_import_choose_a_location(
    shop_with_places: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(shop_with_places.url)
    assert page.request.post("/api/session/login", data=STAFF).ok
    lyon = {"name": "Lyon", "country": "FR"}
    origin = {"Origin": shop_with_places.url}
    assert page.request.post("/api/staff/locations", data=lyon, headers=origin).ok
    page.goto("/staff/flash-sales")
    page.get_by_role("button", name="New flash sale").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("From which location").select_option(label="Lyon")
    settled(page)
    shot(page, "flash-sale-of-a-location")
    assert_clean_everywhere(page, "a flash sale of a location")
    page.goto("/staff/import")
    table = (
        "Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\nlyon-mug,Lyon mug,LY-1,5,9\n"
    )
    page.get_by_label("Choose a CSV file").set_input_files(
        files=FilePayload(name="mugs.csv", mimeType="text/csv", buffer=table.encode())
    )
    page.get_by_label("Where the quantities lie").select_option(label="Lyon")
    settled(page)
    shot(page, "import-to-a-location")
    assert_clean_everywhere(page, "an import to a location")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Products imported")).to_be_visible()
    page.goto("/staff/stock?q=LY-1")
    page.get_by_label("Location").select_option(label="Lyon")
    expect(page.locator("tbody tr", has_text="LY-1")).to_contain_text("5")
    stock = page.request.get("/api/staff/variants?q=LY-1").json()["variants"][0]
    (there,) = [
        one["id"]
        for one in page.request.get("/api/staff/locations").json()["locations"]
        if one["name"] == "Lyon"
    ]
    sale = {
        "productId": stock["productId"], "locationId": there, "quantity": 2, "price": 500,
        "endTime": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    made = page.request.post("/api/staff/flash-sales", data=sale, headers=origin)
    assert made.ok, made.text()
    page.goto("/staff/flash-sales")
    expect(page.locator("tbody tr", has_text="Lyon mug")).to_contain_text("From Lyon")
    settled(page)
    shot(page, "flash-sales-of-locations")
    assert_clean_everywhere(page, "flash sales of locations")


def _count(page: Page, url: str, variant: dict[str, Any], there: int) -> None:
    """Staff count so many in all."""
    answer = page.request.post(
        f"/api/staff/variants/{variant['variantId']}/stock",
        data={"set": there, "reason": "a set from now on"},
        headers={"Origin": url},
    )
    assert answer.ok, answer.text()


def _fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.get_by_role("dialog").get_by_label(name.capitalize()).fill(value)
