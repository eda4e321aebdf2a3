"""The studio's board: cards at their place, dragged to another time and resource, told live; the
keyboard does all of it; a week of forty resources scrolls smoothly."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.long_tasks import PLAIN, SCROLL, page_tasks
from tests.e2e.looks import (
    assert_clean_everywhere,
    assert_clean_in_both_schemes,
    assert_fits,
    in_all_looks,
    settled,
    shot,
    toast,
)
from tests.e2e.studios import BERLIN, Studio
from tests.e2e.till import enter_as_staff
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

NAMES = ("Anna", "Boris", "Clara", "Dmitri", "Elena", "Felix", "Greta", "Hanna", "Ivan", "Jun")
CROWDED = 24  # days ahead


@pytest.fixture(scope="module")
def people() -> list[Someone]:
    """Forty: twenty photographers, fifteen rooms of a loft, four kits."""
    loft = Someone(kind="studio", name="Loft", zone=BERLIN)
    there = {"studio_id": loft.id}
    return [
        *(
            Someone(
                kind="photographer",
                name=NAMES[number] if number < len(NAMES) else f"Photographer {number}",
                zone=BERLIN,
                more={"buffer_after": 15},
            )
            for number in range(20)
        ),
        *(
            Someone(kind="room", name=f"Room {number + 1}", zone=BERLIN, more=there)
            for number in range(15)
        ),
        *(
            Someone(kind="equipment", name=f"Flash kit {number + 1}", zone=BERLIN, more=there)
            for number in range(4)
        ),
        loft,
    ]


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops, people: list[Someone]) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        made.move_in(*people)
        portrait = made.service("Portrait", "photographer")
        family = made.service("Family in the red room", "photographer", "room")
        anna, boris, clara, dmitri = people[:4]
        room = people[20]
        made.booked(portrait, 5, "10:00", who=(anna.id,), note="With a dog")
        made.booked(family, 5, "12:00", who=(boris.id, room.id), length=90)
        made.booked(portrait, 5, "14:00", who=(clara.id,), paid=False)
        made.booked(portrait, 5, "09:00", who=(dmitri.id,), length=120)
        made.booked(portrait, 7, "10:00", who=(people[6].id,), also=(family,))
        for one in (anna, boris, clara):
            made.booked(portrait, 9, "10:00", who=(one.id,))
        made.block(dmitri, 5, "10:00", "12:00", "Dentist")
        made.block(clara, 5, "16:00", "17:00", "Camera repair")
        made.crowd(portrait, people[:39], CROWDED, 6)
        yield made


def open_board(studio: Studio, visitor: Visitor, more: str, **named: object) -> Page:
    page = visitor(studio.server.url, timezone_id=BERLIN, **named)
    enter_as_staff(page)
    page.goto(f"/staff/board?{more}")
    return page


def card(page: Page, name: str, words: str) -> Locator:
    row = page.get_by_role("group", name=re.compile(f"^{name},"))
    return row.get_by_role("button", name=re.compile(words))


def drag(page: Page, what: Locator, right: float, down: float) -> None:
    expect(what).not_to_have_attribute("aria-busy", "true")  # it has arrived
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + 10, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down, steps=4)


def stretch(page: Page, what: Locator, right: float) -> None:
    """By its end."""
    expect(what).not_to_have_attribute("aria-busy", "true")  # it has arrived
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 4, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y)
    page.mouse.move(x + right, y, steps=4)


def hour_of(page: Page) -> float:
    """The length of an hour, in px."""
    found: float = page.locator("[data-row]").first.evaluate(
        "row => parseFloat(getComputedStyle(row.parentElement.parentElement)"
        ".getPropertyValue('--hour'))"
    )
    return found


def test_a_day_is_seen_dragged_and_told_live(studio: Studio, visitor: Visitor) -> None:
    page = open_board(studio, visitor, f"day={day_ahead(5)}")
    anna = card(page, "Anna", "10:00–11:00, Portrait")
    expect(anna).to_be_visible()
    expect(card(page, "Dmitri", "At odds")).to_be_visible()
    expect(card(page, "Clara", "Camera repair")).to_be_visible()
    shot(settled(page), "board-day")
    assert_clean_everywhere(page, "the board")

    # Another time: the server agrees.
    hour = hour_of(settled(page))
    drag(page, anna, 2 * hour, 0)
    expect(page.locator("[data-verdict=free]")).to_be_visible()
    shot(page, "board-drag", whole=False)
    page.mouse.up()
    expect(card(page, "Anna", "12:00–13:00, Portrait")).to_be_visible()
    expect(toast(page, "moved")).to_be_visible()

    # Where somebody is: it goes back, and why is said. Boris is booked at noon.
    boris_row = page.get_by_role("group", name=re.compile("^Boris,")).bounding_box()
    anna_row = page.get_by_role("group", name=re.compile("^Anna,")).bounding_box()
    assert boris_row and anna_row
    down = boris_row["y"] - anna_row["y"]
    drag(page, card(page, "Anna", "12:00–13:00"), 0, down)
    expect(page.locator("[data-verdict=taken]")).to_be_visible()
    page.mouse.up()
    expect(toast(page, "stays where it was")).to_be_visible()
    expect(card(page, "Anna", "12:00–13:00, Portrait")).to_be_visible()

    # To another photographer, in the morning; Escape leaves it as it is.
    drag(page, card(page, "Anna", "12:00–13:00"), -3 * hour, down)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(card(page, "Anna", "12:00–13:00, Portrait")).to_be_visible()
    drag(page, card(page, "Anna", "12:00–13:00"), -3 * hour, down)
    page.mouse.up()
    expect(card(page, "Boris", "09:00–10:00, Portrait")).to_be_visible()
    expect(card(page, "Anna", "12:00–13:00")).to_have_count(0)

    # What somebody else books appears by itself.
    elena = next(one for one in (studio.staff.get("/api/staff/resources").json()["resources"])
                 if one["name"] == "Elena")  # fmt: skip
    service = studio.staff.get("/api/staff/services").json()["services"][0]["id"]
    studio.booked(service, 5, "11:00", who=(elena["id"],))
    expect(card(page, "Elena", "11:00–12:00, Portrait")).to_be_visible()


@pytest.mark.long
def test_of_two_cards_dragged_in_quick_succession_each_is_told_of(
    studio: Studio, visitor: Visitor
) -> None:
    page = open_board(studio, visitor, f"day={day_ahead(9)}&kind=photographer")
    anna, boris = (card(page, name, "10:00–11:00, Portrait") for name in ("Anna", "Boris"))
    expect(boris).to_be_visible()
    settled(page)
    rows = [
        page.get_by_role("group", name=re.compile(f"^{name},")).bounding_box()
        for name in ("Boris", "Clara")
    ]
    assert rows[0] and rows[1]
    under_way: list[Route] = []
    page.route("**/move", lambda route: under_way.append(route))
    to = ((boris, 0, rows[1]["y"] - rows[0]["y"]), (anna, 2 * hour_of(page), 0))
    for what, right, down in to:  # where Clara is booked, and where nobody is
        drag(page, what, right, down)
        with page.expect_request("**/move"):
            page.mouse.up()
    expect(page.locator("[data-card][aria-busy=true]")).to_have_count(2)
    for one in under_way:
        one.continue_()
    expect(toast(page, "stays where it was")).to_be_visible()
    expect(toast(page, "moved")).to_be_visible()
    expect(boris).to_be_visible()
    expect(card(page, "Anna", "12:00–13:00, Portrait")).to_be_visible()


@pytest.mark.long
def test_an_end_is_dragged_and_several_services_go_as_one(studio: Studio, visitor: Visitor) -> None:
    page = open_board(studio, visitor, f"day={day_ahead(7)}&kind=photographer")
    visit = card(page, "Greta", "10:00–12:00, Portrait . Family")
    expect(visit).to_be_visible()
    hour = hour_of(settled(page))
    drag(page, visit, hour, 0)
    expect(page.locator("[data-verdict=free]")).to_be_visible()
    page.mouse.up()
    moved = card(page, "Greta", "11:00–13:00, Portrait")
    expect(moved).to_be_visible()
    # By its end: the first service is longer, the other stays as long as it is.
    stretch(page, moved, hour)
    expect(page.locator("[data-verdict=free]")).to_be_visible()
    shot(page, "board-stretch", whole=False)
    page.mouse.up()
    longer = card(page, "Greta", "11:00–14:00, Portrait")
    expect(longer).to_be_visible()
    # No further than the service has lengths for, however far the hand goes.
    stretch(page, longer, 3 * hour)
    page.mouse.up()
    expect(longer).to_be_visible()
    # To somebody else, and shorter again.
    rows = [
        page.get_by_role("group", name=re.compile(f"^{name},")).bounding_box()
        for name in ("Greta", "Hanna")
    ]
    assert rows[0] and rows[1]
    drag(page, longer, 0, rows[1]["y"] - rows[0]["y"])
    page.mouse.up()
    others = card(page, "Hanna", "11:00–14:00, Portrait")
    expect(others).to_be_visible()
    stretch(page, others, -hour)
    page.mouse.up()
    expect(card(page, "Hanna", "11:00–13:00, Portrait")).to_be_visible()
    expect(card(page, "Greta", "Portrait . Family")).to_have_count(0)


def test_the_keyboard_moves_blocks_and_books(studio: Studio, visitor: Visitor) -> None:
    page = open_board(studio, visitor, f"day={day_ahead(5)}&kind=photographer")
    family = card(page, "Boris", "12:00–13:30, Family")
    family.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("13:45.*Free"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="Portrait")).to_be_visible()
    dialog.get_by_label("From").fill(f"{day_ahead(5)}T17:00")
    dialog.get_by_label("Note").fill("Dinner")
    shot(settled(page), "board-block", whole=False)
    dialog.get_by_role("button", name="Block this time").press("Enter")
    expect(card(page, "Boris", "17:00–18:00, Blocked: Dinner")).to_be_visible()
    card(page, "Boris", "Dinner").press("Enter")
    dialog.get_by_role("button", name="Give the time back").press("Enter")
    expect(card(page, "Boris", "Dinner")).to_have_count(0)

    page.keyboard.press("Home")
    family.press("Enter")
    shot(settled(page), "board-card", whole=False)
    dialog.get_by_role("button", name="Move").press("Enter")
    start = dialog.get_by_label("Start")
    start.fill("20:00")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(dialog.get_by_text("Not to be had at this time")).to_be_visible()
    expect(dialog.get_by_text("These are free")).to_be_visible()
    shot(settled(page), "board-move", whole=False)
    start.fill("14:00")
    dialog.get_by_label("Who or what: photographer").select_option(label="Felix")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(card(page, "Felix", "14:00–15:30, Family")).to_be_visible()


def test_a_phone_has_the_day_as_a_list_and_paper_has_it_too(
    studio: Studio, visitor: Visitor
) -> None:
    page = open_board(studio, visitor, f"day={day_ahead(5)}", width=360, locale="ru-RU")
    first = page.locator("[data-card]").first
    expect(first).to_be_visible()
    assert_fits(page, "the board on a phone")
    shot(settled(page), "board-phone")
    first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    expect(page.locator(".day-sheet h2").first).to_be_visible()
    shot(page, "board-print")


@pytest.mark.long
def test_a_week_of_forty_resources_scrolls_without_a_long_task(
    studio: Studio, visitor: Visitor
) -> None:
    page = open_board(studio, visitor, f"day={day_ahead(CROWDED)}&span=week")
    expect(page.locator("[data-card]").first).to_be_visible()
    shot(settled(page), "board-week")
    plain = max(page_tasks(page, PLAIN)[0])
    longest = []
    for _ in range(4):  # what shares the processor's caches can only lengthen a task
        tasks, most = page_tasks(page, SCROLL)
        assert len(tasks) > 60
        assert isinstance(most, int)
        assert most < 2_500
        longest.append(max(tasks))
        if longest[-1] < 50:
            break
    # A machine at half its speed has tasks twice as long.
    assert min(longest) < max(50, 2 * plain), (longest, plain)


@pytest.mark.long
def test_a_room_shows_who_has_its_whole_studio(
    studio: Studio, visitor: Visitor, people: list[Someone]
) -> None:
    loft, room = people[-1], people[20]
    whole = studio.service("The whole loft", "studio")
    number = studio.booked(whole, 11, "10:00", who=(loft.id,))["number"]
    page = open_board(studio, visitor, f"day={day_ahead(11)}&kind=room")
    row = page.get_by_role("group", name=re.compile(f"^{room.name},"))
    expect(row.get_by_text(f"Whole studio: {number}")).to_be_visible()
    row.scroll_into_view_if_needed()
    shot(settled(page), "board-whole")
    assert_clean_everywhere(page, "the board with a whole studio")
    # A phone says it among what is left of the room, and there it is opened; so does paper.
    page.set_viewport_size({"width": 360, "height": 900})
    said = f"{room.name}: 10:00–11:00, Whole studio: {number}"
    page.get_by_role("button", name=said).click()
    expect(page.get_by_role("dialog")).to_contain_text(number)
    page.keyboard.press("Escape")
    assert_clean_in_both_schemes(page, "the day's list with a whole studio")
    in_all_looks(page, "board-whole-list")
    page.emulate_media(media="print")
    sheet = page.locator(".day-sheet > div").filter(
        has=page.get_by_role("heading", name=room.name, exact=True)
    )
    expect(sheet).to_contain_text("10:00–11:00Whole studio: The whole loft")
    expect(sheet).to_contain_text(number)
    shot(page, "board-whole-print")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/staff/resources/{room.id}")
    expect(page.get_by_text("It is open only while its studio is.")).to_be_visible()
    shot(settled(page), "room-hours")
    page.goto(f"/staff/resources/{loft.id}")
    expect(page.get_by_text("Who books it has all its rooms.")).to_be_visible()
