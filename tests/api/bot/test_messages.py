"""A client and a photographer write to each other, each in a chat of their own: what one has not
read is shown there, and the answer is a reply to it."""

from typing import Any

import httpx
import pytest

from tests.api.bot.conftest import ANNA
from tests.api.bot.wanted import bought, hourly, linked
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in, signed_up
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead
from tests.support.telegram import Chat, TelegramServer

WRITE = "/api/conversations"
DAYS = iter(range(38, 41))
"""Of their own: other modules in this shop have others."""


@pytest.fixture
def session(manager: httpx.Client, ann: httpx.Client, anna: Someone) -> dict[str, Any]:
    """Of Ann, with Anna, paid."""
    service = expect(manager.post("/api/staff/services", json=hourly(anna)), 201)
    return bought(ann, service, f"{day_ahead(next(DAYS))}T11:00")


def chat_of(client: httpx.Client, telegram: TelegramServer, name: str) -> Chat:
    chat = telegram.chat(name)
    linked(client, chat, quiet=True)
    for kind in ("message-received", "message-asked"):
        none = {"wanted": False, "channel": "telegram"}
        client.put(f"/api/mail-preferences/{kind}", json=none)
    return chat


def test_a_client_and_their_photographer_write_to_and_fro(
    shop: ServerProcess, ann: httpx.Client, telegram: TelegramServer, session: dict[str, Any]
) -> None:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as photographer:
        log_in(photographer, ANNA)
        hers = chat_of(photographer, telegram, "Anna")
        mine = chat_of(ann, telegram, "Ann")
        asked = {"orderId": session["orderId"], "text": "May I bring the dog?"}
        made = expect(ann.post(WRITE, json=asked), 201)["conversation"]["id"]

        shown = hers.writes("/messages")
        assert "May I bring the dog?" in shown.text
        assert shown.text.endswith(f"/my/messages/{made}")
        assert hers.replies(shown, "Of course.").text.startswith("Sent to ")
        # What neighbours of this test wrote to her may be there.
        assert "the dog" not in hers.writes("/messages").text, "what was shown is read"

        answer = mine.writes("/messages")
        assert "Of course." in answer.text
        assert "May I bring" not in answer.text, "one's own words are no news"
        mine.replies(answer, "Thank you!")
        said = mine.again()
        assert said.text.startswith("Sent to ")
        found = expect(ann.get(f"{WRITE}/{made}"))["messages"]
        assert [one["text"] for one in found] == [
            "May I bring the dog?", "Of course.", "Thank you!",
        ], "what Telegram tells twice is written once"  # fmt: skip


def test_words_that_answer_nothing_go_to_nobody_and_that_is_said(
    ann: httpx.Client, telegram: TelegramServer, session: dict[str, Any]
) -> None:
    asked = {"orderId": session["orderId"], "text": "Hello"}
    made = expect(ann.post(WRITE, json=asked), 201)["conversation"]["id"]
    mine = chat_of(ann, telegram, "Ann")
    said = mine.writes("And a cat?")
    assert "Nobody reads" in said.text
    mine.replies(said, "Really?")
    assert len(expect(ann.get(f"{WRITE}/{made}"))["messages"]) == 1


def test_nobody_writes_in_a_conversation_that_is_not_theirs(
    shop: ServerProcess, ann: httpx.Client, telegram: TelegramServer, session: dict[str, Any]
) -> None:
    asked = {"orderId": session["orderId"], "text": "Hello"}
    made = expect(ann.post(WRITE, json=asked), 201)["conversation"]["id"]
    with signed_up(shop.url) as eve:
        hers = chat_of(eve, telegram, "Eve")
        for page in (f"/messages/{made}", f"/my/messages/{made}"):
            forged = type(hers.writes("/my"))(f"Read it: https://shop.example{page}", {})
            answer = hers.replies(forged, "I am Ann.")
            assert not answer.text.startswith("Sent")
    assert len(expect(ann.get(f"{WRITE}/{made}"))["messages"]) == 1
