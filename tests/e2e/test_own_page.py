"""Staff make a seller with a logo; who works for it says what its page says; a category has a
picture."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.member import Member
from tests.e2e.till import enter_as_staff
from tests.support.people import log_in
from tests.support.pictures import png
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


def choose(at: Page | Locator, side: int) -> None:
    """A picture, and wait until it came in."""
    at.locator("input[type=file]").set_input_files(
        {"name": "mark.png", "mimeType": "image/png", "buffer": png(side)}
    )
    expect(at.locator("img[src^='/media/']").first).to_be_visible()


def test_staff_make_a_seller_whose_people_say_what_its_page_says(
    server: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    name = f"Kiln {uuid4().hex[:8]}"
    staff.goto("/staff/sellers")
    staff.get_by_role("button", name="Add a seller").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Name", exact=True)).to_be_focused()
    dialog.get_by_label("Name", exact=True).fill(name)
    choose(dialog, 500)
    assert_clean_everywhere(staff, "a seller is made")
    shot(staff, "seller-made")
    dialog.get_by_role("button", name="Save").click()
    expect(toast(staff, f"{name} saved")).to_be_visible()
    expect(staff).to_have_url(re.compile("/staff/sellers/[0-9a-f-]{36}"))
    with Member(server) as member:
        let_work(staff, name, member.email)
        log_in(member.http, member.email)  # with the role it has now
        page = member.enter(visitor(server.url))
        page.goto("/selling/page")
        expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_count(0)
        page.get_by_label("About", exact=True).fill("Cups of white clay")
        page.get_by_label("About (Русский)").fill("Чашки из белой глины")
        page.get_by_role("button", name="Save").click()
        expect(toast(page, "Your page is saved")).to_be_visible()
        assert_clean_everywhere(page, "a seller's own page")
        shot(page, "seller-own-page")

        staff.get_by_role("button", name="Edit page").click()
        expect(dialog.get_by_label("About", exact=True)).to_have_value("")  # as it was read
        dialog.get_by_label("About", exact=True).fill("Staff's words")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Somebody changed the seller")
        expect(dialog.get_by_label("About", exact=True)).to_have_value("Staff's words")

        page.get_by_role("link", name="View in shop").click()
        expect(page.get_by_text("Cups of white clay")).to_be_visible()
        expect(page.locator("main img[src^='/media/']").first).to_be_visible()
        shot(page, "seller-page-with-logo")
        russian = visitor(server.url, locale="ru-RU")
        russian.goto(page.url)
        expect(russian.get_by_text("Чашки из белой глины")).to_be_visible()

        dialog.get_by_role("button", name="Close").click()
        staff.get_by_role("button", name="Discard changes").click()
        workers = staff.get_by_role("list", name="Who works here")
        workers.get_by_role("button", name="Remove").click()
        dialog.get_by_role("button", name="Remove").click()
        expect(staff.get_by_text("Nobody yet.")).to_be_visible()
        expect(workers.get_by_role("listitem")).to_have_count(0)
        assert member.http.get("/api/seller").json()["sellers"] == []


def let_work(staff: Page, name: str, email: str) -> None:
    """Staff add somebody to a seller, by their address of mail; twice is said before it is sent."""
    expect(staff.get_by_text("Nobody yet.")).to_be_visible()
    dialog = staff.get_by_role("dialog")
    workers = staff.get_by_role("list", name="Who works here")
    staff.get_by_role("button", name="Add a person").click()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Choose a person")
    for again in (False, True):
        if again:
            staff.get_by_role("button", name="Add a person").click()
        dialog.get_by_role("searchbox").fill(email)
        dialog.get_by_role("button", name=email).click()
        if again:
            expect(dialog.get_by_role("alert")).to_contain_text("They work here already")
            dialog.get_by_role("button", name="Close").click()
            staff.get_by_role("button", name="Discard changes").click()
            break
        assert_clean_everywhere(staff, "somebody is to work for a seller")
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(toast(staff, f"They work for {name} now")).to_be_visible()
        expect(workers.get_by_role("listitem")).to_have_count(1)
    assert_clean_everywhere(staff, "who works for a seller")
    shot(staff, "seller-workers")


def test_a_category_s_picture_stands_beside_its_name(
    server: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    parent, name = f"Rooms {uuid4().hex[:6]}", f"Kitchen {uuid4().hex[:6]}"
    origin = {"origin": server.url}
    path = f"{server.url}/api/staff/categories"
    made = staff.request.post(path, data={"name": parent}, headers=origin).json()
    (root,) = [one for one in made["categories"] if one["name"] == parent]
    asked = {"name": name, "parentId": root["id"]}
    assert staff.request.post(path, data=asked, headers=origin).ok
    staff.goto("/staff/categories")
    staff.locator("[data-name]", has_text=name).click()
    dialog = staff.get_by_role("dialog")
    choose(dialog, 600)
    assert_clean_everywhere(staff, "a category with a picture")
    shot(staff, "category-picture")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)

    page = visitor(server.url)
    page.goto(f"/category/{root['slug']}")
    below = page.get_by_role("navigation", name="Categories").get_by_role("link", name=name)
    expect(below.locator("img")).to_be_visible()
    assert_clean_everywhere(page, "categories with pictures")
    shot(page, "categories-with-pictures")
    below.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.locator("main img[src^='/media/']").first).to_be_visible()
    shot(page, "category-with-picture")
