"""What is said in a chat, by people and by us, as values."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

__all__ = ["Button", "Heard", "Said", "Telegram"]


class Button(Struct, frozen=True):
    """``data`` comes back when it is pressed: 64 bytes at most; or it opens the page at ``url``,
    which Telegram takes with https alone."""

    text: str
    data: str = ""
    url: str = ""


class Heard(Struct, frozen=True, kw_only=True):
    """An update: words that somebody wrote, or the ``data`` of a button that they pressed.
    ``press`` is Telegram's name of the press; ``private``: nobody else is in the chat."""

    update: int
    chat: int
    private: bool
    text: str = ""
    data: str = ""
    press: str = ""
    name: str = ""
    language: str = ""


class Said(Struct, frozen=True):
    """What is answered: words, and below them rows of buttons."""

    text: str
    buttons: Sequence[Sequence[Button]] = ()


class Telegram(Protocol):
    """The Bot API. What fails is told as a :class:`~holdfast.mail.Carrier` tells it."""

    async def heard(self, after: int | None, seconds: int) -> list[Heard]:
        """What came after that update, waiting so long for the first; what came before is not
        told again."""
        ...

    async def say(self, chat: int, said: Said) -> None: ...

    async def seen(self, press: str) -> None:
        """The button is taken: Telegram shows that it is."""
        ...

    async def close(self) -> None: ...
