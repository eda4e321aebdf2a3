"""A client writes from their booking, its photographer answers on a phone; each sees it at once."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.member import Member
from tests.e2e.studios import BERLIN, Studio
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead


def test_a_client_and_their_photographer_write_from_booking_to_phone(
    server: ServerProcess, visitor: Visitor, member: Callable[[], Member]
) -> None:
    studio, client = Studio(server), member()
    with Member(server, "photographer") as photographer:
        anna = Someone(
            kind="photographer", name="Anna", zone=BERLIN, more={"user_id": UUID(photographer.id)}
        )
        studio.move_in(anna)
        portrait = studio.service("Portrait of two", "photographer")
        start, who = f"{day_ahead(6)}T10:00", [str(anna.id)]
        asked = {"serviceId": portrait, "start": start, "resources": who}
        key = {"Idempotency-Key": uuid4().hex}
        held = client.http.post("/api/bookings/hold", json=asked, headers=key).raise_for_status()

        page = client.enter(visitor(server.url))
        page.goto("/bookings")
        card = page.locator(f"[data-booking='{held.json()['number']}']")
        shot(page, "booking-write-a-message")
        card.get_by_role("link", name="Write a message").click()
        page.get_by_role("textbox", name="Message").fill("May the dog come?")
        page.get_by_role("button", name="Send").click()
        expect(page).to_have_url(re.compile(r"/messages/[0-9a-f-]{36}"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Portrait of two")

        phone = photographer.enter(visitor(server.url, width=390, scheme="dark"))
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
