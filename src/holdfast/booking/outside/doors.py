"""The way to each provider's calendars, as the shop's settings have it."""

import hmac
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.booking.outside.book import Connected
from holdfast.booking.outside.caldav import CaldavCalendar
from holdfast.booking.outside.dav import Line
from holdfast.booking.outside.google import GoogleCalendar, GoogleTerms
from holdfast.booking.outside.port import CalendarRefused, Credentials, OutsideCalendar
from holdfast.booking.outside.sealing import Sealer
from holdfast.kit.clock import utc_now

STATE_SECONDS: Final = 1800
_CALLED: Final = b"outside calendar channels"


class Doors:
    """``secret``: the shop's; ``private``: calendars may be asked at private addresses too, and by
    http; ``url``: where providers find the shop; ``google``: the shop's own client there."""

    def __init__(
        self,
        secret: bytes,
        *,
        private: bool = False,
        url: str = "",
        google: GoogleTerms | None = None,
    ) -> None:
        self.sealer = Sealer(secret)
        self._private = private
        self.line = Line(private=private)
        self.google = google
        self.url = url.rstrip("/")
        self._calls = hmac.digest(secret, _CALLED, "sha256")

    async def close(self) -> None:
        await self.line.close()

    def open(self, calendar: Connected, clock: ZoneInfo) -> OutsideCalendar:
        """Raises :class:`CalendarRefused` if what opens it cannot be read."""
        credentials = self.sealer.unseal(calendar.id, calendar.sealed)
        if calendar.provider == "caldav":
            return CaldavCalendar(self.line, calendar.address, credentials, clock)
        if self.google is None:
            raise CalendarRefused("The shop's settings name no Google any more.")
        return GoogleCalendar(self.google, calendar.address, credentials, clock)

    @property
    def can_be_called(self) -> bool:
        """Whether providers find the shop."""
        return self.url.startswith("https://" if not self._private else "http")

    def is_channel_secret(self, calendar_id: UUID, said: str) -> bool:
        """Compared in constant time."""
        return hmac.compare_digest(self.channel_secret(calendar_id).encode(), said.encode())

    def channel_secret(self, calendar_id: UUID) -> str:
        """What comes back with each call of the calendar's provider, and nobody else knows."""
        return hmac.digest(self._calls, calendar_id.bytes, "sha256").hex()

    def state_for(self, resource_id: UUID, owner: str) -> str:
        """What goes through Google with a person who is to say yes, and comes back."""
        until = int(utc_now().timestamp()) + STATE_SECONDS
        said = f"{resource_id.hex}.{until}"
        return f"{said}.{self._signed(said, owner)}"

    def resource_in(self, state: str, owner: str) -> UUID | None:
        """Whose calendar this person connects; None if they never began to, or too long ago."""
        said, _, signature = state.rpartition(".")
        resource, _, until = said.partition(".")
        sound = hmac.compare_digest(signature.encode(), self._signed(said, owner).encode())
        if not sound or int(until) < utc_now().timestamp():
            return None
        return UUID(resource)

    def _signed(self, said: str, owner: str) -> str:
        return hmac.digest(self._calls, f"state {said} {owner}".encode(), "sha256").hex()

    def seal(self, calendar_id: UUID, credentials: Credentials) -> bytes:
        return self.sealer.seal(calendar_id, credentials)
