"""A chat books in somebody's name: it is gone when they are logged out everywhere, and who has the
account is told that one was linked."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from uuid import UUID

import pytest

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.mailing.chats import ChatCodeUnknown, chat_of, link_by_code, who_is_there
from holdfast.flows.people import standing
from holdfast.flows.people.accounts import change_password, end_all_sessions
from holdfast.flows.people.password_links import choose_password
from holdfast.people import Principal, new_link, of_owner, user_owner
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_chats import a_code, linked
from tests.db.login_desks import login_desk
from tests.support.people import PASSWORD, CheapPasswords
from tests.support.telegram import BOT, TelegramServer

STAFF = process("cli")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        object.__setattr__(opened.mailing, "telegram", BOT)
        yield opened


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as opened:
        yield opened


async def test_a_code_ends_with_the_session_in_which_it_was_made(
    office: PostOffice, telegram: TelegramServer
) -> None:
    database, user = office.parts.database, await office.a_person("ann@x.example")
    code = await a_code(office, user)
    await database.pool.execute("DELETE FROM sessions WHERE user_id = $1", user)
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 1, telegram.chat().id, code, "Ann")
    assert await chat_of(database, f"user:{user}") is None


async def everywhere(database: Database, user: UUID) -> None:
    await end_all_sessions(database, Caller(Principal(user_owner(user), "user")))


async def by_staff(database: Database, user: UUID) -> None:
    await standing.end_sessions(database, user, STAFF)


async def disabled_for_a_while(database: Database, user: UUID) -> None:
    await standing.disable(database, user, STAFF)
    await standing.enable(database, user, STAFF)


async def password_by_link(database: Database, user: UUID) -> None:
    async with database.transaction() as connection:
        link, _ = await new_link(connection, "password", user)
    passwords = CheapPasswords()
    await choose_password(database, passwords, link, PASSWORD, "a request")
    passwords.close()


async def password_by_the_shop(database: Database, user: UUID) -> None:
    passwords = CheapPasswords()
    await standing.set_password(database, passwords, user, PASSWORD, STAFF)
    passwords.close()


async def password_by_its_owner(database: Database, user: UUID) -> None:
    """In the session in which the code was made, which goes on."""
    passwords, by = CheapPasswords(), Caller(of_owner(f"user:{user}"))
    kept = await passwords.hash(PASSWORD)
    await database.pool.execute("UPDATE users SET password_hash = $2 WHERE id = $1", user, kept)
    desk = login_desk(database, passwords)
    await change_password(desk, by, PASSWORD, f"{PASSWORD}!", session=str(user))
    passwords.close()
    ((left,),) = await database.pool.fetch("SELECT count(*) FROM sessions WHERE user_id = $1", user)
    assert left == 1


@pytest.mark.parametrize(
    "log_out",
    [
        everywhere,
        by_staff,
        disabled_for_a_while,
        password_by_link,
        password_by_the_shop,
        password_by_its_owner,
    ],
)
async def test_who_is_logged_out_everywhere_has_no_chat_any_more(
    office: PostOffice,
    telegram: TelegramServer,
    log_out: Callable[[Database, UUID], Awaitable[None]],
) -> None:
    """Somebody else who was in the account may have linked it. Those of others stay."""
    database = office.parts.database
    user, other = [await office.a_person(f"{name}@x.example") for name in ("ann", "ben")]
    chat, another = telegram.chat(), telegram.chat()
    await linked(office, user, chat)
    await linked(office, other, another)
    code = await a_code(office, user)
    await log_out(database, user)
    assert await chat_of(database, f"user:{user}") is None
    assert await who_is_there(database, chat.id) is None
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 1, chat.id, code, "Eve")
    assert await who_is_there(database, another.id) is not None


async def test_who_has_the_account_is_told_of_each_chat_that_was_linked(
    office: PostOffice, telegram: TelegramServer
) -> None:
    """Once, though the update is told again; and of none that was refused."""
    database, user = office.parts.database, await office.a_person("ann@x.example")
    chat, code = telegram.chat(), await a_code(office, user)
    for _ in range(2):
        await link_by_code(database, 1, chat.id, code, "Ann")
    with pytest.raises(ChatCodeUnknown):
        await link_by_code(database, 2, telegram.chat().id, code, "Eve")
    told = await database.pool.fetch(
        "SELECT data ->> 'what', data ->> 'email' FROM events"
        " WHERE type = 'user.account.changed' AND subject = $1",
        str(user),
    )
    assert [tuple(row) for row in told] == [("chat-linked", "ann@x.example")]
