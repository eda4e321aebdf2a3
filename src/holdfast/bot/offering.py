"""Days and times that can be had, as buttons."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from holdfast.booking.schedule import at_local
from holdfast.booking.services import Service
from holdfast.bot.saying import Button
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, moment_text
from holdfast.kit import shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.booking.finding import Offered, Query, asked_of

__all__ = [
    "DAYS", "day_buttons", "days_free", "next_times", "read_start", "rows", "served_at",
    "time_buttons", "times_of",
]  # fmt: skip

DAYS: Final = 31
"""So many days ahead are looked at."""
_MOST_DAYS: Final = 12
_FARTHEST: Final = 3660
_MOST_TIMES: Final = 24
_NEXT: Final = 3
_STEP: Final = timedelta(minutes=5)


async def days_free(
    rooms: Rooms, service: Service, query: Query, since: date | None = None
) -> list[date]:
    """The first ones with a time, from today or ``since``, by the clock of the place."""
    clock = zone(await rooms.slots.zone_of(asked_of(service, query)))
    today = shop_now().astimezone(clock).date()
    first = min(max(today, since or today), today + timedelta(days=_FARTHEST))
    warm = await rooms.slots.heat(service, query, first, first + timedelta(days=DAYS))
    return [day for day, one in warm if one.free][:_MOST_DAYS]


async def times_of(rooms: Rooms, service: Service, query: Query, day: date) -> list[Offered]:
    """Of that day, by the clock of the place."""
    clock = zone(await rooms.slots.zone_of(asked_of(service, query)))
    begin, end = at_local(clock, day, 0), at_local(clock, day + timedelta(days=1), 0)
    return await rooms.slots.times(service, query, max(begin, shop_now()), end, _MOST_TIMES)


async def next_times(
    rooms: Rooms, service: Service, query: Query, start: datetime
) -> list[Offered]:
    """The next ones that can be had in place of this."""
    found = await rooms.slots.next(service, query, max(start, shop_now()), _NEXT + 1)
    return [one for one in found if one.start != start][:_NEXT]


async def served_at(rooms: Rooms, service: Service, query: Query, start: datetime) -> list[Offered]:
    """That time with whoever could serve it; nothing, if nobody could."""
    return await rooms.slots.times(service, query, start, start + _STEP, 1)


def day_buttons(
    days: Sequence[date], who: Visitor, says: str, later: str
) -> list[Sequence[Button]]:
    """``says`` what a press is about, before the day; ``later``, that of the last one, before the
    day from which on to look."""
    made = [Button(day_text(day, who.language), f"{says}:{day:%Y%m%d}") for day in days]
    after = days[-1] + timedelta(days=1)
    return [*rows(made, 3), [Button(who.told(say("Later")), f"{later}:{after:%Y%m%d}")]]


def time_buttons(
    found: Sequence[Offered], who: Visitor, says: str, *, day_too: bool
) -> list[Sequence[Button]]:
    """``says`` what a press is about, before the minute."""
    made = []
    for one in found:
        words = moment_text(one.start, one.zone, who.language)
        shown = words if day_too else words.rpartition(" ")[2]
        made.append(Button(shown, f"{says}:{int(one.start.timestamp()) // 60}"))
    return rows(made, 1 if day_too else 4)


def rows(buttons: Sequence[Button], wide: int) -> list[Sequence[Button]]:
    return [buttons[at : at + wide] for at in range(0, len(buttons), wide)]


def read_start(text: str) -> datetime:
    """Of a button. Raises :class:`ValueError`, :class:`OverflowError`."""
    return datetime.fromtimestamp(int(text) * 60, UTC)
