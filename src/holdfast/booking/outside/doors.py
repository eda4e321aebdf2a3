"""The way to each provider's calendars, as the shop's settings have it."""

import hmac
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.booking.outside.book import Connected
from holdfast.booking.outside.caldav import CaldavCalendar
from holdfast.booking.outside.dav import Line
from holdfast.booking.outside.port import CalendarRefused, Credentials, OutsideCalendar
from holdfast.booking.outside.sealing import Sealer

_CALLED: Final = b"outside calendar channels"


class Doors:
    """``secret``: the shop's; ``private``: calendars may be asked at private addresses too, and by
    http; ``url``: where providers find the shop."""

    def __init__(self, secret: bytes, *, private: bool = False, url: str = "") -> None:
        self.sealer = Sealer(secret)
        self._private = private
        self.line = Line(private=private)
        self.url = url.rstrip("/")
        self._calls = hmac.digest(secret, _CALLED, "sha256")

    async def close(self) -> None:
        await self.line.close()

    def open(self, calendar: Connected, clock: ZoneInfo) -> OutsideCalendar:
        """Raises :class:`CalendarRefused` if what opens it cannot be read."""
        credentials = self.sealer.unseal(calendar.id, calendar.sealed)
        if calendar.provider == "caldav":
            return CaldavCalendar(self.line, calendar.address, credentials, clock)
        raise CalendarRefused("The shop's settings name no Google any more.")

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

    def seal(self, calendar_id: UUID, credentials: Credentials) -> bytes:
        return self.sealer.seal(calendar_id, credentials)
