"""Who comes to a day that is booked out chooses a time of it to wait for, is offered it once it
comes free, and takes it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, hold_elsewhere
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.studios import Studio
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

pytestmark = pytest.mark.long

DAYS = 6


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        made.move_in(Someone(kind="photographer", name="Anna", zone=BERLIN))
        yield made


def test_a_time_of_a_day_that_is_booked_out_is_waited_for_and_taken(
    studio: Studio, visitor: Visitor
) -> None:
    service = studio.service("A whole day", "photographer", lengths={"minutes": [540]})
    let_go = hold_elsewhere(studio.server.url, service, f"{day_ahead(DAYS)}T09:00")
    page = visitor(studio.server.url, width=360, timezone_id=BERLIN)
    page.goto(f"/book?service={service}&day={day_ahead(DAYS)}")
    expect(page.get_by_test_id("no-time")).to_contain_text("All times of this day are taken")
    page.get_by_role("radio", name="09:00").check(force=True)
    lost = page.get_by_test_id("time-lost")
    expect(lost).to_contain_text("09:00 is taken")
    shot(page, "booked-out-day", whole=False)
    assert_clean_everywhere(page, "a day that is booked out")
    lost.get_by_role("button", name="Tell me first if it comes free").click()
    expect(lost.get_by_role("status")).to_contain_text("number 1 in line")
    let_go()
    page.goto("/bookings")
    page.get_by_role("link", name="Take it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Checkout")
