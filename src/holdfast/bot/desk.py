"""What is answered to what: links a chat, and leads who is there to the rooms."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeAlias

from holdfast.bot import booking, studio
from holdfast.bot.saying import Heard, Said
from holdfast.bot.visitor import Rooms, Visitor, visitor_of
from holdfast.bot.words import read_id
from holdfast.flows.mailing.chats import (
    ChatNotLinked,
    forget_chat,
    link_by_code,
    who_is_there,
)
from holdfast.kit import Problem
from holdfast.kit.locales import choose_locale
from holdfast.kit.sentences import in_language, say

__all__ = ["Desk"]

Command: TypeAlias = Callable[[Rooms, Visitor, str], Awaitable[Said]]

_HELP: Final = say(
    "/book – book a time\n/my – what you booked\n/stop – no more messages here\n\nPhotographers:"
    "\n/today, /tomorrow – your sessions\n/block – take time off"
)


async def _help(_: Rooms, who: Visitor, __: str) -> Said:
    return Said(who.told(_HELP))


_COMMANDS: Final[Mapping[str, Command]] = {
    "/start": _help,
    "/help": _help,
    "/book": lambda rooms, who, _: booking.services(rooms, who),
    "/my": lambda rooms, who, _: booking.mine(rooms, who),
    "/today": lambda rooms, who, _: studio.sessions(rooms, who, 0),
    "/tomorrow": lambda rooms, who, _: studio.sessions(rooms, who, 1),
    "/block": lambda rooms, who, asked: (
        studio.block(rooms, who, asked) if asked else studio.which_day(rooms, who)
    ),
}


class Desk:
    """Answers in the language that who writes has their Telegram in, of the shop's."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def answer(self, heard: Heard) -> Said | None:
        """None to whoever is not alone with the bot."""
        if not heard.private:
            return None
        shop = await self._rooms.booker.shop.now()
        language = choose_locale(heard.language, None, shop.languages)
        try:
            return await self._answer(heard, language)
        except Problem as refusal:
            return Said(in_language(refusal.detail, language))

    async def _answer(self, heard: Heard, language: str) -> Said:
        rooms, database = self._rooms, self._rooms.booker.database
        word, _, rest = heard.text.strip().partition(" ")
        word = word.partition("@")[0].lower()
        if word == "/start" and rest:
            await link_by_code(database, heard.update, heard.chat, rest.strip(), heard.name)
            linked = say("You are told here from now on what happens to your orders and bookings.")
            return Said(f"{in_language(linked, language)}\n\n{in_language(_HELP, language)}")
        chat = await who_is_there(database, heard.chat)
        if word == "/stop":
            with suppress(ChatNotLinked):  # told again, it is answered again
                await forget_chat(database, chat=heard.chat)
            return Said(in_language(say("You are told nothing here any more."), language))
        who = None
        if chat is not None:
            who = await visitor_of(rooms, chat.owner, heard.chat, heard.update, language)
        if who is None:
            stranger = say(
                "I do not know whose chat this is. Log in to the shop, open your account's page"
                " and choose Telegram: {url}",
                url=f"{rooms.url}/account",
            )
            return Said(in_language(stranger, language))
        if heard.data:
            return await self._pressed(who, heard.data)
        command = _COMMANDS.get(word, _help)
        return await command(rooms, who, rest.strip())

    async def _pressed(self, who: Visitor, data: str) -> Said:
        rooms = self._rooms
        what, *parts = data.split(":")
        with suppress(ValueError, OverflowError):
            match what, parts:
                case "d", [service]:
                    return await booking.days(rooms, who, read_id(service))
                case "t", [service, day]:
                    on = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007  (a day)
                    return await booking.times(rooms, who, read_id(service), on)
                case "h", [service, minute]:
                    return await self._take(who, service, minute)
                case "c", [one]:
                    return await booking.to_cancel(rooms, who, read_id(one))
                case "x", [one, refund]:
                    return await booking.really_cancel(rooms, who, read_id(one), int(refund))
                case "o", [day]:
                    on = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007  (a day)
                    return await studio.block(rooms, who, on.isoformat())
                case "u", [one]:
                    return await studio.give_back(rooms, who, read_id(one))
        return Said(who.told(say("This button is of no use any more. Write /help.")))

    async def _take(self, who: Visitor, service: str, minute: str) -> Said:
        """Held; or why not, and what else there is."""
        rooms, which, start = self._rooms, read_id(service), booking.read_start(minute)
        try:
            return await booking.take(rooms, who, which, start)
        except booking.INSTEAD as refusal:
            others = await booking.other_times(rooms, who, which, start)
            text = f"{who.told(refusal.detail)}\n\n{others.text}".strip()
            return Said(text, others.buttons)
