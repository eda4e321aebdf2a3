"""One service in two places whose clocks differ: each time stands by its own clock, and what is
taken is the one that was chosen, although the other place has one at the same moment."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE
from tests.e2e.looks import assert_clean_everywhere, in_all_looks
from tests.e2e.studios import Studio
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

pytestmark = pytest.mark.long

ISTANBUL = "Europe/Istanbul"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        made.move_in(
            Someone(kind="photographer", name="Anna", zone=BERLIN),
            Someone(kind="photographer", name="Zeynep", zone=ISTANBUL),
        )
        yield made


def test_a_time_of_two_places_is_the_one_that_was_chosen(studio: Studio, visitor: Visitor) -> None:
    service = studio.service("Portrait", "photographer", lengths={"minutes": [60]}, series=4)
    for zone, hour in ((ISTANBUL, "14:00"), (BERLIN, "15:00")):
        page = visitor(studio.server.url, width=360, timezone_id=BERLIN)
        page.goto(f"/book?service={service}&day={day_ahead(4)}")
        there = page.locator(f"[data-zone='{zone}']")
        expect(page.locator("[data-zone]").first).to_contain_text("Berlin · Morning")
        expect(page.get_by_text("Each time is by the clock of its place.")).to_be_visible()
        choose(there.get_by_role("radio", name=re.compile(f"^{hour}")))
        expect(page.locator("input[name=time]:checked")).to_have_count(1)
        chosen = page.get_by_role("region", name="What you chose")
        expect(chosen).to_contain_text(hour)
        if zone == ISTANBUL:
            expect(page.get_by_test_id("both-clocks")).to_contain_text("Istanbul")
            assert_clean_everywhere(page, "times of two places")
            in_all_looks(page, "two-places")
            page.get_by_role("button", name="Repeat this time").click()
            page.get_by_label("How many times").fill("2")
            page.get_by_role("button", name="See what is free").click()
            expect(page.locator("li[data-session]").first).to_contain_text(hour)
        with page.expect_response("**/api/bookings/hold") as held:
            page.get_by_role("button", name=TAKE).click()
        booking = held.value.json()["booking"]
        assert (booking["zone"], booking["local"][11:16]) == (zone, hour)
