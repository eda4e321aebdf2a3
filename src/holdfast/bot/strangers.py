"""Somebody whose chat is linked with no account: looks at services, days and times, and books on
the shop's page, which needs no account. What is theirs nobody can say here."""

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from holdfast.bot.choosing import Choice, Chosen, chosen_of
from holdfast.bot.saying import Said
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import moment_text
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.people import Principal

__all__ = ["LOOKS", "stranger", "to_page", "welcome"]

LOOKS: Final = frozenset("sdklftg")
"""What the buttons say first that hold nothing, and show nothing of anybody's."""
_NOBODY: Final = Principal(f"guest:{UUID(int=0)}", "guest")
"""Owns nothing: nothing is held here for who has no account."""


def stranger(chat: int, update: int, language: str) -> Visitor:
    return Visitor(_NOBODY, chat, update, language)


def welcome(rooms: Rooms, who: Visitor) -> Said:
    """How the chat is linked, and what can be done without."""
    words = say(
        "This chat is not linked with an account of the shop.\n\nTo link it: log in to the shop, or"
        " sign up, open {account}, choose Telegram and press Start here. Then you can book, move"
        " and cancel in this chat, and are told what happens to your bookings and orders.\n\n"
        "Without an account: /book shows services and free times, and you book on the shop's page:"
        " {book}",
        account=f"{rooms.url}/account", book=f"{rooms.url}/book",
    )  # fmt: skip
    return Said(who.told(words))


async def to_page(rooms: Rooms, who: Visitor, choice: Choice, start: datetime) -> Said:
    """Where the time is booked without an account."""
    service = await rooms.slots.service(choice.service)
    found = await chosen_of(rooms, service, choice)
    if found is None:
        found = Chosen(service, service.lengths.allowed()[0], (), ())
    clock = await rooms.slots.zone_at(service, found.query(), start)
    asked = {"service": str(service.id), "day": f"{start.astimezone(zone(clock)):%Y-%m-%d}"}
    asked["at"] = f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    if found.person is not None:
        asked["who"] = str(found.person.id)
    if found.spot is not None and found.spot.studios == (found.spot.id,):
        asked["studio"] = str(found.spot.id)
    words = say(
        "{service}, {when}: book it here, without an account or with one: {url}",
        service=service.name_in(who.language),
        when=moment_text(start, clock, who.language),
        url=f"{rooms.url}/book?{urlencode(asked)}",
    )
    return Said(who.told(words))
