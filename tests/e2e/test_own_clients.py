"""A photographer books their own time for a client, by two taps or by keyboard alone; sees their
clients, and how full their hours are."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.cabinet import card, enter, with_account
from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, in_all_looks, settled, shot, toast
from tests.e2e.studios import BERLIN, Studio
from tests.e2e.test_keyboard import tab_to
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

EMAIL = "anna@studio.example"
NADIA, OLGA = "Nadia Caller", "Olga Known"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        mine = {"user_id": with_account(running, EMAIL)}
        with httpx.Client(base_url=running.url, timeout=PATIENCE) as hers:
            log_in(hers, EMAIL)
            anna = Someone(kind="photographer", name="Anna", zone=BERLIN, more=mine)
            made.move_in(anna)
            portrait = made.service("Portrait", "photographer")
            made.booked(portrait, 5, "10:00", who=(anna.id,))
            caller = {"name": OLGA, "phone": "+49 30 555 0177"}
            asked = {"serviceId": portrait, "start": f"{day_ahead(7)}T10:00", "later": True}
            held = hers.post("/api/studio/bookings/hold", json=asked | {"newClient": caller})
            held.raise_for_status()
        yield made


def test_time_is_booked_for_a_client_by_keyboard_alone_and_by_two_taps(
    studio: Studio, visitor: Visitor
) -> None:
    page = enter(studio, visitor, EMAIL, f"/my/calendar?day={day_ahead(6)}")
    keys = page.keyboard
    expect(page.get_by_role("heading", name="Calendar")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Book for a client"))
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Book for a client")
    find = dialog.get_by_role("searchbox", name="Client's name")
    expect(find).to_be_visible()
    # Nobody is chosen yet: said at its field.
    book = dialog.get_by_role("button", name="Book", exact=True)
    tab_to(page, book)
    keys.press("Enter")
    expect(find).to_be_focused()
    expect(dialog.get_by_text("Choose who it is for.")).to_be_visible()
    keys.press("Shift+Tab")
    keys.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="Somebody new")).to_be_checked()
    for typed in (NADIA, "call me"):
        keys.press("Tab")
        keys.type(typed)
    expect(dialog.get_by_label("Day")).to_have_value(str(day_ahead(6)))
    expect(dialog.get_by_label("Start")).to_have_value("09:00")
    expect(dialog.get_by_text("€90 at this time")).to_be_visible()
    keys.press("Enter")
    # The server's word, at the field.
    phone = dialog.get_by_label("Phone")
    expect(phone).to_be_focused()
    expect(phone).to_have_attribute("aria-invalid", "true")
    keys.press("ControlOrMeta+a")
    keys.type("+49 30 555 0142")
    in_all_looks(page, "own-book-new")
    keys.press("Enter")
    expect(toast(page, "booked")).to_be_visible()
    expect(card(page, f"09:00–10:00, Portrait, {NADIA}")).to_be_visible()

    # A tap on the time, a tap on the client.
    page.set_viewport_size({"width": 390, "height": 800})
    settled(page)
    page.locator(f"[data-day='{day_ahead(6)}']").click(position={"x": 40, "y": 2 * 56 + 10})
    expect(dialog.get_by_label("Start")).to_have_value("11:00")
    dialog.get_by_role("button", name=NADIA).click()
    expect(dialog.get_by_label("What")).to_have_value(re.compile(".+"))
    shot(page, "own-book-390")
    assert_clean_everywhere(page, "booking one's own time for a client")
    book.click()
    expect(card(page, f"11:00–12:00, Portrait, {NADIA}")).to_be_visible()
    # What is taken is refused as everywhere, with what else there is.
    page.get_by_role("button", name="Book for a client").click()
    dialog.get_by_role("button", name=NADIA).click()
    dialog.get_by_label("Start").fill("11:30")
    book.click()
    expect(dialog.get_by_text("These are free:")).to_be_visible()
    # Why, too, though it stands below what else there is.
    expect(dialog.get_by_role("alert")).to_be_in_viewport(ratio=1)
    shot(page, "own-book-refused", whole=False)
    dialog.get_by_role("button", name=re.compile(r", \w+ \d+, 1\d:\d\d$")).first.click()
    choose(dialog.get_by_role("radio", name="Now, by a link"))
    dialog.get_by_role("button", name="Hold and make a link").click()
    link = page.get_by_role("dialog", name=f"Held for {NADIA}")
    address = link.get_by_label("Address")
    expect(address).to_have_value(re.compile("/pay/"))
    shot(page, "own-book-link", whole=False)
    buyer = visitor(studio.server.url, width=360)
    buyer.goto(address.input_value())
    expect(buyer.get_by_role("button", name="Pay")).to_be_visible()


@pytest.mark.long
def test_clients_and_load_are_seen(studio: Studio, visitor: Visitor) -> None:
    page = enter(studio, visitor, EMAIL, "/my/calendar")
    page.get_by_role("link", name="Clients", exact=True).click()
    page.get_by_role("searchbox", name="Client's name").fill("olga")
    rows = page.get_by_role("main").get_by_role("listitem").filter(has_text="session")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Next:")
    in_all_looks(page, "own-clients")
    page.get_by_role("searchbox", name="Client's name").fill("nobody at all")
    expect(page.get_by_text("No such client")).to_be_visible()
    shot(settled(page), "own-clients-none")
    page.get_by_role("searchbox", name="Client's name").fill("")
    page.get_by_role("link", name=OLGA).click()
    expect(page.get_by_role("heading", name=OLGA)).to_be_visible()
    expect(page.get_by_text("€90 ahead").first).to_be_visible()
    in_all_looks(page, "own-client")
    page.get_by_role("button", name="Book for a client").click()
    expect(page.get_by_role("dialog").get_by_text(OLGA)).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("link", name="Income", exact=True).click()
    load = page.locator("section").filter(has=page.get_by_role("heading", name="Load"))
    expect(load.get_by_text("Share booked")).to_be_visible()
    expect(load.get_by_text(re.compile(r" h of .* h")).first).to_be_visible()
    page.get_by_label("Add up by").select_option(label="Month")
    expect(load.get_by_text("Compared with")).to_be_visible()
    in_all_looks(page, "own-load")
    page.set_viewport_size({"width": 360, "height": 780})
    assert_fits(page, "one's own load")
