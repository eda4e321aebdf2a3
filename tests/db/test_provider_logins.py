"""One account for one identity, however many come in by it at once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from holdfast import people
from holdfast.booking.calendars import calendar_links_of
from holdfast.db.engine import Database
from holdfast.flows.booking.calendar_links import make_link
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.people.logins import add_user
from holdfast.flows.people.password_links import choose_password
from holdfast.flows.people.provider_logins import (
    EmailHasAccount,
    LastWayIn,
    come_in,
    connect_own,
    disconnect_own,
)
from holdfast.kit.clock import utc_now
from holdfast.mail import numbers_of
from holdfast.people import IdentityTaken, Passwords, Principal, User, user_owner
from holdfast.people.login_providers import Somebody
from tests.support.postgres import fetch

CLI = process("cli")
AT_ONCE = 8


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=AT_ONCE)
    await database.start()
    yield database
    await database.close()


def by(user: UUID) -> Caller:
    return Caller(Principal(user_owner(user), "user", frozenset({"customer"})))


def ann(subject: str = "ann", provider: str = "google") -> Somebody:
    return Somebody(provider, subject, "ann@mail.example", True, "Ann")


async def came_in(database: Database, who: Somebody) -> User:
    guest = f"guest:{uuid4()}"
    user, token = await come_in(
        database, who, "Google", guest, "a request", utc_now(), consent=False
    )
    assert token
    return user


async def test_the_same_identity_for_the_first_time_many_times_at_once_is_one_account(
    database: Database, database_url: str
) -> None:
    came = await asyncio.gather(*(came_in(database, ann()) for _ in range(AT_ONCE)))
    assert len({user.id for user in came}) == 1
    ((accounts,),) = await fetch(database_url, "SELECT count(*) FROM users")
    ((sessions,),) = await fetch(database_url, "SELECT count(*) FROM sessions")
    assert (accounts, sessions) == (1, AT_ONCE)


async def test_of_two_identities_with_one_address_at_once_one_makes_the_account(
    database: Database, database_url: str
) -> None:
    came = await asyncio.gather(
        *(came_in(database, ann(f"ann-{number}")) for number in range(AT_ONCE)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, User) for one in came) == 1, came
    assert sum(isinstance(one, EmailHasAccount) for one in came) == AT_ONCE - 1, came
    ((known,),) = await fetch(database_url, "SELECT count(*) FROM provider_identities")
    assert known == 1


async def test_two_accounts_that_connect_one_identity_at_once_leave_it_with_one(
    database: Database,
) -> None:
    passwords = Passwords()
    users = [
        await add_user(database, passwords, CLI, f"{name}@mail.example", name, "long enough")
        for name in ("bob", "eve")
    ]
    ends = await asyncio.gather(
        *(connect_own(database, ann(), by(user.id)) for user in users), return_exceptions=True
    )
    assert sorted(isinstance(end, IdentityTaken) for end in ends) == [False, True], ends
    passwords.close()


async def test_who_disconnects_both_ways_in_at_once_keeps_one(database: Database) -> None:
    user = await came_in(database, ann())
    await connect_own(database, ann("other", "vk"), by(user.id))
    ends = await asyncio.gather(
        disconnect_own(database, "google", by(user.id)),
        disconnect_own(database, "vk", by(user.id)),
        return_exceptions=True,
    )
    assert sorted(isinstance(end, LastWayIn) for end in ends) == [False, True], ends


@pytest.mark.parametrize("confirmed", [False, True])
async def test_a_password_by_link_shuts_out_whoever_made_an_account_with_anothers_address(
    database: Database, confirmed: bool
) -> None:
    passwords = Passwords()
    email = "victim@mail.example"
    user = await add_user(database, passwords, CLI, email, "Eve", "long enough")
    await connect_own(database, ann("eve"), by(user.id))
    await make_link(database, by(user.id), None, "Eve's phone")
    number = "INSERT INTO sms_numbers (owner, number) VALUES ($1, '+447400000000')"
    await database.pool.execute(number, user_owner(user.id))
    async with database.transaction() as connection:
        if confirmed:
            await people.verify_email(connection, user.id, email)
        token, _ = await people.new_link(connection, "password", user.id)
    await choose_password(database, passwords, token, "another password", "a request")
    async with database.read() as connection:
        left = await people.identities_of(connection, user.id)
        told = await numbers_of(connection, [user_owner(user.id)])
    assert bool(left) is confirmed
    assert bool(told) is confirmed
    assert bool(await calendar_links_of(database.pool, user_owner(user.id))) is confirmed
    passwords.close()
