"""Goods that are files: staff bring one without a limit, a buyer pays and downloads it."""

from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, order_id, pay

pytestmark = pytest.mark.long

BOOK = b"Call me Ishmael. " * 1000


def test_a_file_is_brought_sold_and_downloaded(shop: Shop, visitor: Visitor) -> None:
    name = f"Novel {uuid4().hex[:8]}"
    goods = shop.new_goods(name)
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/stock?q={name.split()[1]}")
    change, dialog = f"Change stock of {name}", staff.get_by_role("dialog")
    staff.get_by_role("button", name=change).click()
    dialog.get_by_role("button", name="File", exact=True).click()
    dialog.get_by_role("button", name="Deliver as file").click()
    expect(dialog).to_have_count(0)

    staff.get_by_role("button", name=change).click()
    dialog.get_by_role("button", name="File", exact=True).click()
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog.get_by_text("Choose a file")).to_be_visible()
    book: FilePayload = {"name": "moby.epub", "mimeType": "application/epub+zip", "buffer": BOOK}
    dialog.get_by_label("File, up to").set_input_files(book)
    shot(staff, "file-staff")
    assert_clean_everywhere(staff, "the file of a variant")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_have_count(0)
    staff.get_by_role("button", name=change).click()
    dialog.get_by_text("No limit").click()
    dialog.get_by_label("Reason").fill("A file")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(staff.get_by_role("row", name=name)).to_contain_text("No limit")

    buyer = visitor(shop.url)
    buyer.goto(f"/product/{goods.handle}")
    supply = buyer.get_by_test_id("supply-words").first
    expect(supply).to_have_text("Available")
    expect(buyer.get_by_text("A file to download")).to_be_visible()
    expect(buyer.get_by_role("main").get_by_test_id("supply-bar")).to_have_count(0)
    go_to_till(buyer, goods)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    buyer.goto(f"/orders/{order_id(buyer)}")
    file = buyer.get_by_test_id("order-file")
    expect(file).to_contain_text("moby.epub")
    with buyer.expect_download() as coming:
        file.get_by_role("button", name=f"Download {name}").click()
    assert coming.value.suggested_filename == "moby.epub"
    assert coming.value.path().read_bytes() == BOOK
    expect(file).to_contain_text("First downloaded")
    shot(buyer, "order-files")
    assert_clean_everywhere(buyer, "an order's files")
