"""A product's pictures in the editor: sent, refused each with why, moved by key and by drag."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_order
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.pictures import png


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": data}


def assert_widths(staff: Page, *widths: str) -> None:
    """Of the pictures, in their order."""
    named = [re.compile(rf"-{width}\.webp$") for width in widths]
    assert_order(staff.locator("main ol li[data-picture]"), "data-picture", named)


def test_pictures_are_sent_refused_moved_and_told_in_words(shop: Shop, visitor: Visitor) -> None:
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto("/staff/products/new")
    staff.get_by_label("Name", exact=True).fill(f"Mug {uuid4().hex[:6]}")
    staff.get_by_label("Price", exact=True).fill("9")
    chosen: list[FilePayload] = [
        file("front.png", png(300, 200)),
        file("not-a-picture.png", b"<svg onload=alert(1)>"),
        file("back.png", png(301, 200)),
        file("half.png", png(302, 200)[:60]),
        file("side.png", png(303, 200)),
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"A mug"},
    ]
    staff.locator("input[type=file]").set_input_files(chosen)
    expect(staff.locator("main ol li[data-picture]")).to_have_count(3)
    sending = staff.get_by_role("list", name="Pictures being sent").get_by_role("listitem")
    expect(sending).to_have_count(3)
    expect(sending.nth(0)).to_contain_text("notes.txt")
    expect(sending.nth(0)).to_contain_text("Not sent: only JPEG, PNG")
    expect(sending.nth(1)).to_contain_text("Send a JPEG, PNG, WebP or AVIF.")
    expect(sending.nth(2)).to_contain_text("damaged or not complete")
    assert_clean_everywhere(staff, "the pictures of a product")
    staff.get_by_role("button", name="Leave out half.png").click()
    expect(sending).to_have_count(2)
    assert_widths(staff, "300", "301", "303")

    forward = staff.get_by_role("button", name="Move picture 3 forward")
    forward.focus()
    forward.press("Enter")
    expect(staff.get_by_role("button", name="Move picture 2 forward")).to_be_focused()
    staff.keyboard.press("Enter")
    expect(staff.get_by_text("The picture is now number 1 of 3")).to_be_attached()
    assert_widths(staff, "303", "300", "301")
    items = staff.locator("main ol li[data-picture]")
    expect(items.first.get_by_text("Main picture")).to_be_visible()
    items.nth(2).locator("img").drag_to(items.nth(0))
    assert_widths(staff, "301", "303", "300")

    items.first.get_by_label("Alt text", exact=True).fill("The back")
    items.first.get_by_text("Alt text in other languages").click()
    items.first.get_by_label("Русский").fill("Сзади")
    staff.get_by_text("Active", exact=True).click()
    staff.get_by_role("button", name="Save").click()
    link = staff.get_by_role("link", name="View in shop")
    expect(link).to_be_visible()
    assert_widths(staff, "301", "303", "300")
    link.click()
    shown = staff.get_by_role("img", name="The back").first
    expect(shown).to_be_visible()
    assert "301w" in (shown.get_attribute("srcset") or "")


@pytest.mark.long
def test_who_saves_while_a_picture_is_sent_has_it_in_the_product(
    shop: Shop, visitor: Visitor
) -> None:
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto("/staff/products/new")
    staff.get_by_label("Name", exact=True).fill(f"Jar {uuid4().hex[:6]}")
    staff.get_by_label("Price", exact=True).fill("9")
    on_its_way: list[Route] = []
    staff.route("**/api/staff/pictures*", lambda route: on_its_way.append(route))
    with staff.expect_request("**/api/staff/pictures*"):
        staff.locator("input[type=file]").set_input_files([file("jar.png", png(310, 200))])
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_text("Saved once the pictures have been sent")).to_be_visible()
    on_its_way[0].continue_()
    expect(staff).to_have_url(re.compile(r"/staff/products/[0-9a-f-]{36}$"))
    assert_widths(staff, "310")
