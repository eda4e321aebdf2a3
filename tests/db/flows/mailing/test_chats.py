"""People are told in their chats by a real Bot API, which puts off, hangs up and knows who stopped
the bot; codes that link them; and the polling of what is written there."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from holdfast.bot.carrier import ChatCarrier
from holdfast.bot.door import LONGEST_WAIT, Door
from holdfast.bot.line import Line, line_to
from holdfast.bot.saying import Heard, Said
from holdfast.flows.mailing.chats import (
    ChatCodeUnknown,
    ChatNotLinked,
    TelegramNeedsSession,
    TelegramOff,
    chat_of,
    forget_chat,
    link_by_code,
    make_code,
)
from holdfast.flows.mailing.wanting import want_kind
from holdfast.kit import new_id
from holdfast.mail import Way
from holdfast.worker import Mailer
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mailing_process import POLL, writer_of
from tests.support.patience import PATIENCE
from tests.support.site import Told
from tests.support.telegram import BOT, TOKEN, Chat, TelegramServer, slow_down


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        object.__setattr__(opened.mailing, "sender", None)
        object.__setattr__(opened.mailing, "push", None)
        object.__setattr__(opened.mailing, "telegram", BOT)
        yield opened


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as opened:
        yield opened


def line(telegram: TelegramServer) -> Line:
    return line_to(TOKEN, telegram.url, PATIENCE)


async def a_code(office: PostOffice, user: UUID) -> str:
    """Made in a session of theirs."""
    await office.parts.database.pool.execute(
        "INSERT INTO sessions (token_hash, user_id, expires_at)"
        " VALUES (sha256(convert_to($1, 'UTF8')), $2, now() + interval '1 day')"
        " ON CONFLICT DO NOTHING",
        str(user), user,
    )  # fmt: skip
    parts, owner = office.parts, f"user:{user}"
    made, url = await make_code(parts.database, office.mailing, owner, str(user))
    assert url == f"https://t.me/{BOT}?start={made.code}"
    return made.code


async def linked(office: PostOffice, user: UUID, chat: Chat) -> None:
    code = await a_code(office, user)
    await link_by_code(office.parts.database, new_id().int % 10**9, chat.id, code, chat.name)


@asynccontextmanager
async def sending(office: PostOffice, telegram: TelegramServer) -> AsyncIterator[None]:
    """Write and send, meanwhile."""
    database = office.parts.database
    here = line(telegram)
    way = Way("telegram", lambda: ChatCarrier(lambda: database.pool, here), 2, 3.0)
    async with office.open(Mailer(office.mailing, [way], 0.2, POLL)):
        yield


@asynccontextmanager
async def hearing(
    telegram: TelegramServer,
    answer: Callable[[Heard], Awaitable[Said | None]],
    longest: float = LONGEST_WAIT,
) -> AsyncIterator[None]:
    task = asyncio.create_task(Door(line(telegram), answer, longest).run(lambda: True))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"not in time: {what}"
        await asyncio.sleep(0.02)


async def test_what_happened_is_told_once_in_the_chat_of_its_person(
    office: PostOffice, telegram: TelegramServer
) -> None:
    """In the mail's words, whole; who wants none of a kind is told none; read again, nothing more
    is written."""
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example", "Ben")
    chats = telegram.chat("Ann"), telegram.chat("Ben")
    for user, chat in zip((ann, ben), chats, strict=True):
        await linked(office, user, chat)
    database = office.parts.database
    await want_kind(database, f"user:{ben}", "order-paid", "telegram", wanted=False)
    (order,) = await office.orders_of(ann, locale="ru")
    async with sending(office, telegram):
        await office.happens([order])
        await office.happens(await office.orders_of(ben))
        await office.until(
            lambda log: sorted(one["status"] for one in log) == ["dropped", "sent"], "all ended"
        )
        await database.pool.execute("UPDATE event_cursors SET era = 0, xid = '0', id = 0")
        await drain(writer_of(office.mailing), database)
    assert len(await office.log()) == 2
    (told,) = chats[0].messages
    assert told.text.startswith(f"Заказ N{order.hex[-7:]} оплачен\n\n")
    assert f"https://shop.example/orders/{order}" in told.text
    assert chats[1].messages == []
    assert telegram.refused == []


async def test_what_telegram_puts_off_goes_when_it_said_and_no_sooner(
    office: PostOffice, telegram: TelegramServer
) -> None:
    user, chat = await office.a_person("ann@x.example"), telegram.chat()
    await linked(office, user, chat)
    asked: list[float] = []

    def trouble(method: str, _: dict[str, str]) -> Told | None:
        if method == "sendMessage":
            asked.append(time.monotonic())
            if len(asked) == 1:
                return slow_down(2)
        return None

    telegram.trouble = trouble
    async with sending(office, telegram):
        await office.happens(await office.orders_of(user))
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is sent")
    assert asked[1] - asked[0] >= 2.0
    assert len(chat.messages) == 1


async def test_who_stopped_the_bot_is_told_nothing_more(
    office: PostOffice, telegram: TelegramServer
) -> None:
    """The chat is forgotten; nobody has a task of it."""
    user, chat = await office.a_person("ann@x.example"), telegram.chat()
    await linked(office, user, chat)
    chat.blocked = True
    async with sending(office, telegram):
        await office.happens(await office.orders_of(user))
        await office.until(lambda log: [one["status"] for one in log] == ["dropped"], "dropped")
    assert await chat_of(office.parts.database, f"user:{user}") is None


async def test_an_account_has_one_chat_and_a_chat_one_account(
    office: PostOffice, telegram: TelegramServer
) -> None:
    database = office.parts.database
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example")
    first, second = telegram.chat(), telegram.chat()
    await linked(office, ann, first)
    await linked(office, ann, second)
    found = await chat_of(database, f"user:{ann}")
    assert found is not None
    assert found.chat == second.id
    await linked(office, ben, second)
    assert await chat_of(database, f"user:{ann}") is None
    again = await chat_of(database, f"user:{ben}")
    assert again is not None
    assert again.address != found.address, "what waits for who had it goes nowhere"
    await database.pool.execute("UPDATE users SET active = false WHERE id = $1", ben)
    assert await chat_of(database, f"user:{ben}") is None, "they may not log in"


async def test_a_code_links_once_for_ten_minutes_and_an_update_does_it_once(
    office: PostOffice, telegram: TelegramServer
) -> None:
    """Told again, the update changes nothing, though meanwhile another chat was linked."""
    database, user = office.parts.database, await office.a_person("ann@x.example")
    chat, other = telegram.chat(), telegram.chat()
    code = await a_code(office, user)
    made = await link_by_code(database, 1, chat.id, code, "Ann")
    assert await link_by_code(database, 1, chat.id, code, "Ann") == made
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 2, other.id, code, "Eve")
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 3, other.id, "never-one", "Eve")
    await linked(office, user, other)
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 1, chat.id, code, "Ann")
    before = await a_code(office, user)
    after = await a_code(office, user)
    with pytest.raises(ChatCodeUnknown):  # another took its place
        await link_by_code(database, 4, chat.id, before, "Ann")
    await database.pool.execute("UPDATE telegram_codes SET expires_at = now()")
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 5, chat.id, after, "Ann")
    await forget_chat(database, owner=f"user:{user}")
    with pytest.raises(ChatNotLinked):
        await forget_chat(database, owner=f"user:{user}")


async def test_only_who_is_logged_in_where_there_is_a_bot_gets_a_code(
    office: PostOffice,
) -> None:
    user = await office.a_person("ann@x.example")
    database = office.parts.database
    with pytest.raises(TelegramNeedsSession):
        await make_code(database, office.mailing, f"user:{user}", "no session")
    with pytest.raises(TelegramOff):
        await make_code(database, None, f"user:{user}", str(user))


async def test_an_update_is_taken_when_it_is_answered_and_an_answer_waits_as_telegram_says(
    telegram: TelegramServer,
) -> None:
    """While one that was put off waits, nothing is confirmed; a group is not answered."""
    chat, group = telegram.chat(), telegram.chat(kind="group")
    asked: list[float] = []

    def trouble(method: str, form: dict[str, str]) -> Told | None:
        if method == "sendMessage":
            asked.append(time.monotonic())
            if len(asked) == 1:
                return slow_down(1)
        return None

    async def answer(heard: Heard) -> Said | None:
        return Said(f"You said {heard.text}") if heard.private else None

    telegram.trouble = trouble
    telegram.tell(group.message("/book"))
    update = telegram.tell(chat.message("/my"))
    async with hearing(telegram, answer):
        await until(lambda: telegram.confirmed == update["update_id"], "it is confirmed")
    assert [one.text for one in chat.messages] == ["You said /my"]
    assert group.messages == []
    assert asked[1] - asked[0] >= 1.0


async def test_whose_answer_is_put_off_again_and_again_holds_the_next_up_for_so_long_at_most(
    telegram: TelegramServer,
) -> None:
    """All that an update is answered with waits no longer than one wait may take."""
    chat, other = telegram.chat("Ann"), telegram.chat("Ben")
    asked: list[str] = []

    def trouble(method: str, form: dict[str, str]) -> Told | None:
        if method == "answerCallbackQuery" or form.get("chat_id") == str(chat.id):
            asked.append(method)
            return slow_down(1)
        return None

    async def answer(_: Heard) -> Said:
        return Said("here")

    telegram.trouble = trouble
    telegram.tell_at_once(chat.press("m:1"), other.message("/my"))
    async with hearing(telegram, answer, 1.5):
        await until(lambda: len(other.messages) == 1, "the next is answered")
    assert chat.messages == []
    assert asked.count("sendMessage") <= 2
    assert asked.count("answerCallbackQuery") <= 1


async def test_polling_goes_on_when_telegram_hangs_up(telegram: TelegramServer) -> None:
    chat, failures = telegram.chat(), iter((502, 409, 401))

    def trouble(method: str, _: dict[str, str]) -> Told | None:
        if method != "getUpdates":
            return None
        status = next(failures, None)
        return None if status is None else Told(status, b'{"ok": false, "description": "no"}')

    async def answer(_: Heard) -> Said:
        return Said("here")

    telegram.trouble = trouble
    telegram.tell(chat.message("/my"))
    async with hearing(telegram, answer):
        await until(lambda: len(chat.messages) == 1, "it is answered")
