"""Staff make a service, see what it comes to while they type, change and archive it."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot, toast
from tests.e2e.till import enter_as_staff
from tests.support.server import ServerProcess

PAGE = "/staff/services"


def test_a_service_is_made_seen_before_it_is_saved_changed_and_archived(
    server: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    tag, name = f"tag-{uuid4().hex[:8]}", f"Portrait {uuid4().hex[:8]} with a long name of its own"
    staff.goto(f"{PAGE}/new")
    preview = staff.get_by_role("heading", name="Preview").locator("xpath=ancestor::section")
    expect(preview.get_by_text("It appears once the form is complete.")).to_be_visible()
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_label("Name", exact=True)).to_be_focused()
    expect(staff.get_by_text("Enter an amount")).to_be_visible()
    staff.get_by_label("Name", exact=True).fill(name)
    staff.get_by_text("Русский", exact=True).click()
    staff.get_by_label("Name", exact=True).fill("Портрет")
    staff.get_by_label("Amount", exact=True).fill("90")
    staff.get_by_label("Minutes", exact=True).fill("60, 61")
    staff.get_by_label("Skills and features").fill(tag)
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_label("Minutes", exact=True)).to_be_focused()
    expect(staff.get_by_text("Use whole 5 minutes")).to_be_visible()
    staff.get_by_label("Minutes", exact=True).fill("60, 120")
    expect(preview.get_by_text("₽180")).to_be_visible()
    expect(
        preview.get_by_text("No active resource is of this kind with these tags")
    ).to_be_visible()

    # Somebody who can serve it: times are there.
    made = staff.request.post(
        f"{server.url}/api/staff/resources",
        data={"kind": "photographer", "name": "Anna of the preview", "zone": "Europe/Berlin",
              "tags": [tag]},
        headers={"origin": server.url},
    )  # fmt: skip
    anna = made.json()["resource"]["id"]
    hours = staff.request.put(
        f"{server.url}/api/staff/resources/{anna}/schedule",
        data={"rules": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "24:00"}]},
        headers={"origin": server.url, "if-match": '"0"'},
    )
    assert hours.ok, hours.text()
    staff.get_by_role("button", name="Add a level").click()
    staff.get_by_label("Level 1", exact=True).fill("master")
    staff.get_by_label("Amount of level 1").fill("150")
    staff.get_by_role("button", name="Add a rule").click()
    staff.get_by_text("A part in percent").click()
    staff.get_by_label("The part").fill("50")
    staff.get_by_role("group", name="Terms").get_by_text("Its own", exact=True).click()
    staff.get_by_label("Step 2: hours before").fill("1.5")
    staff.get_by_role("button", name="Add an extra").click()
    staff.get_by_label("Name of extra 1").fill("Retouching")
    staff.get_by_label("Price of extra 1").fill("20")
    staff.get_by_label("Minutes more of extra 1").fill("30")
    expect(preview.get_by_text("₽300")).to_be_visible()
    expect(preview.get_by_text("Anna of the preview").first).to_be_visible()
    assert_clean_everywhere(staff, f"{PAGE}/new")
    shot(settled(staff), "service-new")
    staff.set_viewport_size({"width": 360, "height": 780})
    shot(settled(staff), "service-new-phone")
    staff.set_viewport_size({"width": 1280, "height": 800})
    # What is typed is not lost by a tap on something else; once it is saved nothing is asked.
    staff.get_by_role("main").get_by_role("link", name="Services", exact=True).last.click()
    leaving = staff.get_by_role("dialog", name="Leave without saving?")
    leaving.get_by_role("button", name="Keep editing").click()
    staff.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(staff.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(leaving).to_have_count(0)

    expect(staff.get_by_label("Step 2: hours before")).to_have_value("1.5")
    at = staff.url.removeprefix(server.url)
    staff.get_by_text("At fixed times").click()
    staff.get_by_label("Times", exact=True).fill("09:00, 13:00")
    # What the first saving said may be there still.
    with staff.expect_response(lambda one: one.request.method == "PUT" and one.url.endswith(at)):
        staff.get_by_role("button", name="Save", exact=True).click()
    seen = staff.request.get(f"{server.url}/api{at}").json()
    assert seen["grid"]["fixed"] == [540, 780]
    assert seen["texts"]["ru"]["name"] == "Портрет"
    assert seen["policy"]["steps"] == [
        {"minutes": 1440, "percent": 50}, {"minutes": 90, "percent": 100},
    ]  # fmt: skip
    staff.goto(f"/book?service={at.rsplit('/', 1)[1]}")
    extra = staff.get_by_label("Retouching, ₽20, 30 min")
    extra.check()
    with staff.expect_response(lambda answer: "with=extra-1" in answer.url) as answered:
        staff.get_by_text("2 hours", exact=True).click()
    assert answered.value.ok
    staff.goto(at)
    expect(staff.get_by_label("Times", exact=True)).to_have_value("09:00, 13:00")
    assert_clean_everywhere(staff, at)
    staff.get_by_role("button", name="Archive").click()
    expect(staff.get_by_role("button", name="Offer again")).to_be_visible()

    staff.goto(PAGE)
    row = staff.get_by_role("row").filter(has_text=name)
    expect(row.get_by_text("Archived")).to_be_visible()
    assert_clean_everywhere(staff, PAGE)
    shot(settled(staff), "services")
    staff.goto(f"{at}?locale=ko")
    expect(staff.get_by_role("button", name="다시 제공")).to_be_visible()
    assert re.search(r"/staff/services/[0-9a-f-]{36}$", at)


@pytest.mark.long
def test_usual_terms_are_read_and_saved(server: ServerProcess, visitor: Visitor) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    staff.goto(PAGE)
    staff.get_by_role("link", name="Usual terms").click()
    first = staff.get_by_label("Step 1: hours before")
    expect(first).to_have_value("24")
    assert_clean_everywhere(staff, f"{PAGE}/rules")
    first.fill("soon")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(first).to_be_focused()
    first.fill("1")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("each nearer to the start and dearer").first).to_be_visible()
    shot(settled(staff), "studio-rules")
    # As it was: the shop is its neighbours', too.
    first.fill("24")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(toast(staff, "Saved")).to_be_visible()
