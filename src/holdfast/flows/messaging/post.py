"""The post: how letters between the two services travel, whichever way carries them.

A letter is one message, encoded and sealed. Letters may arrive twice, late and in another order:
whoever reads them is made for that. One that cannot be read, or whose words cannot be true, is
:class:`Unreadable` and goes to the dead letters with its reason.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from holdfast.kit import Problem

__all__ = [
    "BrokerAway",
    "DeadLetter",
    "DeadLetters",
    "Letter",
    "LetterOutcome",
    "LetterReader",
    "Post",
    "Unreadable",
]  # fmt: skip

LetterOutcome: TypeAlias = Literal["done", "late", "repeated", "unknown"]
"""What came of a letter. ``done``: what it asked for or told was written. ``late``: it came too
late for that, and was dealt with. ``repeated`` and ``unknown`` (of nothing that is known here)
change nothing."""


class Unreadable(Exception):
    """The letter is not what one of ours would be; the text is the reason."""


class BrokerAway(Problem):
    """The broker cannot be reached; what was to be sent is still with its sender."""

    status = 503
    code = "broker-unavailable"
    title = "The message broker does not answer"
    exit_code = 5


class Letter(Struct, frozen=True):
    """``id`` is the same whenever the same message is sent; ``seal`` proves ``body`` ours. Letters
    about the same thing are read in the order they were sent in, as far as the way keeps it."""

    queue: str
    id: str
    body: bytes
    seal: str
    about: str = ""


class DeadLetter(Struct, frozen=True):
    """A letter that was given up, why, and when."""

    letter: Letter
    reason: str
    at: datetime


LetterReader: TypeAlias = Callable[[Letter], Awaitable[LetterOutcome]]
"""Reads one letter. Raises :class:`Unreadable`, or anything else to have it again."""


class Post(Protocol):
    """Takes letters to whoever reads their queue."""

    def deliver(self, queue: str, reader: LetterReader) -> None:
        """Before ``start``: this process reads the queue."""
        ...

    async def send(self, letters: Sequence[Letter]) -> None:
        """All of them are kept safe when this returns; if it raises, some may be."""
        ...

    async def start(self) -> None:
        """Begin to deliver. Does not wait for a broker that is away."""
        ...

    async def stop(self) -> None:
        """Finish what is being read, then stop."""
        ...

    @property
    def dead_letters(self) -> "DeadLetters": ...

    @property
    def trouble(self) -> str | None:
        """Why nothing is sent at the moment; None if it is."""
        ...


class DeadLetters(Protocol):
    """What could not be read, kept until somebody has looked at it."""

    async def look(self, queue: str, limit: int, skip: int = 0) -> list[DeadLetter]:
        """Those of one queue that lie there longest, at most ``limit``, after the first ``skip``.
        They stay there."""
        ...

    async def count(self, queue: str) -> int:
        """How many lie there."""
        ...

    async def waiting(self, queue: str) -> int:
        """How many wait in the queue itself."""
        ...

    async def replay(self, queue: str, ids: Sequence[str] | None = None) -> int:
        """Send them (or those with these ids) to their queue again; how many went. What still
        cannot be read comes back here."""
        ...

    async def forget(self, queue: str, ids: Sequence[str] | None = None) -> int:
        """Let them (or those with these ids) go for good; how many went."""
        ...
