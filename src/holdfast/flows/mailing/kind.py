"""What a kind of mail is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.db.events import Fact
from holdfast.flows.mailing.gathering import Gathering
from holdfast.flows.mailing.reading import About
from holdfast.flows.mailing.reading_goods import Still
from holdfast.mail import Channel

__all__ = ["CHANNELS", "Enclosure", "Kind"]

Enclosure: TypeAlias = Literal["", "visit", "visit-off", "visits", "visits-off", "series-off",
                               "certificate"]  # fmt: skip
CHANNELS: Final[tuple[Channel, ...]] = ("mail", "push", "telegram", "sms", "app")
When: TypeAlias = Callable[[Mapping[str, Any]], bool]
At: TypeAlias = Callable[[datetime, Mapping[str, Any]], datetime]


class Kind(Struct, frozen=True, kw_only=True):
    """``about``: how what it says is read by the event's subject, and whose that is. ``when`` looks
    at what is to be said. ``days``: how long it is of use. ``bounded``: a stranger may cause it for
    nothing, so only so many a day go to one address; ``apart``: and those of no other kind leave
    fewer of it. ``event``: what leads to it; None: it is written by a flow of its
    own, in words that stand elsewhere. ``asked_for``: it serves what somebody bought
    or asked; any other is sent only to who wants it, and never twice in doubt. ``refusable``:
    nobody needs it to have what they bought. ``after``: so many days after its event, or when
    ``at`` says, if it is ``still`` to be said then. ``also``: another event that leads to it.
    ``daily``: one a day and person. ``channels``: by which it goes; what
    carries a secret, or is for somebody without an account, goes by mail alone. ``not_to_doer``:
    whoever did it themselves is not told. ``together``: with what it is told in one mail."""

    name: str
    event: type[Fact] | None
    also: type[Fact] | None = None
    about: About
    when: When = lambda _: True
    encloses: Enclosure = ""
    days: float = 3.0
    bounded: bool = False
    apart: bool = False
    asked_for: bool = True
    refusable: bool = False
    after: float = 0.0
    at: At | None = None
    still: Still | None = None
    daily: bool = False
    channels: tuple[Channel, ...] = CHANNELS
    not_to_doer: bool = False
    together: Gathering | None = None

    @property
    def events(self) -> tuple[type[Fact], ...]:
        """Which lead to it."""
        return tuple(one for one in (self.event, self.also) if one is not None)

    @property
    def may_be_refused(self) -> bool:
        """Whether a person may say that they want no mail of it; what goes by another channel may
        always be refused."""
        return self.refusable or not self.asked_for
