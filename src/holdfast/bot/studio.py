"""A photographer in a chat: looks at a day of theirs, and takes time of it away."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from holdfast.booking.schedule import at_local
from holdfast.bot.saying import Button, Said
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, short_id, span_text
from holdfast.flows.booking.blocks import lay_block, lift_block
from holdfast.flows.booking.own_calendar import own_person
from holdfast.kit import shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.booking.booking_pages import listed
from holdfast.views.client_names import known_clients

__all__ = ["block", "give_back", "sessions", "which_day"]

_MOST: Final = 40
_WEEK: Final = 7


async def sessions(rooms: Rooms, who: Visitor, ahead: int) -> Said:
    """Of today, or so many days on, by their own clock."""
    mine = await own_person(rooms.studio, who.principal)
    clock = zone(mine.zone)
    day = shop_now().astimezone(clock).date() + timedelta(days=ahead)
    begin, end = at_local(clock, day, 0), at_local(clock, day + timedelta(days=1), 0)
    found = await listed(
        rooms.studio.database.pool, begin, end, after=None, status=None, resource=mine.id,
        words=None, limit=_MOST,
    )  # fmt: skip
    found = [one for one in found if one.status not in ("cancelled", "no_show")]
    clients = await known_clients(rooms.studio.database.pool, [one.user_id for one in found])
    lines = [
        " · ".join(
            filter(
                None,
                (
                    span_text(one.starts_at, one.ends_at, mine.zone),
                    one.service_name,
                    clients[one.user_id].name if one.user_id in clients else None,
                    one.number,
                ),
            )
        )
        for one in found
    ]
    heading = day_text(day, who.language)
    if not lines:
        return Said(who.told(say("{day}: no sessions.", day=heading)))
    return Said("\n".join([heading, *lines]))


async def which_day(rooms: Rooms, who: Visitor) -> Said:
    """Which day to take away; the days to come as buttons."""
    mine = await own_person(rooms.studio, who.principal)
    today = shop_now().astimezone(zone(mine.zone)).date()
    some = [today + timedelta(days=number) for number in range(_WEEK)]
    buttons = [Button(day_text(one, who.language), f"o:{one:%Y%m%d}") for one in some]
    words = who.told(
        say("Which day do you take off? Or write it with its hours: /block 2026-12-31 10:00-14:00")
    )
    return Said(words, [buttons[:4], buttons[4:]])


async def block(rooms: Rooms, who: Visitor, asked: str) -> Said:
    """``2026-12-31``, or ``2026-12-31 10:00-14:00``. What is booked then stays booked."""
    mine = await own_person(rooms.studio, who.principal)
    span = _span(asked)
    if span is None:
        return Said(
            who.told(say("Write it so: /block 2026-12-31 or /block 2026-12-31 10:00-14:00"))
        )
    start, end = span
    by = who.caller("block", asked)
    made = await lay_block(rooms.studio, by, mine.id, start, end, source="staff")
    whole = end - start == timedelta(days=1) and start.time() == time()
    hours = "" if whole else f" {start:%H:%M}–{end:%H:%M}"
    words = say(
        "Nobody can book you on {when}. What is booked already stays.",
        when=f"{day_text(start.date(), who.language)}{hours}",
    )
    return Said(who.told(words), [[Button(who.told(say("Take it back")), f"u:{short_id(made)}")]])


async def give_back(rooms: Rooms, who: Visitor, block_id: UUID) -> Said:
    """It can be booked again."""
    mine = await own_person(rooms.studio, who.principal)
    await lift_block(rooms.studio, who.caller("lift", str(block_id)), mine.id, block_id)
    return Said(who.told(say("You can be booked then again.")))


def _span(asked: str) -> tuple[datetime, datetime] | None:
    """By the photographer's own clock."""
    day_words, _, hours = asked.strip().partition(" ")
    try:
        day = date.fromisoformat(day_words)
        if not hours.strip():
            return _at(day), _at(day + timedelta(days=1))
        first, _, last = hours.replace("–", "-").partition("-")
        return _at(day, first), _at(day, last)
    except (ValueError, OverflowError):
        return None


def _at(day: date, clock: str = "") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock.strip()) if clock else time())
