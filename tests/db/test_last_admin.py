"""The shop always has an admin who may come in, whoever takes the role from whom."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.people.standing import LastAdmin, change_roles, disable, enable
from holdfast.people import Principal, User, user_owner

CLI = process("cli")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=4)
    await database.start()
    yield database
    await database.close()


async def somebody(database: Database, email: str, *roles: str) -> UUID:
    async with database.transaction() as connection:
        return (await people.add(connection, email, email, "a hash", roles)).id


def by(admin: UUID) -> Caller:
    return Caller(Principal(user_owner(admin), "user", frozenset({"admin"})))


async def test_the_last_admin_stays_one_whoever_asks(database: Database) -> None:
    ada = await somebody(database, "ada@test.example", "admin", "customer")
    await somebody(database, "mina@test.example", "manager")
    gone = await somebody(database, "gone@test.example", "admin")
    await disable(database, gone, CLI)
    for attempt in (
        change_roles(database, ada, ["customer"], CLI),
        disable(database, ada, CLI),
    ):
        with pytest.raises(LastAdmin):
            await attempt
    await change_roles(database, ada, ["admin"], CLI)  # stays one
    await change_roles(database, gone, ["customer"], CLI)  # counted for nothing
    with pytest.raises(LastAdmin):
        await disable(database, ada, CLI)
    await change_roles(database, gone, ["admin"], CLI)
    await enable(database, gone, CLI)
    assert not (await disable(database, ada, CLI)).active


async def demote(database: Database, one: UUID, who: UUID) -> User:
    return await change_roles(database, one, ["customer"], by(who))


async def shut_out(database: Database, one: UUID, who: UUID) -> User:
    return await disable(database, one, by(who))


@pytest.mark.parametrize("do", [demote, shut_out])
async def test_two_admins_who_turn_on_each_other_leave_one(
    database: Database, do: Callable[[Database, UUID, UUID], Awaitable[User]]
) -> None:
    ada = await somebody(database, "ada@test.example", "admin")
    bob = await somebody(database, "bob@test.example", "admin")
    for _ in range(5):
        ends = await asyncio.gather(
            do(database, ada, bob), do(database, bob, ada), return_exceptions=True
        )
        assert sorted(isinstance(one, LastAdmin) for one in ends) == [False, True], ends
        for one in (ada, bob):
            await change_roles(database, one, ["admin"], CLI)
            await enable(database, one, CLI)
