"""Days by the shop's clock, and the moments between which they lie."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.schedule import at_local

__all__ = ["ShopDays"]


class ShopDays(Struct, frozen=True):
    """From the first to the last day, both counted, by the ``clock`` of the shop."""

    first: date
    last: date
    clock: ZoneInfo

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begin(self) -> datetime:
        return at_local(self.clock, self.first, 0)

    @property
    def until(self) -> datetime:
        """When the day after the last begins."""
        return at_local(self.clock, self.last + timedelta(days=1), 0)

    def days(self) -> Iterator[Self]:
        """Each by itself."""
        for n in range(self.length):
            day = self.first + timedelta(days=n)
            yield replace(self, first=day, last=day)
