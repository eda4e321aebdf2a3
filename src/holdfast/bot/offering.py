"""Days and times that can be had, as buttons."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from holdfast.booking.schedule import at_local
from holdfast.booking.services import Service, cost_of
from holdfast.bot.saying import Button
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, moment_text
from holdfast.kit import Money, shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.booking.finding import Offered, Query, asked_of

__all__ = [
    "DAYS", "day_buttons", "day_there", "days_after", "days_free", "later_button", "next_times",
    "prices_of", "read_start", "rows", "served_at", "time_buttons", "times_of",
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


async def days_after(
    rooms: Rooms, service: Service, query: Query, since: date | None
) -> date | None:
    """From which day on to look where none of those was free, if anybody can be booked so far
    ahead."""
    asked = asked_of(service, query)
    clock = zone(await rooms.slots.zone_of(asked))
    today = shop_now().astimezone(clock).date()
    after = max(today, since or today) + timedelta(days=DAYS)
    fit = await rooms.slots.fit(asked)
    ahead = min(max((one.horizon_days for one in some), default=0) for some in fit)
    return after if after <= today + timedelta(days=ahead) else None


async def times_of(
    rooms: Rooms, service: Service, query: Query, day: date, since: datetime | None = None
) -> list[Offered]:
    """Of that day, by the clock of the place; from ``since`` on. One more than is shown at once, if
    there are so many."""
    clock = zone(await rooms.slots.zone_of(asked_of(service, query)))
    begin, end = at_local(clock, day, 0), at_local(clock, day + timedelta(days=1), 0)
    begin = max(begin, shop_now(), since or begin)
    if begin >= end:
        return []
    return await rooms.slots.times(service, query, begin, end, _MOST_TIMES + 1)


async def day_there(rooms: Rooms, service: Service, query: Query, moment: datetime) -> date:
    """On which day that is, by the clock of the place."""
    clock = zone(await rooms.slots.zone_of(asked_of(service, query)))
    return moment.astimezone(clock).date()


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
    return [*rows(made, 3), later_button(days[-1] + timedelta(days=1), who, later)]


def later_button(day: date, who: Visitor, later: str) -> Sequence[Button]:
    """``later`` what its press is about, before the day from which on to look."""
    return [Button(who.told(say("Later")), f"{later}:{day:%Y%m%d}")]


def prices_of(service: Service, minutes: int, found: Sequence[Offered]) -> list[Money]:
    """What each costs one person, with who is the first choice."""
    prices = []
    for one in found[:_MOST_TIMES]:
        level = next((it.level for it in one.combinations[0] if it.kind == "photographer"), None)
        local = one.start.astimezone(zone(one.zone))
        prices.append(cost_of(service, local, minutes, 1, level)[0])
    return prices


def time_buttons(
    found: Sequence[Offered],
    who: Visitor,
    says: str,
    *,
    later: str = "",
    day_too: bool = False,
    costs: Sequence[str] = (),
) -> list[Sequence[Button]]:
    """``says`` what a press is about, before the minute; ``later``, that of the last one where
    there are more, before the minute from which on to look; ``costs``: of each, where they
    differ."""
    some = found[:_MOST_TIMES]
    made = [
        Button(
            " · ".join([_shown(one, some, who.language, day_too=day_too), *costs[at : at + 1]]),
            f"{says}:{int(one.start.timestamp()) // 60}",
        )
        for at, one in enumerate(some)
    ]
    wide = rows(made, 1 if day_too else 2 if costs else 4)
    if later and len(found) > len(some):
        minute = int(found[len(some)].start.timestamp()) // 60
        wide.append([Button(who.told(say("Later")), f"{later}:{minute}")])
    return wide


def _shown(one: Offered, among: Sequence[Offered], language: str, *, day_too: bool) -> str:
    """A time as its place's clock shows it; how far that is from UTC, where it shows it twice."""
    words = moment_text(one.start, one.zone, language)
    alike = [each for each in among if moment_text(each.start, each.zone, language) == words]
    shown = words if day_too else words.rpartition(" ")[2]
    if len({each.start for each in alike}) < 2:
        return shown
    ahead = f"{one.start.astimezone(zone(one.zone)):%z}"
    return f"{shown} ({ahead[:3]}:{ahead[3:]})"


def rows(buttons: Sequence[Button], wide: int) -> list[Sequence[Button]]:
    return [buttons[at : at + wide] for at in range(0, len(buttons), wide)]


def read_start(text: str) -> datetime:
    """Of a button. Raises :class:`ValueError`, :class:`OverflowError`."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=int(text))
