"""A photographer's own pages, phone first: bookings dragged and stretched, time blocked by a tap,
hours and buffers set alone, what it came to."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from holdfast.booking.schedule import WeeklyRule
from tests.e2e.cabinet import card, enter, with_account
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, settled, shot, toast
from tests.e2e.studios import BERLIN, Studio
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

EMAIL, BEN = "anna@studio.example", "ben@studio.example"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        user = with_account(running, EMAIL)
        anna = Someone(
            kind="photographer",
            name="Anna",
            zone=BERLIN,
            more={"user_id": user, "buffer_after": 15, "level": "senior"},
        )
        one_day = WeeklyRule((day_ahead(5).isoweekday(),), 540, 1080)
        more = {"user_id": with_account(running, BEN)}
        ben = Someone(kind="photographer", name="Ben", zone=BERLIN, rules=(one_day,), more=more)
        made.move_in(anna, ben)
        portrait = made.service("Portrait", "photographer")
        made.service(
            "Wedding",
            needs=[{"role": "photographer", "kind": "photographer", "tags": ["wedding"]}],
            price={"rule": "hourly", "amount": 10_000, "levels": {"senior": 15_000}},
        )
        made.booked(portrait, 5, "10:00", who=(anna.id,), note="With a dog")
        made.booked(portrait, 5, "14:00", who=(anna.id,), paid=False)
        made.booked(portrait, 6, "09:00", who=(anna.id,), length=90)
        made.block(anna, 5, "16:00", "17:00", "Dentist")
        yield made


def drag(page: Page, what: str, down: float, grip: float = 20) -> None:
    expect(card(page, what)).not_to_have_attribute("aria-busy", "true")  # it has arrived
    box = card(page, what).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + grip
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + down / 2)
    page.mouse.move(x, y + down, steps=4)


def carry(page: Page, what: str, down: float) -> None:
    """By a finger, which rests on the card first."""
    expect(card(page, what)).not_to_have_attribute("aria-busy", "true")  # it has arrived
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, x: float, *points: float) -> None:
        at = [{"x": x, "y": each} for each in points]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    for attempt in range(4):
        box = card(page, what).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + 20
        touch("touchStart", x, y)
        try:
            expect(page.locator("[data-verdict]")).to_be_visible(timeout=5_000)
            break
        except AssertionError:  # a busy browser takes a touch for another gesture
            assert attempt < 3
            touch("touchCancel", x)
    for part in (0.5, 1):
        touch("touchMove", x, y + part * down)
    expect(page.locator("[data-verdict=free]")).to_be_visible()
    touch("touchEnd", x)
    hand.detach()


def test_a_phone_shows_the_day_and_cards_are_dragged_and_stretched(
    studio: Studio, visitor: Visitor
) -> None:
    page = enter(
        studio, visitor, EMAIL, f"/my/calendar?day={day_ahead(5)}", width=390, has_touch=True
    )
    expect(card(page, "10:00–11:00, Portrait")).to_be_visible()
    shot(settled(page), "own-day")
    assert_clean_everywhere(page, "one's own day")
    page.set_viewport_size({"width": 390, "height": 900})
    settled(page)
    carry(page, "10:00–11:00, Portrait", 56)
    expect(card(page, "11:00–12:00, Portrait")).to_be_visible()
    drag(page, "11:00–12:00, Portrait", 56, grip=52)
    page.mouse.up()
    expect(card(page, "11:00–13:00, Portrait")).to_be_visible()
    drag(page, "11:00–13:00, Portrait", 5 * 56)
    expect(page.locator("[data-verdict=closed]")).to_be_visible()
    page.mouse.up()
    expect(toast(page, "stays where it was")).to_be_visible()
    expect(card(page, "11:00–13:00, Portrait")).to_be_visible()

    # A tap on free time books it for a client, or blocks it.
    page.locator(f"[data-day='{day_ahead(5)}']").click(position={"x": 40, "y": 10})
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Block this time").click()
    expect(dialog.get_by_label("From")).to_have_value(f"{day_ahead(5)}T09:00")
    dialog.get_by_label("Note").fill("Breakfast")
    dialog.get_by_role("button", name="Block this time").click()
    expect(card(page, "09:00–10:00, Breakfast")).to_be_visible()
    page.get_by_role("button", name=re.compile("11:00–13:00, Portrait")).press("Enter")
    dialog.get_by_role("button", name="Move").press("Enter")
    start = dialog.get_by_label("Start")
    start.fill("12:30")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(dialog.get_by_text("These are free")).to_be_visible()
    start.fill("11:30")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(card(page, "11:30–13:30, Portrait")).to_be_visible()

    for span in ("week", "month"):
        page.goto(f"/my/calendar?day={day_ahead(5)}&span={span}")
        expect(
            page.get_by_role("button", name=re.compile("Portrait|session")).first
        ).to_be_visible()
        shot(settled(page), f"own-{span}-phone")
        assert_fits(page, span)
        assert_clean_everywhere(page, f"one's own {span}")
        shot(settled(page), f"own-{span}")


def test_hours_and_buffers_are_set_alone_and_income_is_shown(
    studio: Studio, visitor: Visitor
) -> None:
    page = enter(studio, visitor, EMAIL, "/my/hours")
    page.get_by_label("Minutes after").fill("30")
    rules = page.locator("section").filter(has_text="Minutes after")
    rules.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page, "Saved")).to_be_visible()
    expect(page.get_by_label("Minutes after")).to_have_value("30")
    page.get_by_label("Where will it be read?").fill("My phone")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_test_id("calendar-made")).to_be_visible()
    assert_clean_everywhere(page, "one's own hours")
    shot(settled(page), "own-hours")
    page.get_by_role("link", name="Services", exact=True).click()
    wedding = page.get_by_role("listitem").filter(has_text="Wedding")
    expect(wedding).to_contain_text("Needs: wedding")
    expect(wedding).to_contain_text("€150")
    assert_clean_everywhere(page, "one's own services")
    page.get_by_label("wedding").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(wedding).to_contain_text("Booked with you")
    shot(settled(page), "own-services")
    page.get_by_role("link", name="Income", exact=True).click()
    expect(page.get_by_text("ahead").first).to_be_visible()
    sheet = page.request.get(str(page.get_by_role("link", name="CSV").get_attribute("href")))
    assert sheet.text().startswith("from,currency,sessions")
    assert_clean_everywhere(page, "one's own income")
    shot(settled(page), "own-income")


@pytest.mark.long
def test_a_closed_day_says_so(studio: Studio, visitor: Visitor) -> None:
    open_day, shut = day_ahead(5), day_ahead(6)
    page = enter(studio, visitor, BEN, f"/my/calendar?day={shut}&span=day", width=360)
    expect(page.locator(f"[data-day='{shut}']")).to_contain_text("Closed")
    assert_clean_everywhere(page, "a closed day of one's own")
    page.goto(f"/my/calendar?day={open_day}&span=week")
    expect(page.get_by_text("Closed", exact=True)).to_have_count(6)
    expect(page.locator(f"[data-day='{open_day}']")).not_to_contain_text("Closed")
    shot(settled(page), "own-week-closed")
    assert_clean_everywhere(page, "a week of one's own with closed days")
    page.goto(f"/my/calendar?day={open_day}&span=month")
    expect(page.get_by_role("button", name=re.compile("Closed$")).first).to_be_visible()
    shot(settled(page), "own-month-closed")
    assert_clean_everywhere(page, "a month of one's own with closed days")


@pytest.mark.long
def test_they_read_why_no_time_is_offered_with_them(studio: Studio, visitor: Visitor) -> None:
    page = enter(studio, visitor, EMAIL, "/my/services")
    page.get_by_role("link", name="Why is no time offered? Portrait").click()
    expect(page.get_by_label("What", exact=True)).not_to_have_value("")
    page.get_by_label("From").fill(str(day_ahead(5)))
    first = page.locator(f"[data-day='{day_ahead(5)}']")
    expect(first.get_by_text("times offered")).to_be_visible()
    expect(first.locator("[data-taken=held]")).to_contain_text("Portrait")
    expect(first.locator("[data-taken=block]").last).to_contain_text("Dentist")
    expect(first.get_by_role("link")).to_have_count(0)  # orders are staff's
    shot(settled(page), "own-why")
    page.set_viewport_size({"width": 360, "height": 780})
    assert_fits(page, "why no time is offered with oneself")
    assert_clean_everywhere(page, "why no time is offered with oneself")
    shot(settled(page), "own-why-phone")
    page.get_by_label("From").fill(str(day_ahead(500)))
    expect(page.locator("[data-day]").first).to_contain_text("horizon")


def test_a_booking_at_odds_with_their_time_is_told_above_the_calendar_and_leads_to_its_day(
    studio: Studio, visitor: Visitor
) -> None:
    known = studio.staff.get("/api/staff/resources").raise_for_status().json()["resources"]
    anna = next(one["id"] for one in known if one["name"] == "Anna")
    lies = {"start": f"{day_ahead(6)}T09:00", "end": f"{day_ahead(6)}T10:00", "note": "Dentist"}
    made = studio.staff.post(f"/api/staff/resources/{anna}/blocks", json=lies)
    made.raise_for_status()
    page = enter(studio, visitor, EMAIL, "/my/calendar", width=390)
    told = page.get_by_test_id("conflicts-here")
    expect(told).to_contain_text("1 booking is at odds with your time")
    expect(told).to_contain_text("Anna is blocked then. Dentist")
    assert_fits(page, "a conflict above one's own calendar")
    assert_clean_everywhere(page, "a conflict above one's own calendar")
    told.get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"day={day_ahead(6)}"))
    # With its start: what stood there before is drawn until its day is read, and has portraits too.
    expect(card(page, "09:00.*Portrait")).to_be_visible()


@pytest.mark.long
def test_who_is_no_photographer_is_told_so(studio: Studio, visitor: Visitor) -> None:
    page = visitor(studio.server.url, width=360)
    page.goto("/my/calendar")
    expect(page.get_by_role("link", name="Log in").last).to_be_visible()
    assert_fits(page, "for nobody")
