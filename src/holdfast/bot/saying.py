"""What is said in a chat, by people and by us, as values."""

from collections.abc import Sequence
from typing import Final, Protocol

from msgspec import Struct

__all__ = ["MOST_LETTERS", "Button", "Entry", "Heard", "Said", "Telegram", "cut", "listed"]

MOST_LETTERS: Final = 4096
"""Of a message: Telegram takes no longer one. It counts UTF-16, in which an emoji is two."""
_MOST_NOTE: Final = 250


class Button(Struct, frozen=True):
    """``data`` comes back when it is pressed: 64 bytes at most; or it opens the page at ``url``,
    which Telegram takes with https alone."""

    text: str
    data: str = ""
    url: str = ""


class Heard(Struct, frozen=True, kw_only=True):
    """An update: words that somebody wrote, or the ``data`` of a button that they pressed.
    ``press`` is Telegram's name of the press; ``private``: nobody else is in the chat;
    ``replied``: the words of ours that theirs answer."""

    update: int
    chat: int
    private: bool
    text: str = ""
    replied: str = ""
    data: str = ""
    press: str = ""
    name: str = ""
    language: str = ""


class Said(Struct, frozen=True):
    """What is answered: words, and below them rows of buttons."""

    text: str
    buttons: Sequence[Sequence[Button]] = ()


class Entry(Struct, frozen=True):
    """One thing of a list, with the rows of buttons that are about it."""

    text: str
    buttons: Sequence[Sequence[Button]] = ()


def listed(
    entries: Sequence[Entry],
    *,
    more: str,
    last: str = "",
    whole: bool = True,
    apart: str = "\n\n",
) -> Said:
    """As many of them as a message holds. What is said below: ``last``, or ``more`` where these are
    not all of them (``whole``: as far as is known)."""
    room = MOST_LETTERS - max(_letters(last), _letters(more))
    parts: list[str] = []
    buttons: list[Sequence[Button]] = []
    for one in entries:
        room -= _letters(one.text) + len(apart)
        if room < 0:
            whole = False
            break
        parts.append(one.text)
        buttons += one.buttons
    end = last if whole else more
    return Said(apart.join([*parts, end] if end else parts).strip(), buttons)


def cut(note: str) -> str:
    """So much of what somebody wrote as a list has room for."""
    return note if len(note) <= _MOST_NOTE else f"{note[: _MOST_NOTE - 1].rstrip()}…"


def _letters(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Telegram(Protocol):
    """The Bot API. What fails is told as a :class:`~holdfast.mail.Carrier` tells it."""

    async def heard(self, after: int | None, seconds: int) -> list[Heard]:
        """What came after that update, waiting so long for the first; what came before is not
        told again."""
        ...

    async def known(self) -> None:
        """Whether it knows the bot by its token."""
        ...

    async def say(self, chat: int, said: Said) -> None: ...

    async def seen(self, press: str) -> None:
        """The button is taken: Telegram shows that it is."""
        ...

    async def close(self) -> None: ...
