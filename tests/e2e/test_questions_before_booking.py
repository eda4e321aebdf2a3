"""A client asks a photographer on their page, before anything is booked."""

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.member import Member
from tests.e2e.studios import BERLIN, Studio
from tests.support.server import ServerProcess
from tests.support.studio import Someone


def test_a_client_asks_a_photographer_who_answers_on_a_phone(
    server: ServerProcess, visitor: Visitor, member: Callable[[], Member]
) -> None:
    with Member(server, "photographer") as anna:
        person = Someone(kind="photographer", name="Anna", zone=BERLIN,
                         more={"user_id": UUID(anna.id)})  # fmt: skip
        studio = Studio(server)
        studio.move_in(person)
        studio.service("Portrait of three", "photographer")

        page = member().enter(visitor(server.url, width=390))
        page.goto(f"/photographers/{person.id}")
        assert_fits(page, "a photographer's page")
        shot(page, "photographer-ask")
        page.get_by_role("link", name="Ask a question").click()
        page.get_by_role("textbox", name="Message").fill("Do you work in the rain?")
        page.get_by_role("button", name="Send").click()
        head = page.get_by_role("heading", name="Question to Anna")
        expect(head).to_be_visible()

        phone = anna.enter(visitor(server.url, width=390, scheme="dark"))
        phone.goto("/my/messages")
        row = phone.get_by_role("listitem").filter(has_text="Do you work in the rain?")
        expect(row).to_contain_text("New")
        row.get_by_role("link").click()
        phone.get_by_role("textbox", name="Message").fill("Most of all.")
        phone.get_by_role("button", name="Send").click()
        answer = page.get_by_role("listitem").filter(has_text="Most of all.")
        expect(answer).to_contain_text("Anna")
        shot(page, "client-asks")
        shot(phone, "photographer-asked")

        page.goto("/messages")
        row = page.get_by_role("listitem").filter(has_text="Question to Anna")
        expect(row).to_be_visible()
        expect(row.get_by_text("The shop")).to_have_count(0)
        assert_clean_everywhere(page, "messages with a photographer")
        shot(page, "client-messages")
        row.get_by_role("link").click()
        head.get_by_role("link").click()
        expect(page.get_by_role("heading", name="Anna", exact=True)).to_be_visible()

        phone.goto(f"/photographers/{person.id}")
        expect(phone.get_by_role("heading", name="Anna", exact=True)).to_be_visible()
        expect(phone.get_by_role("link", name="Ask a question")).to_have_count(0)
