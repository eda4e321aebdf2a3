"""Who works for a seller brings a file with one row of another's, mends it, and takes it away."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled
from tests.e2e.member import Member
from tests.support.market import STAFF
from tests.support.market import expect as answered
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

HEADER = "Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price"


def a_shop_and_a_seller(server: ServerProcess, member: Member, word: str) -> None:
    """The shop sells a lamp; the member works for a seller of their own."""
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as staff:
        answered(staff.post("/api/session/login", json=STAFF))
        lamp = {
            "name": "Lamp", "handle": f"lamp-{word}", "status": "active",
            "variants": [{"price": 900, "sku": f"LAMP-{word}"}],
        }  # fmt: skip
        answered(staff.post("/api/staff/products", json=lamp), 201)
        made = staff.post("/api/staff/sellers", json={"name": f"Mill {word}"})
        seller = answered(made, 201)["seller"]["id"]
        answered(staff.put(f"/api/staff/sellers/{seller}/people/{member.id}"))
    log_in(member.http, member.email)  # with the role it has now


def bring(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_visible()


def test_a_seller_brings_a_file_with_a_row_of_another_s(
    server: ServerProcess, visitor: Visitor, scratch: Path
) -> None:
    word = uuid4().hex[:8]
    path = scratch / "own.csv"
    own, others = f"cup-{word},Cup {word},CUP-{word},4,9.50", f"lamp-{word},Mine now,,1,0.01"
    path.write_text(f"{HEADER}\n{own}\n{others}\n")
    with Member(server) as member:
        a_shop_and_a_seller(server, member, word)
        page = member.enter(visitor(server.url))
        page.goto("/selling/products")
        page.get_by_role("link", name="Import CSV").click()
        expect(page.get_by_text("Only your own products are touched")).to_be_visible()
        settled(page)
        in_all_looks(page, "seller-import-new")
        bring(page, path)
        expect(page.get_by_text("1 product is new or changed.")).to_be_visible()
        expect(page.get_by_role("heading", name="1 row skipped")).to_be_visible()
        row = page.get_by_role("row").filter(has_text=f"lamp-{word}")
        expect(row).to_contain_text("the handle is another product's, or was; choose another")
        expect(page.get_by_label("Copy pictures into the shop")).to_have_count(0)
        assert_clean_everywhere(page, "a seller's file is checked")
        in_all_looks(page, "seller-import-checked")
        with page.expect_download() as download:
            page.get_by_role("link", name="These rows as CSV").click()
        assert "Mine now" in download.value.path().read_text()
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text("Products imported")).to_be_visible()
        in_all_looks(page, "seller-import-through")
        page.get_by_role("link", name="View products").click()
        line = page.get_by_role("list", name="Products").get_by_role("listitem")
        expect(line).to_have_count(1)
        expect(line).to_contain_text(f"Cup {word}")
        expect(line).to_contain_text("4 in stock")

        # Taken away, changed, and brought back.
        with page.expect_download() as download:
            page.get_by_role("link", name="Export CSV").click()
        text = download.value.path().read_text()
        assert f"lamp-{word}" not in text
        path.write_text(text.replace("9.50", "8.00"))
        page.get_by_role("link", name="Import CSV").click()
        recent = page.get_by_role("table", name="Recent imports")
        expect(recent.get_by_role("link", name="own.csv")).to_be_visible()
        bring(page, path)
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text("Products imported")).to_be_visible()
        shown = answered(httpx.get(f"{server.url}/api/products/cup-{word}"))["product"]
        assert shown["price"] == 800
        lamp = answered(httpx.get(f"{server.url}/api/products/lamp-{word}"))["product"]
        assert (lamp["name"], lamp["price"]) == ("Lamp", 900)
