"""Whose time is free, by what one client of a studio booked there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tests.api.money.banking import Banking
from tests.api.money.elsewhere import ByLink, Elsewhere
from tests.api.money.sessions import Asked, Session, Span
from tests.api.money.studio import CLOCK, CLOSES, OPENS, Place, Studio
from tests.support.market import Buyer

__all__ = ["CELL", "Free"]

DAYS: Final = (2, 24)
CELL: Final = timedelta(minutes=15)


@dataclass
class Free(Banking):
    """``member``: of the group that has offers of its own. ``asked``: what is to be paid later. Who
    has no account is no ``user``. ``began``: bookings that they held, by service.
    ``elsewhere``: a guest's other device."""

    studio: Studio
    user: str
    email: str
    member: bool
    sessions: list[Session] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    began: Counter[str] = field(default_factory=Counter)
    elsewhere: Elsewhere | None = None

    async def hand(self, session: Session) -> Buyer | ByLink:
        """By which its client does something with it: their own browser, or another device."""
        if self.elsewhere is not None and self.chance.random() < 0.5:
            by_link = await self.elsewhere.of(session)
            if by_link is not None:
                self.told.append("by the link:")
                return by_link
        return self.buyer

    def some_start(self) -> datetime:
        day = (datetime.now(CLOCK) + timedelta(days=self.chance.randint(*DAYS))).date()
        half_hours = self.chance.randint(0, 2 * (CLOSES - OPENS) - 1)
        begins = datetime(day.year, day.month, day.day, OPENS, tzinfo=CLOCK)
        return begins + timedelta(minutes=30 * half_hours)

    def is_free(
        self, place: Place, span: Span, people: int, without: Sequence[Session] = (),
        beside: Sequence[Session] = (),
    ) -> bool:  # fmt: skip
        """Within its hours, and of all at once no more than it seats."""
        begins, ends = span
        return ends <= begins.replace(hour=CLOSES, minute=0) and self.is_there(
            place, span, people, without, beside
        )

    def is_there(
        self, place: Place, span: Span, people: int, without: Sequence[Session] = (),
        beside: Sequence[Session] = (),
    ) -> bool:  # fmt: skip
        """Whenever it is; as if some of what is booked were not, or more were."""
        booked = [one for one in self.sessions if one.takes_time and one not in without]
        others, (at, ends) = [*booked, *beside], span
        while at < ends:
            taken = [one for one in others if one.place == place and one.start <= at < one.ends]
            taken += [one.session for one in self.asked if one.holds(place, at)]
            if sum(one.people for one in taken) + people > place.seats:
                return False
            at += CELL
        return True
