"""A photographer or a studio in a chat looks at a day of theirs, or several."""

from datetime import date, timedelta
from typing import Final

from holdfast.booking import Resource
from holdfast.booking.bookings import Booking
from holdfast.booking.schedule import FIRST, LAST, at_local
from holdfast.bot.saying import Button, Entry, Said, listed
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, short_id, span_text
from holdfast.conversations import conversations_about_orders
from holdfast.flows.booking.own_calendar import own_person, own_resources
from holdfast.kit import Money, shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.booking.booking_list import BookingQuery, booking_list
from holdfast.views.booking.booking_pages import BookingPage, booking_pages
from holdfast.views.client_names import known_clients

__all__ = ["sessions", "sessions_on"]

_MOST: Final = 20
"""Sessions of one answer."""
_WEEK: Final = 7
_YEAR: Final = timedelta(days=366)
_MOST_BLOCKS: Final = 12


async def sessions(rooms: Rooms, who: Visitor, ahead: int, days: int = 1) -> Said:
    """Of today, or so many days on, by their own clock; of one day or several."""
    mine = await own_person(rooms.studio, who.principal)
    today = shop_now().astimezone(zone(mine.zone)).date()
    return await _sessions(rooms, who, mine, today + timedelta(days=ahead), days)


async def sessions_on(rooms: Rooms, who: Visitor, asked: str) -> Said:
    """Of ``2026-12-31``."""
    mine = await own_person(rooms.studio, who.principal)
    try:
        day = date.fromisoformat(asked.strip())
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= LAST:
        return Said(who.told(say("Write it so: /day 2026-12-31")))
    return await _sessions(rooms, who, mine, day, 1)


async def _sessions(rooms: Rooms, who: Visitor, mine: Resource, first: date, days: int) -> Said:
    """With whom each is, where, and what is due of it; those that are written about lead there."""
    database, clock = rooms.studio.database, zone(mine.zone)
    begin, end = at_local(clock, first, 0), at_local(clock, first + timedelta(days=days), 0)
    ids = [one.id for one in await own_resources(rooms.studio, who.principal)]
    query = BookingQuery(begin, end, resources=ids, limit=_MOST, standing=True)
    stand, more = await booking_list(database, query)
    pages = await booking_pages(database, stand, who.language)
    clients = await known_clients(database.pool, [one.user_id for one in stand], public=True)
    of_studio = mine.kind == "studio"
    written = await conversations_about_orders(
        database.pool, [one.order_id for one in stand], mine.id if of_studio else None
    )
    entries: list[Entry] = []
    for number in range(days):
        day = first + timedelta(days=number)
        heading = day_text(day, who.language)
        of_day = [one for one in pages if one.booking.starts_at.astimezone(clock).date() == day]
        if not of_day and more and day > stand[-1].starts_at.astimezone(clock).date():
            break  # nobody looked at what is on it
        if not of_day:
            entries.append(Entry("\n" + who.told(say("{day}: no sessions.", day=heading))))
        begins = f"\n{heading}\n"
        for one in of_day:
            name = clients[one.booking.user_id].name if one.booking.user_id in clients else None
            page = written.get(one.booking.order_id)
            url = "" if page is None else f"{rooms.url}/my/messages/{page}"
            own = ", ".join(it.name for it in one.takings if of_studio and it.resource_id in ids)
            entries.append(_session(who, one, mine.zone, name or "", url, begins, own))
            begins = ""
    words = say("There are more: {url}", url=f"{rooms.url}/my/calendar")
    return listed(entries, more=f"\n{who.told(words)}", whole=not more, apart="\n")


def _session(
    who: Visitor, page: BookingPage, place: str, name: str, url: str, begins: str, rooms: str
) -> Entry:
    """``url``: where it is written about; ``begins``: the day, before its first one; ``rooms``:
    which of a studio it takes, for that studio."""
    one = page.booking
    span = span_text(one.starts_at, one.ends_at, place)
    first = " · ".join(filter(None, (span, one.service_name, name, one.number)))
    lines = [first, " · ".join(filter(None, (rooms or _where(who, page), _due(who, one))))]
    buttons = []
    if not one.is_unpaid:
        buttons.append(
            [Button(who.told(say("Change: {number}", number=one.number)), f"e:{short_id(one.id)}")]
        )
    if url.startswith("https://"):
        says = say("Messages: {name}, {number}", name=name, number=one.number)
        buttons.append([Button(who.told(says)[:60], url=url)])
    elif url:
        lines.append(url)
    return Entry(begins + "\n".join(lines), buttons)


def _where(who: Visitor, page: BookingPage) -> str:
    if page.studio is not None:
        return page.studio.name_in(who.language)
    if (at := page.booking.at) is None:
        return ""
    position = f"{at.latitude:.3f}, {at.longitude:.3f}"
    return who.told(say("at the client's own place ({position})", position=position))


def _due(who: Visitor, one: Booking) -> str:
    due = Money(one.price - one.prepaid, one.currency)
    if one.is_unpaid:
        return who.told(say("not paid yet"))
    if due.amount <= 0:
        return who.told(say("paid"))
    return who.told(say("{due} is due", due=due))
