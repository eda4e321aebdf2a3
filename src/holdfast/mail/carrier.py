"""What takes what is said to people: a server of mail, the push services of their browsers."""

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from msgspec import Struct

from holdfast.mail.mail import Channel, Mail

__all__ = [
    "Away", "Carrier", "Gone", "InDoubt", "KeyRefused", "NotNow", "Ready", "Refused", "TakesKey",
    "Way",
]  # fmt: skip


class Ready(Struct, frozen=True):
    """What is handed over: the whole text, and its title for the log. ``urgent``: it serves what
    somebody bought or asked for."""

    title: str
    text: bytes
    sender: str = ""
    urgent: bool = True


class Away(Exception):
    """It cannot be talked to now: no mail's fault, and it has nothing of this one."""


class KeyRefused(Away):
    """It does not take the shop's key, or password: nothing goes until another is set."""


class NotNow(Exception):
    """It does not take this mail now (4xx); ``after`` so many seconds, if it said so."""

    def __init__(self, said: str, after: float | None = None) -> None:
        super().__init__(said)
        self.after = after


class Refused(Exception):
    """It will never take this mail (5xx)."""


class Gone(Exception):
    """Nobody is there any more to be told."""


class InDoubt(Exception):
    """The mail was under way when the answer stayed away: it may have it."""


class Carrier(Protocol):
    """One mail after another. ``for_all``: there is one of it, so that when it is away nothing
    can go."""

    for_all: bool

    async def send(
        self, mail: Mail, ready: Ready, before_text: Callable[[], Awaitable[bool]]
    ) -> bool:
        """Hand one mail over; ``before_text`` is asked when it is about to be had, and False
        leaves it. Raises :class:`Away`, :class:`NotNow`, :class:`Refused`, :class:`Gone`,
        :class:`InDoubt`."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class TakesKey(Protocol):
    """A carrier that may be asked whether it takes the shop's key before there is anything to
    send."""

    async def try_key(self) -> None:
        """Raises :class:`KeyRefused`, and :class:`Away`, :class:`NotNow`, :class:`InDoubt` where it
        did not say."""
        ...


class Way(Struct, frozen=True):
    """How mails of a channel go: so many carriers at once; a claim of one is over after ``lease``
    seconds, and a try takes less."""

    channel: Channel
    opened: Callable[[], Carrier]
    lanes: int
    lease: float
