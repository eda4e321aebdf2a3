"""Whose studio it is looks at its time, room beside room, and closes a day."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.cabinet import card, enter, with_account
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, settled, shot, toast
from tests.e2e.studios import BERLIN, Studio
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

EMAIL = "lea@loft.example"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    """A loft of Lea's: at the same time both of its rooms are booked, one with a lamp of it."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        user = with_account(running, EMAIL)
        loft = Someone(kind="studio", name="North loft", zone=BERLIN, more={"user_id": user})
        inside = {"studio_id": loft.id}
        white = Someone(kind="room", name="White room", zone=BERLIN, more=inside)
        black = Someone(kind="room", name="Black room", zone=BERLIN, more=inside)
        lamp = Someone(kind="equipment", name="Lamp", zone=BERLIN, more=inside)
        made.move_in(loft, white, black, lamp)
        alone, lit = made.service("Room", "room"), made.service("Lit room", "room", "equipment")
        made.booked(alone, 5, "10:00", who=(white.id,), length=120)
        made.booked(lit, 5, "11:00", who=(black.id, lamp.id))
        made.booked(made.service("All of it", "studio"), 5, "14:00", who=(loft.id,))
        made.block(black, 5, "16:00", "17:00", "Painting")
        yield made


def test_its_owner_looks_at_the_calendar_and_closes_a_day(studio: Studio, visitor: Visitor) -> None:
    page = enter(studio, visitor, EMAIL, f"/my/calendar?day={day_ahead(5)}", width=390)
    white, black = card(page, "10:00–12:00, Room"), card(page, "11:00–12:00, Lit room")
    expect(white).to_have_accessible_name(re.compile("White room"))
    expect(black).to_have_accessible_name(re.compile("Black room, Lamp"))
    expect(card(page, "16:00–17:00, Painting, Black room")).to_be_visible()
    left, right = white.bounding_box(), black.bounding_box()
    assert left is not None and right is not None
    assert left["x"] + left["width"] <= right["x"], "one beside the other"
    nav = page.get_by_role("navigation", name="Your pages")
    expect(nav.get_by_role("link", name="The studio's page")).to_be_visible()
    expect(nav.get_by_role("link", name="Messages")).to_be_visible()
    assert_fits(page, "a studio's day")
    shot(settled(page), "studio-day-phone")
    assert_clean_everywhere(page, "a studio's day")
    shot(settled(page), "studio-day")
    for span in ("week", "month"):
        page.goto(f"/my/calendar?day={day_ahead(5)}&span={span}")
        expect(card(page, "Lit room|3 sessions").first).to_be_visible()
        shot(settled(page), f"studio-{span}")

    page.goto(f"/my/calendar?day={day_ahead(8)}")
    page.get_by_role("button", name="Block this time").click()
    dialog = page.get_by_role("dialog", name="Block time of North loft")
    dialog.get_by_label("From").fill(f"{day_ahead(8)}T00:00")
    dialog.get_by_label("Until").fill(f"{day_ahead(9)}T00:00")
    dialog.get_by_label("Note").fill("Inventory")
    dialog.get_by_role("button", name="Block this time").click()
    expect(toast(page, "Time blocked")).to_be_visible()
    expect(card(page, "Inventory, North loft")).to_be_visible()
    shot(settled(page), "studio-closed")
    page.goto("/my/hours")
    page.get_by_label("Hours of").select_option(label="White room")
    expect(page.get_by_label("Minutes after")).to_have_count(0)  # staff's, of a room
    expect(page.get_by_role("heading", name="In other calendars")).to_be_visible()
    assert_clean_everywhere(page, "a room's hours")
    shot(settled(page), "studio-hours")


@pytest.mark.long
def test_its_services_income_and_page_are_told_as_a_studios(
    studio: Studio, visitor: Visitor
) -> None:
    page = enter(studio, visitor, EMAIL, "/my/services")
    whole = page.get_by_role("listitem").filter(has_text="All of it")
    expect(whole).to_contain_text("Booked here")
    shot(settled(page), "studio-services")
    page.get_by_role("link", name="Why is no time offered? All of it").click()
    page.get_by_label("From").fill(str(day_ahead(5)))
    first = page.locator(f"[data-day='{day_ahead(5)}']")
    expect(first.get_by_text("White room").first).to_be_visible()
    shot(settled(page), "studio-why")
    page.get_by_role("link", name="Income", exact=True).click()
    expect(page.get_by_text("3 sessions")).to_be_visible()
    shot(settled(page), "studio-income")
    page.get_by_role("link", name="The studio's page").click()
    expect(page.get_by_role("heading", name="The studio's page")).to_be_visible()
    assert_clean_everywhere(page, "how the studio is shown")
    shot(settled(page), "studio-page")
