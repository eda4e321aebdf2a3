"""What every provider of calendars is to the shop: one port, and values that all share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.booking.schedule import Span

Provider: TypeAlias = Literal["caldav", "google"]


class CalendarAway(Exception):
    """It does not answer, or has had too many questions: later it may."""


class CalendarRefused(Exception):
    """What was agreed opens it no more: its owner has to say yes again."""


class TokenGone(Exception):
    """It no longer knows how far it was read: it is read whole."""


class ChangedThere(Exception):
    """Somebody changed the event since it was read: it is read again before it is written."""


class Credentials(Struct, frozen=True, omit_defaults=True):
    """What opens it: ``user`` and ``password`` of CalDAV; of Google the tokens, and when the short
    one ends."""

    user: str = ""
    password: str = ""
    refresh_token: str = ""
    access_token: str = ""
    expires_at: int = 0


class Ours(Struct, frozen=True):
    """An event that is a booking: of which calendar and booking, when it takes place by it, and
    what we wrote there ourselves; ``span`` is None where it was deleted."""

    calendar_id: UUID
    booking_id: UUID
    span: Span | None
    wrote: Span | None


class Found(Struct, frozen=True):
    """An event as it stands there. ``text``: iCalendar, empty where it was deleted; ``series``:
    what recurs and its exceptions have it in common."""

    event_id: str
    series: str
    etag: str
    text: str
    ours: Ours | None = None

    @property
    def is_gone(self) -> bool:
        return not self.text


class Changes(Struct, frozen=True):
    """What changed since ``token`` was given. ``more``: ask again at once with the new one.
    ``whole``: it belongs to a full reading, ``begins`` or ends one: what was not in it is gone."""

    found: Sequence[Found]
    token: str
    more: bool = False
    whole: bool = False
    begins: bool = False


class ToWrite(Struct, frozen=True):
    """A booking as it is to stand there. ``etag``: of what stands there, as it was read."""

    event_id: str
    calendar_id: UUID
    booking_id: UUID
    span: Span
    title: str
    note: str
    place: str
    address: str
    sequence: int
    changed_at: datetime
    etag: str = ""


class Channel(Struct, frozen=True):
    """On which the provider calls when something changes; ``secret`` comes back with each call."""

    id: str
    resource: str
    until: datetime


class OutsideCalendar(Protocol):
    """One calendar at its provider. Each raises :class:`CalendarAway` and
    :class:`CalendarRefused`."""

    @property
    def renewed(self) -> Credentials | None:
        """What opens it from now on, if that was changed by asking."""
        ...

    async def changes(self, token: str | None) -> Changes:
        """Since then; without a token, all. Raises :class:`TokenGone`."""
        ...

    async def write(self, event: ToWrite) -> str:
        """Put it there, whether it is there or not; its tag. Raises :class:`ChangedThere`."""
        ...

    async def erase(self, event_id: str) -> None:
        """Take it away; nothing happens if it is gone."""
        ...

    async def busy(self, start: datetime, end: datetime, own: Sequence[Span]) -> list[Span]:
        """What is taken then, but for ``own``, the bookings we wrote."""
        ...

    async def watch(self, channel_id: str, address: str, secret: str, /) -> Channel | None:
        """Have it call ``address``; None: it never calls anybody."""
        ...

    async def unwatch(self, channel: Channel, /) -> None:
        """It calls no more, or until its promise ends where it will not be stopped."""
        ...

    async def close(self) -> None: ...
