"""Staff say what products are described by: it is shown, translated, and narrows lists."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.patience import PATIENCE
from tests.support.server import until

pytestmark = pytest.mark.long


def test_an_attribute_is_made_given_to_a_product_and_narrows_the_list(
    shop: Shop, visitor: Visitor
) -> None:
    word = uuid4().hex[:6]
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/attributes")
    page.get_by_role("button", name="New attribute").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill(f"Grip {word}")
    dialog.get_by_label("Kind").select_option("choice")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Fill in this field.")).to_be_visible()
    values = dialog.get_by_label("Values", exact=True)
    expect(values).to_be_focused()
    values.fill("Cork\nRubber")
    dialog.get_by_text("In other languages").click()
    dialog.get_by_label("In Russian", exact=True).fill("Рукоять")
    dialog.get_by_label("Values in Russian").fill("Пробка")
    assert_clean_everywhere(page, "a new attribute")
    shot(page, "attribute-new", whole=False)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    row = page.locator("tr[data-row]").filter(has_text=f"Grip {word}")
    expect(row).to_contain_text(f"grip-{word}")
    expect(row).to_contain_text("Cork, Rubber")
    shot(page, "attributes")
    assert_clean_everywhere(page, "attributes")
    # A second one of the same code is none.
    page.get_by_role("button", name="New attribute").click()
    dialog.get_by_label("Name", exact=True).fill("Other")
    dialog.get_by_label("Code").fill(f"grip-{word}")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Already in the list.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard changes").click()
    expect(dialog).to_have_count(0)

    page.goto("/staff/products/new")
    name = f"Racket {word}"
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Price", exact=True).fill("45")
    page.get_by_label(f"Grip {word}").select_option("Cork")
    page.get_by_text("Active", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()

    buyer = visitor(shop.url, locale="ru-RU")

    def found() -> bool:
        buyer.goto(f"/search?q={name}")
        expect(buyer.locator("[aria-busy=true]")).to_have_count(0)
        return buyer.get_by_label(re.compile("^Пробка")).count() > 0

    until(found, PATIENCE, "the search knows it")
    buyer.get_by_label(re.compile("^Пробка")).click()
    expect(buyer).to_have_url(re.compile(f"of=.*grip-{word}"))
    buyer.locator("article").filter(has_text=name).get_by_role("link").first.click()
    facts = buyer.get_by_role("region", name="Характеристики")
    expect(facts).to_contain_text(re.compile("Рукоять.*Пробка"))

    page.goto("/staff/attributes")
    row.get_by_role("button").first.click()
    dialog.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    buyer.reload()
    expect(buyer.get_by_role("heading", name=name)).to_be_visible()
    expect(buyer.get_by_role("region", name="Характеристики")).to_have_count(0)
