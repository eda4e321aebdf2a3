"""Several people on one booking: who booked adds them, staff add a client, each sees it at their
own link and can change nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import furnish
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.test_cabinet import hold
from tests.support.mail_server import mail_settings, running_mail_server
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long

Studio = tuple[ServerProcess, str]


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with (
        running_mail_server() as post,
        prepared.opened(HOLDFAST_LIMITS="off", **mail_settings(post)) as running,
    ):
        yield running, furnish(running)


def test_who_booked_and_staff_add_people_who_then_see_it(studio: Studio, visitor: Visitor) -> None:
    server, service = studio
    with Member(server) as member, Member(server) as other, Member(server, "manager") as manager:
        hold(other.http, service, f"{day_ahead(4)}T10:00")
        hold(member.http, service, f"{day_ahead(3)}T10:00")
        page = member.enter(visitor(server.url, width=360))
        page.goto("/bookings")
        page.get_by_role("button", name="Who is coming").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Nobody else yet.")
        dialog.get_by_label("Name").fill("Ben Weber")
        dialog.get_by_label("E-mail").fill("ben")
        dialog.get_by_role("button", name="Add").click()
        expect(dialog.get_by_label("E-mail")).to_be_focused()
        dialog.get_by_label("E-mail").fill("ben@mail.example")
        dialog.get_by_role("button", name="Add").click()
        expect(dialog.get_by_role("listitem")).to_contain_text("ben@mail.example")
        expect(dialog.get_by_label("Name")).to_have_value("")
        settled(page)
        shot(page, "participants")
        assert_clean_everywhere(page, "who comes")

        booking = member.http.get("/api/bookings").json()["bookings"][0]
        path = f"/api/bookings/{booking['id']}/participants"
        (ben,) = member.http.get(path).json()["participants"]
        page = visitor(server.url)
        page.goto(ben["link"].removeprefix("https://shop.example"))
        expect(page.get_by_role("main")).to_contain_text("can move or cancel it")
        expect(page.get_by_role("main")).to_contain_text("To be paid")
        settled(page)
        shot(page, "shared-booking")
        assert_clean_everywhere(page, "a shared booking")

        desk = manager.enter(visitor(server.url))
        desk.goto("/staff/bookings")
        row = desk.locator(f"[data-booking='{booking['number']}']")
        row.get_by_role("button", name="Who is coming").click()
        dialog = desk.get_by_role("dialog")
        dialog.get_by_role("searchbox").fill(other.email)
        found = dialog.get_by_role("button", name=other.email)
        settled(desk)
        shot(desk, "participants-desk")
        found.click()
        expect(dialog.get_by_role("listitem").nth(1)).to_contain_text("has an account")
        dialog.get_by_role("button", name="Remove Ben Weber").click()
        expect(dialog.get_by_text("ben@mail.example")).to_have_count(0)
        page.reload()
        expect(page.get_by_text("This link is not valid")).to_be_visible()

        page = other.enter(visitor(server.url))
        page.goto("/bookings")
        expect(page.get_by_role("heading", name="Others booked, with you")).to_be_visible()
        settled(page)
        shot(page, "bookings-shared")
