"""Staff make a studio, say when it is open, and take time away; the week shows what it comes to."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot, toast
from tests.e2e.till import enter_as_staff
from tests.support.server import ServerProcess

PAGE = "/staff/resources"


def test_a_studio_gets_its_hours_its_holidays_and_blocked_time(
    server: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    staff.goto(f"{PAGE}/new")
    staff.get_by_label("Time zone").fill("Mars/Olympus")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_label("Name", exact=True)).to_be_focused()
    staff.get_by_label("Name", exact=True).fill("North light with a very long name of its own")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("There is no time zone of that name")).to_be_visible()
    assert_clean_everywhere(staff, f"{PAGE}/new")
    staff.get_by_label("Time zone").fill("Europe/Berlin")
    staff.get_by_label("Country").fill("de")
    staff.get_by_label("Position").fill("52.5287, 13.4012")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_role("heading", level=1, name="North light")).to_be_visible()
    expect(staff.get_by_text("Closed: no hours are set")).to_have_count(7)

    # By the keyboard alone: hours, and what a server says of hours that overlap.
    staff.get_by_role("button", name="Add hours").press("Enter")
    staff.get_by_role("button", name="Add hours").press("Enter")
    staff.get_by_role("button", name="Save hours").press("Enter")
    expect(staff.get_by_text("Another rule is open at the same time")).to_be_visible()
    staff.get_by_role("button", name="Remove Hours 2").press("Enter")
    staff.get_by_role("button", name="Add a break").press("Enter")
    staff.get_by_role("button", name="Add a day").click()
    staff.get_by_role("button", name="Save hours").click()
    expect(staff.get_by_text("Choose a day", exact=True)).to_be_visible()
    staff.get_by_label("Day", exact=True).fill("2030-05-02")
    staff.get_by_role("button", name="Save hours").click()
    expect(toast(staff, "Saved")).to_be_visible()
    expect(staff.get_by_text("09:00–13:00")).not_to_have_count(0)
    staff.get_by_role("button", name="Week after").click()
    expect(staff.get_by_text("14:00–18:00")).not_to_have_count(0)

    expect(staff.get_by_text("Nothing is blocked.")).to_be_visible()
    staff.get_by_label("Blocked from").fill("2030-05-06T12:00")
    staff.get_by_label("Blocked until").fill("2030-05-06T11:00")
    staff.get_by_role("button", name="Block this time").click()
    expect(staff.get_by_text("It ends after it begins")).to_be_visible()
    staff.get_by_label("Blocked until").fill("2030-05-06T15:00")
    staff.get_by_role("button", name="Block this time").click()
    lift = staff.get_by_role("button", name="Lift the block 2030-05-06 12:00 – 2030-05-06 15:00")
    expect(lift).to_be_visible()
    at = staff.url.removeprefix(server.url)
    assert_clean_everywhere(staff, at)
    shot(settled(staff), "studio-hours")
    staff.set_viewport_size({"width": 360, "height": 780})
    shot(settled(staff), "studio-hours-phone")
    lift.click()
    expect(staff.get_by_text("Nothing is blocked.")).to_be_visible()

    staff.goto(PAGE)
    expect(staff.get_by_role("link", name="North light with a very long name")).to_be_visible()
    assert_clean_everywhere(staff, PAGE)
    shot(settled(staff), "studio-resources")
    staff.goto(f"{at}?locale=ru")
    staff.get_by_role("button", name="Archive").or_(
        staff.get_by_role("button", name="В архив")
    ).click()
    expect(
        staff.get_by_role("button", name="Offer again").or_(
            staff.get_by_role("button", name="Предлагать снова")
        )
    ).to_be_visible()
