"""A photographer or a studio in a chat takes time away, their own or that of a part of the studio;
and gives it back."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.booking import Block, Resource, ResourceNotFound, block_of, blocks_between
from holdfast.booking.schedule import FIRST, LAST, at_local
from holdfast.bot.saying import Button, Entry, Said, cut, listed
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, short_id
from holdfast.flows.booking.blocks import lay_block, lift_block
from holdfast.flows.booking.own_calendar import own_resources
from holdfast.kit import shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import hour_text, zone

__all__ = ["block", "blocks", "give_back", "which_day", "which_part"]

_WEEK: Final = 7
_YEAR: Final = timedelta(days=366)
_MOST_BLOCKS: Final = 12
_MOST_PARTS: Final = 20


async def which_part(rooms: Rooms, who: Visitor) -> Said:
    """What to take away, where there are several: the studio, or a part of it."""
    own = await own_resources(rooms.studio, who.principal)
    if len(own) == 1:
        return await which_day(rooms, who, own[0].id)
    buttons = [
        [Button(one.name_in(who.language)[:60], f"b:{short_id(one.id)}")]
        for one in own[:_MOST_PARTS]
    ]
    return Said(who.told(say("What do you take off?")), buttons)


async def which_day(rooms: Rooms, who: Visitor, resource: UUID) -> Said:
    """Which day to take away; the days to come as buttons."""
    mine = _of(await own_resources(rooms.studio, who.principal), resource)
    today = shop_now().astimezone(zone(mine.zone)).date()
    some = [today + timedelta(days=number) for number in range(_WEEK)]
    part = f":{short_id(mine.id)}"
    buttons = [Button(day_text(one, who.language), f"o:{one:%Y%m%d}{part}") for one in some]
    words = who.told(
        say("Which day do you take off? Or write it with its hours: /block 2026-12-31 10:00-14:00")
    )
    if mine.kind == "room":
        words = f"{mine.name_in(who.language)}. {words} {mine.name_in(who.language)}"
    return Said(words, [buttons[:4], buttons[4:]])


async def block(rooms: Rooms, who: Visitor, asked: str, resource: UUID | None = None) -> Said:
    """``2026-12-31``, or ``2026-12-31 10:00-14:00``, with the name of a room behind it, if not all
    of the studio is meant. What is booked then stays booked."""
    own = await own_resources(rooms.studio, who.principal)
    words, named = _without_name(own, asked, who.language)
    mine = named or _of(own, resource)
    span = _span(words)
    if span is None:
        return Said(
            who.told(say("Write it so: /block 2026-12-31 or /block 2026-12-31 10:00-14:00"))
        )
    start, end = span
    by = who.caller("block", f"{asked} {resource or ''}".strip())
    made = await lay_block(rooms.studio, by, mine.id, start, end, source="staff")
    whole = end - start == timedelta(days=1) and start.time() == time()
    begins, ends = (_laid(one, zone(mine.zone)) for one in span)
    hours = "" if whole else f" {hour_text(begins)}–{hour_text(ends)}"
    when = f"{day_text(start.date(), who.language)}{hours}"
    if mine.id == own[0].id:
        said = say("Nobody can book you on {when}. What is booked already stays.", when=when)
    else:
        said = say(
            "Nobody can book {name} on {when}. What is booked already stays.",
            name=mine.name_in(who.language), when=when,
        )  # fmt: skip
    back = Button(who.told(say("Take it back")), f"u:{short_id(made)}")
    return Said(who.told(said), [[back]])


def _of(own: Sequence[Resource], resource: UUID | None) -> Resource:
    """That of one's own, or oneself. Raises :class:`ResourceNotFound`."""
    if resource is None:
        return own[0]
    found = next((one for one in own if one.id == resource), None)
    if found is None:
        raise ResourceNotFound("No photographer or studio has your account.")
    return found


def _without_name(
    own: Sequence[Resource], asked: str, language: str
) -> tuple[str, Resource | None]:
    """What was written before the name of a part, and that part."""
    words = asked.strip()
    for one in own[1:]:
        for name in (one.name_in(language), one.name):
            if words.casefold().endswith(f" {name.casefold()}"):
                return words[: -len(name)].strip(), one
    return words, None


def _laid(said: datetime, clock: ZoneInfo) -> datetime:
    """As it is laid: of an hour that comes twice, the first."""
    return at_local(clock, said.date(), said.hour * 60 + said.minute).astimezone(clock)


async def blocks(rooms: Rooms, who: Visitor) -> Said:
    """What they took off and is to come, each to be taken back. What a calendar elsewhere takes is
    taken back there."""
    mine = await own_resources(rooms.studio, who.principal)
    now = shop_now()
    ids = [one.id for one in mine]
    found = await blocks_between(rooms.studio.database.pool, ids, now, now + _YEAR)
    own = sorted(
        ((one, part) for part in mine for one in found[part.id] if one.source != "calendar"),
        key=lambda each: (each[0].starts_at, each[0].id),
    )
    if not own:
        return Said(who.told(say("You took nothing off. Write /block to do so.")))
    entries = []
    for one, part in own[:_MOST_BLOCKS]:
        name = "" if part.id == mine[0].id else part.name_in(who.language)
        when = " · ".join(filter(None, (_when(one, zone(part.zone), who), name)))
        says = who.told(say("Take back: {when}", when=when))[:60]
        line = f"{when} · {cut(one.note)}" if one.note else when
        entries.append(Entry(line, [[Button(says, f"u:{short_id(one.id)}")]]))
    words = say("There are more: {url}", url=f"{rooms.url}/my/calendar")
    return listed(entries, more=who.told(words), whole=len(own) <= _MOST_BLOCKS, apart="\n")


def _when(one: Block, clock: ZoneInfo, who: Visitor) -> str:
    """By their own clock; of whole days the days alone."""
    start, end = one.starts_at.astimezone(clock), one.ends_at.astimezone(clock)
    if start.time() == end.time() == time():
        last = end.date() - timedelta(days=1)
        first = day_text(start.date(), who.language)
        return first if last == start.date() else f"{first} – {day_text(last, who.language)}"
    until = hour_text(end)
    if end.date() != start.date():
        until = f"{day_text(end.date(), who.language)} {until}"
    return f"{day_text(start.date(), who.language)} {hour_text(start)}–{until}"


async def give_back(rooms: Rooms, who: Visitor, block_id: UUID) -> Said:
    """It can be booked again."""
    own = await own_resources(rooms.studio, who.principal)
    laid = await block_of(rooms.studio.database.pool, block_id)
    part = next((one for one in own if laid is not None and one.id == laid.resource_id), own[0])
    await lift_block(rooms.studio, who.caller("lift", str(block_id)), part.id, block_id)
    if part.id != own[0].id:
        words = say("{name} can be booked then again.", name=part.name_in(who.language))
        return Said(who.told(words))
    return Said(who.told(say("You can be booked then again.")))


def _span(asked: str) -> tuple[datetime, datetime] | None:
    """By their own clock; None for what is no span of hours, or of days that nobody plans."""
    day_words, _, hours = asked.strip().partition(" ")
    try:
        day = date.fromisoformat(day_words)
        if not FIRST <= day <= LAST:
            return None
        if not hours.strip():
            return _at(day), _at(day + timedelta(days=1))
        first, _, last = hours.replace("–", "-").partition("-")
        return _at(day, first), _at(day, last)
    except (ValueError, OverflowError):
        return None


def _at(day: date, clock: str = "") -> datetime:
    hour = time.fromisoformat(clock.strip()) if clock else time()
    if hour.tzinfo is not None:
        raise ValueError(clock)
    return datetime.combine(day, hour)
