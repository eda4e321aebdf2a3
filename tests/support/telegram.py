"""Telegram's Bot API over real HTTP, as far as our bot asks it, with people who write to the bot:
updates are told until a later one is asked for, and a question waits for the next."""

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Self

from tests.support.patience import PATIENCE
from tests.support.site import Asked, Site, Told, said

__all__ = ["BOT", "TOKEN", "Chat", "Message", "TelegramServer", "slow_down"]

TOKEN: Final = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT: Final = "holdfast_test_bot"
MOST_LETTERS: Final = 4096
MOST_DATA: Final = 64


@dataclass(frozen=True)
class Message:
    """What the bot wrote: ``buttons`` are their words, and what they say when pressed; ``links``
    those that open a page."""

    text: str
    buttons: dict[str, str]
    links: dict[str, str] = field(default_factory=dict)


@dataclass
class Chat:
    """Somebody's with the bot. ``blocked``: they stopped it."""

    server: "TelegramServer"
    id: int
    name: str
    language: str
    kind: str = "private"
    blocked: bool = False
    messages: list[Message] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    def writes(self, text: str) -> Message:
        """The bot's next words."""
        before = len(self.messages)
        self.told.append(self.server.tell(self.message(text)))
        return self.hears(before)

    def replies(self, to: Message, text: str) -> Message:
        """The bot's next words to what answers words of its own."""
        said = self.message(text)
        bot = {"id": 1, "is_bot": True, "first_name": BOT}
        said["message"]["reply_to_message"] = self._said(to.text) | {"from": bot}
        before = len(self.messages)
        self.told.append(self.server.tell(said))
        return self.hears(before)

    def presses(self, words: str) -> Message:
        """A button of the last message that begins so."""
        buttons = self.messages[-1].buttons
        (data,) = [data for shown, data in buttons.items() if shown.startswith(words)]
        before = len(self.messages)
        self.told.append(self.server.tell(self.press(data)))
        return self.hears(before)

    def again(self, which: int = -1) -> Message:
        """Telegram tells once more what was written or pressed, the last if not said otherwise."""
        before = len(self.messages)
        self.server.tell_again(self.told[which])
        return self.hears(before)

    def hears(self, before: int) -> Message:
        """The message after so many."""
        deadline = time.monotonic() + PATIENCE
        with self.server.changed:
            while len(self.messages) <= before:
                left = deadline - time.monotonic()
                assert left > 0, f"the bot says nothing to {self.name}"
                self.server.changed.wait(left)
        return self.messages[before]

    def message(self, text: str) -> dict[str, Any]:
        """As an update has it."""
        return {"message": self._said(text) | {"from": self._person}}

    def press(self, data: str) -> dict[str, Any]:
        button = {"id": str(next(self.server.presses)), "from": self._person, "data": data}
        return {"callback_query": button | {"chat_instance": "1", "message": self._said("…")}}

    def _said(self, text: str) -> dict[str, Any]:
        chat = {"id": self.id, "type": self.kind, "first_name": self.name}
        return {"message_id": 1, "date": 1_790_000_000, "chat": chat, "text": text}

    @property
    def _person(self) -> dict[str, Any]:
        return {
            "id": self.id, "is_bot": False, "first_name": self.name,
            "language_code": self.language,
        }  # fmt: skip


class TelegramServer:
    """``trouble`` may answer a method in its place; ``polls`` counts questions for updates."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.presses = count(7001)
        self.seen: list[str] = []
        self.refused: list[str] = []
        self.polls = 0
        self.confirmed = 0
        self.trouble: Callable[[str, dict[str, str]], Told | None] = lambda *_: None
        self._updates: list[dict[str, Any]] = []
        self._again: list[dict[str, Any]] = []
        self._number = count(900_001)
        self._chats: dict[int, Chat] = {}
        self._ids = count(5001)
        self._closed = False
        self._site = Site(self._answer)
        self.url = self._site.url

    @property
    def settings(self) -> dict[str, str]:
        return {
            "HOLDFAST_TELEGRAM_TOKEN": TOKEN,
            "HOLDFAST_TELEGRAM_BOT": BOT,
            "HOLDFAST_TELEGRAM_API": self.url,
        }

    def chat(self, name: str = "Ann", language: str = "en", kind: str = "private") -> Chat:
        made = Chat(self, next(self._ids), name, language, kind)
        self._chats[made.id] = made
        return made

    def tell(self, what: dict[str, Any]) -> dict[str, Any]:
        """One more update."""
        return self.tell_at_once(what)[0]

    def tell_at_once(self, *some: dict[str, Any]) -> list[dict[str, Any]]:
        """Several more, by one answer."""
        updates = [{"update_id": next(self._number)} | what for what in some]
        with self.changed:
            self._updates += updates
            self.changed.notify_all()
        return updates

    def tell_again(self, update: dict[str, Any]) -> None:
        """Though it was told, and a later one asked for."""
        with self.changed:
            self._again.append(update)
            self.changed.notify_all()

    def close(self) -> None:
        with self.changed:
            self._closed = True
            self.changed.notify_all()
        self._site.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the methods ----------------------------------------------------------------------------

    def _answer(self, asked: Asked) -> Told | None:
        found = re.fullmatch(r"/bot([^/]+)/(\w+)", asked.path)
        if found is None or found[1] != TOKEN:
            return _no(401, "Unauthorized")
        form = asked.parameters | asked.form
        if found[2] == "getMe":  # when a shop starts, and now and then
            return said({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": BOT}})
        trouble = self.trouble(found[2], form)
        if trouble is not None:
            return trouble
        match found[2]:
            case "getUpdates":
                return said({"ok": True, "result": self._told(form)})
            case "sendMessage":
                return self._send(form)
            case "answerCallbackQuery":
                self.seen.append(form["callback_query_id"])
                return said({"ok": True, "result": True})
        return _no(404, "Not Found: method not found")

    def _told(self, form: dict[str, str]) -> list[dict[str, Any]]:
        offset, wait = int(form.get("offset", 0)), int(form.get("timeout", 0))
        deadline = time.monotonic() + wait
        with self.changed:
            self.polls += 1
            if offset:
                self.confirmed = max(self.confirmed, offset - 1)
                self._updates = [one for one in self._updates if one["update_id"] >= offset]
            while (
                not (self._updates or self._again or self._closed) and deadline > time.monotonic()
            ):
                self.changed.wait(deadline - time.monotonic())
            again, self._again = self._again, []
            return [*again, *self._updates][: int(form.get("limit", 100))]

    def _send(self, form: dict[str, str]) -> Told:
        chat, text = self._chats.get(int(form["chat_id"])), form.get("text", "")
        if chat is None:
            return self._bad("Bad Request: chat not found")
        if chat.blocked:
            return _no(403, "Forbidden: bot was blocked by the user")
        if not 0 < len(text) <= MOST_LETTERS:
            return self._bad("Bad Request: message is empty or too long")
        keys = json.loads(form.get("reply_markup", "{}")).get("inline_keyboard", [])
        some = [one for row in keys for one in row]
        buttons = {one["text"]: one["callback_data"] for one in some if "url" not in one}
        links = {one["text"]: one["url"] for one in some if "url" in one}
        if any(not 0 < len(one.encode()) <= MOST_DATA for one in buttons.values()):
            return self._bad("Bad Request: BUTTON_DATA_INVALID")
        if not all(one.startswith("https://") for one in links.values()):
            return self._bad("Bad Request: BUTTON_URL_INVALID")
        with self.changed:
            chat.messages.append(Message(text, buttons, links))
            self.changed.notify_all()
        sent = {"message_id": len(chat.messages), "date": 1_790_000_000, "text": text}
        return said({"ok": True, "result": sent | {"chat": {"id": chat.id, "type": chat.kind}}})

    def _bad(self, why: str) -> Told:
        self.refused.append(why)
        return _no(400, why)


def slow_down(seconds: int) -> Told:
    """As Telegram says that it was asked too often."""
    return _no(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _no(status: int, why: str, **parameters: int) -> Told:
    body = {"ok": False, "error_code": status, "description": why}
    return said(body | ({"parameters": parameters} if parameters else {}), status)
