"""A client writes from their booking, its photographer answers on a phone; each sees it at once.
Photographers and staff write first, too."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, settled, shot
from tests.e2e.member import Member
from tests.e2e.studios import BERLIN, Studio
from tests.e2e.till import enter_as_staff
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead

pytestmark = pytest.mark.long


class Anna(Member):
    """A photographer, with a service of hers."""

    def __init__(self, server: ServerProcess) -> None:
        super().__init__(server, "photographer")
        studio = Studio(server)
        person = Someone(kind="photographer", name="Anna", zone=BERLIN,
                         more={"user_id": UUID(self.id)})  # fmt: skip
        studio.move_in(person)
        self._asked = {
            "serviceId": studio.service("Portrait of two", "photographer"),
            "resources": [str(person.id)],
        }

    def booked(self, client: Member, time: str) -> dict[str, Any]:
        asked = {**self._asked, "start": f"{day_ahead(6)}T{time}"}
        key = {"Idempotency-Key": uuid4().hex}
        answer = client.http.post("/api/bookings/hold", json=asked, headers=key)
        held: dict[str, Any] = answer.raise_for_status().json()
        return held


@pytest.fixture(scope="module")
def owner(server: ServerProcess) -> Iterator[Member]:
    """Whose studio it is."""
    with Member(server, "photographer") as opened:
        yield opened


@pytest.fixture(scope="module")
def an_hour(server: ServerProcess, owner: Member) -> dict[str, Any]:
    """Of a room of theirs."""
    house = Studio(server)
    loft = Someone(kind="studio", name="Loft", zone=BERLIN, more={"user_id": UUID(owner.id)})
    room = Someone(kind="room", name="White", zone=BERLIN, more={"studio_id": loft.id})
    house.move_in(loft)
    house.move_in(room)
    return {
        "serviceId": house.service("An hour of the room", "room"),
        "resources": [str(room.id)],
        "start": f"{day_ahead(6)}T10:00",
    }


@pytest.fixture(scope="module")
def anna(server: ServerProcess, an_hour: dict[str, Any]) -> Iterator[Anna]:
    """Who is there before anybody asks, as the room is."""
    with Anna(server) as opened:
        yield opened


@pytest.fixture
def client(member: Callable[[], Member]) -> Member:
    return member()


def write(page: Page, words: str, where: str) -> None:
    """In the dialog that is open."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Message").fill(words)
    shot(settled(page), where)
    assert_clean_everywhere(page, where)
    assert_fits(page, where)
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_role("listitem").filter(has_text=words)).to_be_visible()


def test_a_client_and_their_photographer_write_from_booking_to_phone(
    server: ServerProcess, visitor: Visitor, client: Member, anna: Anna
) -> None:
    held = anna.booked(client, "10:00")

    page = client.enter(visitor(server.url))
    page.goto("/bookings")
    card = page.locator(f"[data-booking='{held['number']}']")
    shot(page, "booking-write-a-message")
    card.get_by_role("link", name="Write a message").click()
    page.get_by_role("textbox", name="Message").fill("May the dog come?")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(r"/messages/[0-9a-f-]{36}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Portrait of two")

    phone = anna.enter(visitor(server.url, width=390, scheme="dark"))
    phone.goto("/my/calendar")
    phone.get_by_role("link", name="Messages, 1 new").click()
    expect(phone).to_have_url(re.compile("/my/messages$"))
    row = phone.get_by_role("listitem").filter(has_text="May the dog come?")
    expect(row).to_contain_text("New")
    assert_fits(phone, "a photographer's messages")
    assert_clean_everywhere(phone, "a photographer's messages")
    phone.set_viewport_size({"width": 390, "height": 844})
    shot(phone, "photographer-messages")
    row.get_by_role("link").click()
    phone.get_by_role("textbox", name="Message").fill("Of course. Bring its blanket.")
    phone.get_by_role("button", name="Send").click()
    answer = page.get_by_role("listitem").filter(has_text="Of course.")
    expect(answer).to_contain_text("Photographer · Anna")
    shot(phone, "photographer-conversation")
    shot(page, "client-conversation")


def test_a_photographer_and_staff_write_first_about_a_booking(
    server: ServerProcess, visitor: Visitor, client: Member, anna: Anna
) -> None:
    held = anna.booked(client, "12:00")
    reader = client.enter(visitor(server.url))
    reader.goto("/messages")

    phone = anna.enter(visitor(server.url, width=390))
    phone.goto(f"/my/calendar?day={day_ahead(6)}")
    phone.get_by_role("button", name=re.compile("12:00.*Portrait of two")).press("Enter")
    phone.get_by_role("dialog").get_by_role("button", name="Write a message").click()
    write(phone, "Bring two shirts.", "photographer-writes-first")
    expect(phone).to_have_url(re.compile("/my/messages/"))
    expect(reader.locator("main")).to_contain_text("Bring two shirts.")

    desk = visitor(server.url, width=360)
    enter_as_staff(desk)
    desk.goto(f"/staff/orders/{held['orderId']}")
    desk.get_by_role("button", name=re.compile("^Write a message")).click()
    write(desk, "The door is in the yard.", "staff-writes-first")
    expect(desk).to_have_url(re.compile("/staff/conversations/"))
    expect(reader.locator("main")).to_contain_text("The door is in the yard.")


def test_a_client_writes_to_the_studio_of_their_room_and_its_owner_answers_on_a_phone(
    server: ServerProcess,
    visitor: Visitor,
    client: Member,
    owner: Member,
    an_hour: dict[str, Any],
) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    held = client.http.post("/api/bookings/hold", json=an_hour, headers=key)
    number = held.raise_for_status().json()["number"]

    page = client.enter(visitor(server.url))
    page.goto("/bookings")
    card = page.locator(f"[data-booking='{number}']")
    card.get_by_role("link", name="Write a message").click()
    page.get_by_role("textbox", name="Message").fill("May I park in the yard?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("Loft")

    phone = owner.enter(visitor(server.url, width=390, scheme="dark"))
    phone.goto("/my/calendar")
    phone.get_by_role("link", name="Messages", exact=True).last.click()
    row = phone.get_by_role("listitem").filter(has_text="May I park in the yard?")
    expect(row).to_contain_text("New")
    assert_fits(phone, "a studio's messages")
    row.get_by_role("link").click()
    phone.get_by_role("textbox", name="Message").fill("Left of the gate.")
    phone.get_by_role("button", name="Send").click()
    expect(page.get_by_role("listitem").filter(has_text="Left of the gate.")).to_contain_text(
        "Loft"
    )
    shot(phone, "studio-conversation")
    shot(page, "client-and-studio-conversation")
