"""What staff type into a product's form is kept as a draft, goes on on another device, and is
looked at as its page before it is saved; variants are filled like a table."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.test_product_list import made, saved_elsewhere
from tests.e2e.till import enter_as_staff

PASTE = """(field, text) => {
  const data = new DataTransfer()
  data.setData("text/plain", text)
  const how = {clipboardData: data, bubbles: true, cancelable: true}
  field.dispatchEvent(new ClipboardEvent("paste", how))
}"""


def kept(page: Page) -> None:
    expect(page.get_by_role("status").get_by_text("draft kept")).to_be_visible()


def test_a_draft_goes_on_on_another_device_and_is_looked_at_before_it_is_saved(
    shop: Shop, visitor: Visitor
) -> None:
    desk = visitor(shop.url)
    enter_as_staff(desk)
    product = made(desk)
    name, address = product["name"], f"/staff/products/{product['id']}"
    desk.goto(address)
    desk.get_by_label("Name").fill(f"{name}, oak")
    desk.get_by_label("Description", exact=True).fill("From one tree.\n\nOiled.")
    kept(desk)

    phone = visitor(shop.url, width=360)
    enter_as_staff(phone)
    phone.goto("/staff/products")
    phone.get_by_role("link", name=f"{name}, oak").click()
    expect(phone.get_by_test_id("draft")).to_contain_text("Your draft from")
    expect(phone.get_by_label("Name")).to_have_value(f"{name}, oak")
    shot(phone, "product-draft-en-360")
    assert_clean_everywhere(phone, "a product with a draft")
    phone.get_by_role("button", name="Preview").click()
    preview = phone.get_by_test_id("preview")
    expect(preview.get_by_role("heading", level=1)).to_have_text(f"{name}, oak")
    expect(preview.get_by_text("Oiled.")).to_be_visible()
    expect(preview.get_by_role("button", name="Buy now")).to_have_attribute("aria-disabled", "true")
    shot(phone, "product-preview-en-360")
    assert_clean_everywhere(phone, "a preview")
    guest = visitor(shop.url)
    guest.goto(f"/product/{product['handle']}")
    expect(guest.get_by_role("heading", level=1)).to_have_text(name)
    preview.get_by_role("button", name="Back to editing").click()
    phone.get_by_label("Name").fill(f"{name}, ash")
    kept(phone)

    # The desk typed on from what the phone has gone past: told, and nothing lost unasked.
    desk.get_by_label("Name").fill(f"{name}, elm")
    expect(desk.get_by_text("You changed this draft elsewhere")).to_be_visible()
    expect(desk.get_by_label("Name")).to_have_value(f"{name}, elm")
    desk.get_by_role("button", name="Load that one").click()
    expect(desk.get_by_label("Name")).to_have_value(f"{name}, ash")

    # Somebody else saves the product meanwhile: the draft says so.
    (one,) = product["variants"]
    other = {
        "name": name,
        "status": "active",
        "vendor": "Mill",
        "variants": [{"id": one["id"], "values": [], "price": 5200, "sku": "STOOL"}],
    }
    saved_elsewhere(desk, product, other)
    phone.reload()
    expect(phone.get_by_test_id("draft")).to_contain_text("The product was changed after")
    phone.get_by_role("button", name="Discard the draft").click()
    expect(phone.get_by_label("Brand")).to_have_value("Mill")
    expect(phone.get_by_label("Name")).to_have_value(name)
    phone.get_by_label("Name").fill(f"{name}, last")
    kept(phone)
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(toast(phone, "saved")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("Name")).to_have_value(f"{name}, last")
    expect(phone.get_by_test_id("draft")).to_have_count(0)
    guest.reload()
    expect(guest.get_by_role("heading", level=1)).to_have_text(f"{name}, last")


@pytest.mark.long
def test_variants_are_filled_like_a_table(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    values = ["Small", "Middle", "Large"]
    product = made(
        page,
        options=[{"name": "Size", "values": values}],
        variants=[{"values": [value], "price": 900} for value in values],
    )
    page.goto(f"/staff/products/{product['id']}")
    prices = page.locator("[name^='variants'][name$='.price']:not([name*=discount])")
    expect(prices).to_have_count(3)
    prices.first.evaluate(f"field => ({PASTE})(field, '9.50\\n10\\n11.25')")
    expect(prices.nth(2)).to_have_value("11.25")
    prices.first.press("Enter")
    expect(prices.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(prices.nth(2)).to_be_focused()
    skus = page.locator("[name^='variants'][name$='.sku']")
    skus.nth(1).evaluate(f"field => ({PASTE})(field, 'M-1\\t4006381333931\\nL-1\\t4006381333948')")
    expect(skus.nth(2)).to_have_value("L-1")
    shot(page, "variant-grid-en-1280")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page, "saved")).to_be_visible()
    page.reload()
    expect(prices.nth(1)).to_have_value(re.compile("^10"))
    barcodes = page.locator("[name^='variants'][name$='.barcode']")
    expect(barcodes.nth(2)).to_have_value("4006381333948")
