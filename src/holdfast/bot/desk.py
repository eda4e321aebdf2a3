"""What is answered to what: links a chat, and leads who is there to the rooms."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Final, TypeAlias

from holdfast.bot import (
    answering,
    attending,
    blocks,
    booked,
    booking,
    cancelling,
    letters,
    moving,
    strangers,
    studio,
)
from holdfast.bot.choosing import Choice, read_choice
from holdfast.bot.offering import read_start
from holdfast.bot.saying import Heard, Said
from holdfast.bot.visitor import Rooms, Visitor, visitor_of
from holdfast.bot.words import read_id
from holdfast.flows.mailing.chats import link_by_code, stop_chat, who_is_there
from holdfast.kit import Problem
from holdfast.kit.locales import choose_locale
from holdfast.kit.sentences import in_language, say

__all__ = ["Desk"]

Command: TypeAlias = Callable[[Rooms, Visitor, str], Awaitable[Said]]

_HELP: Final = say(
    "/book – book a time\n/my – what you booked, to move or cancel"
    "\n/messages – what you have not read\n/stop – no more messages here"
    "\n\nPhotographers and studios:\n/today, /tomorrow, /week, /day 2026-12-31 – your sessions,"
    " each to be moved, or said what came of it"
    "\n/requests – who asks for your time\n/block – take time off, of a studio also one room"
    "\n/blocks – what you took off"
)


async def _help(_: Rooms, who: Visitor, __: str) -> Said:
    return Said(who.told(_HELP))


_COMMANDS: Final[Mapping[str, Command]] = {
    "/start": _help,
    "/help": _help,
    "/book": lambda rooms, who, _: booking.services(rooms, who),
    "/my": lambda rooms, who, _: booked.mine(rooms, who),
    "/messages": lambda rooms, who, _: letters.unread(rooms, who),
    "/today": lambda rooms, who, _: studio.sessions(rooms, who, 0),
    "/tomorrow": lambda rooms, who, _: studio.sessions(rooms, who, 1),
    "/week": lambda rooms, who, _: studio.sessions(rooms, who, 0, 7),
    "/day": lambda rooms, who, asked: studio.sessions_on(rooms, who, asked),
    "/block": lambda rooms, who, asked: (
        blocks.block(rooms, who, asked) if asked else blocks.which_part(rooms, who)
    ),
    "/blocks": lambda rooms, who, _: blocks.blocks(rooms, who),
    "/requests": lambda rooms, who, _: answering.requests(rooms, who),
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
            await stop_chat(database, heard.update, heard.chat)
            return Said(in_language(say("You are told nothing here any more."), language))
        who = None
        if chat is not None:
            who = await visitor_of(rooms, chat.owner, heard.chat, heard.update, language)
        if who is None:
            nobody = strangers.stranger(heard.chat, heard.update, language)
            return await self._without_account(nobody, word, heard.data)
        if heard.data:
            return await self._pressed(who, heard.data)
        if not word.startswith("/"):
            answer = await letters.answered(rooms, who, heard.replied, heard.text)
            return answer or letters.not_sent(rooms, who)
        command = _COMMANDS.get(word, _help)
        return await command(rooms, who, rest.strip())

    async def _without_account(self, who: Visitor, word: str, data: str) -> Said:
        what, *parts = data.split(":")
        if what in strangers.LOOKS:
            return await self._pressed(who, data)
        if what == "h" and 2 <= len(parts) <= 4:
            with suppress(ValueError, OverflowError):
                choice = read_choice(*parts[:-1])
                return await strangers.to_page(self._rooms, who, choice, read_start(parts[-1]))
        if word == "/book":
            return await booking.services(self._rooms, who)
        return strangers.welcome(self._rooms, who)

    async def _pressed(self, who: Visitor, data: str) -> Said:
        what, *parts = data.split(":")
        with suppress(ValueError, OverflowError):
            for room in (self._of_booking, self._of_moving, self._of_studio, self._of_answers):
                said = await room(who, what, parts)
                if said is not None:
                    return said
        return Said(who.told(say("This button is of no use any more. Write /help.")))

    async def _of_booking(self, who: Visitor, what: str, parts: Sequence[str]) -> Said | None:
        rooms = self._rooms
        match what, parts:
            case "s", [after]:
                return await booking.services(rooms, who, int(after))
            case "d", [service]:
                return await booking.days(rooms, who, read_choice(service))
            case "d", [service, day]:
                return await booking.days(rooms, who, read_choice(service), _day(day))
            case "k", [*chosen, after] if 2 <= len(chosen) <= 3:
                return await booking.whom(rooms, who, read_choice(*chosen), int(after))
            case ("l", [_, _]) | ("f", [_, _, _]):
                return await booking.days(rooms, who, read_choice(*parts))
            case ("l", [*chosen, day]) | ("f", [*chosen, day]) if 2 <= len(chosen) <= 3:
                return await booking.days(rooms, who, read_choice(*chosen), _day(day))
            case "t", [*chosen, day] if 1 <= len(chosen) <= 3:
                return await booking.times(rooms, who, read_choice(*chosen), _day(day))
            case "g", [*chosen, minute] if 1 <= len(chosen) <= 3:
                since = read_start(minute)
                return await booking.later_times(rooms, who, read_choice(*chosen), since)
            case "h", [*chosen, minute] if 1 <= len(chosen) <= 3:
                return await self._take(who, read_choice(*chosen), minute)
            case "c", [one]:
                return await booked.to_cancel(rooms, who, read_id(one))
            case "x", [one, refund]:
                return await booked.really_cancel(rooms, who, read_id(one), int(refund))
        return None

    async def _of_moving(self, who: Visitor, what: str, parts: Sequence[str]) -> Said | None:
        """In a capital letter of a session of one's own."""
        rooms, own = self._rooms, what.isupper()
        match what.lower(), parts:
            case "m", [one]:
                return await moving.days(rooms, who, read_id(one), own=own)
            case "m", [one, day]:
                return await moving.days(rooms, who, read_id(one), _day(day), own=own)
            case "n", [one, day]:
                return await moving.times(rooms, who, read_id(one), _day(day), own=own)
            case "j", [one, minute]:
                since = read_start(minute)
                return await moving.later_times(rooms, who, read_id(one), since, own=own)
            case "p", [one, minute]:
                return await self._look(who, one, minute, own=own)
            case "v", [one, minute, fee, more]:
                return await self._move(who, one, minute, int(fee), int(more), own=own)
        return None

    async def _of_studio(self, who: Visitor, what: str, parts: Sequence[str]) -> Said | None:
        rooms = self._rooms
        match what, parts:
            case "b", [part]:
                return await blocks.which_day(rooms, who, read_id(part))
            case "o", [day]:
                return await blocks.block(rooms, who, _day(day).isoformat())
            case "o", [day, part]:
                return await blocks.block(rooms, who, _day(day).isoformat(), read_id(part))
            case "u", [one]:
                return await blocks.give_back(rooms, who, read_id(one))
            case "e", [one]:
                return await attending.session(rooms, who, read_id(one))
            case "i", [one, came]:
                return await attending.attended(rooms, who, read_id(one), came)
            case "z", [one]:
                return await attending.to_miss(rooms, who, read_id(one))
            case "Z", [one]:
                return await cancelling.to_cancel(rooms, who, read_id(one))
            case "X", [one, why]:
                return await cancelling.really_cancel(rooms, who, read_id(one), why)
        return None

    async def _of_answers(self, who: Visitor, what: str, parts: Sequence[str]) -> Said | None:
        rooms = self._rooms
        match what, parts:
            case "a", [one]:
                return await answering.agreed(rooms, who, read_id(one))
            case "r", [one]:
                return await answering.to_decline(rooms, who, read_id(one))
            case "q", [one]:
                return await answering.declined(rooms, who, read_id(one))
            case "y", [one]:
                return await answering.accept(rooms, who, read_id(one))
            case "w", [one]:
                return await answering.offer_refused(rooms, who, read_id(one))
        return None

    async def _take(self, who: Visitor, choice: Choice, minute: str) -> Said:
        rooms, start = self._rooms, read_start(minute)
        return await _or_else(
            who,
            booking.take(rooms, who, choice, start),
            lambda: booking.other_times(rooms, who, choice, start),
        )

    async def _look(self, who: Visitor, one: str, minute: str, *, own: bool) -> Said:
        rooms, which, start = self._rooms, read_id(one), read_start(minute)
        return await _or_else(
            who,
            moving.to_move(rooms, who, which, start, own=own),
            lambda: moving.other_times(rooms, who, which, start, own=own),
        )

    async def _move(
        self, who: Visitor, one: str, minute: str, fee: int, more: int, *, own: bool
    ) -> Said:
        rooms, which, start = self._rooms, read_id(one), read_start(minute)
        return await _or_else(
            who,
            moving.really_move(rooms, who, which, start, fee, more, own=own),
            lambda: moving.other_times(rooms, who, which, start, own=own),
        )


async def _or_else(
    who: Visitor, done: Awaitable[Said], others: Callable[[], Awaitable[Said]]
) -> Said:
    """What was done; or why not, and what else there is."""
    try:
        return await done
    except booking.INSTEAD as refusal:
        said = await others()
        return Said(f"{who.told(refusal.detail)}\n\n{said.text}".strip(), said.buttons)


def _day(text: str) -> date:
    """Raises :class:`ValueError`."""
    return date.fromisoformat(text)
