"""A customer shows a seller what is torn: pictures in messages, sent, looked at closely, and hidden
with the message."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.pictures import mug

pytestmark = pytest.mark.long

MUG = {"left": mug(handle="left"), "right": mug(handle="right")}


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": data}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_pictures_go_with_a_question(
    shop: Shop, visitor: Visitor, member: Callable[[], Member], width: int, scheme: str
) -> None:
    someone, goods = member(), shop.goods("marshall-major-iv", stock=9)
    page = someone.enter(visitor(shop.url, width=width, scheme=scheme))
    page.goto(goods.page)
    page.get_by_role("link", name="Ask a question").click()
    box = page.get_by_role("textbox", name="Message")
    box.fill("Which of both is it?")
    picker = page.locator("input[type=file]")
    picker.set_input_files([file("page.png", b"<script>"), file("left.png", MUG["left"])])
    expect(page.get_by_role("img", name="Picture 1")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("JPEG")
    if scheme == "light":  # in both schemes, at both widths
        assert_clean_everywhere(page, "a question with pictures")
    page.get_by_role("button", name=re.compile("page.png")).click()
    picker.set_input_files([file("right.png", MUG["right"])])
    expect(page.get_by_role("img", name="Picture 2")).to_be_visible()
    expect(page.get_by_role("img", name="Picture 3")).to_have_count(0)
    page.get_by_role("button", name="Leave picture 1 out").click()
    expect(page.get_by_role("img", name="Picture 2")).to_have_count(0)
    picker.set_input_files([file("left.png", MUG["left"])])
    expect(page.get_by_role("img", name="Picture 2")).to_be_visible()
    shot(page, f"message-pictures-chosen-{width}")
    box.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/messages/[0-9a-f-]{36}"))
    message = page.get_by_role("listitem").filter(has_text="Which of both is it?")
    expect(message.get_by_role("img")).to_have_count(2)
    if scheme == "light":
        assert_clean_everywhere(page, "a conversation with pictures")
    shot(page, f"message-pictures-{width}")
    message.get_by_role("button").first.click()
    close = page.get_by_role("dialog")
    expect(close.get_by_role("img")).to_be_visible()
    shot(page, f"message-picture-close-{width}")
    page.keyboard.press("ArrowRight")
    expect(close.get_by_text("2 / 2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(close).to_have_count(0)

    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/conversations/{page.url.rpartition('/')[2]}")
    seen = staff.get_by_role("listitem").filter(has_text="Which of both is it?")
    expect(seen.get_by_role("img")).to_have_count(2)
    seen.get_by_role("button", name="Hide").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Not of ours")
    dialog.get_by_role("button", name="Hide").click()
    expect(page.get_by_text("Hidden by the shop: Not of ours")).to_be_visible()
    expect(page.get_by_role("list", name="Messages").get_by_role("img")).to_have_count(0)
    expect(seen.get_by_role("img")).to_have_count(2)
    shot(staff, f"staff-message-pictures-{width}")
