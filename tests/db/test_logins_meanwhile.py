"""A login that is under way while its account is given another password."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.people.accounts import change_password
from holdfast.flows.people.logins import WrongPassword, add_user, log_in
from holdfast.people import (
    Passwords,
    Principal,
    user_owner,
)
from tests.db.login_desks import login_desk
from tests.support.people import PASSWORD, CheapPasswords

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
EMAIL = "ann@test.example"
ANOTHER = "another password"


class _Slow(Passwords):
    """Something happens once the first password was found right; what it finds is outdated."""

    hasher = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)

    def __init__(self, then: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._then: Callable[[], Awaitable[None]] | None = then

    async def verify(self, stored: str | None, password: str) -> bool:
        right = await super().verify(stored, password)
        then, self._then = self._then, None
        if then is not None:
            await then()
        return right


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=4)
    await database.start()
    yield database
    await database.close()


async def renew(database: Database, user: UUID, to: str) -> None:
    by = Caller(Principal(user_owner(user), "user", frozenset({"customer"})))
    desk = login_desk(database, CheapPasswords())
    await change_password(desk, by, PASSWORD, to, session="")


async def come(database: Database, passwords: Passwords, password: str) -> object:
    return await log_in(login_desk(database, passwords), EMAIL, password, "::1", NOON)


async def test_the_old_password_opens_nothing_once_there_is_another(database: Database) -> None:
    user = await add_user(database, CheapPasswords(), process("cli"), EMAIL, "Ann", PASSWORD)
    with pytest.raises(WrongPassword):
        await come(database, _Slow(lambda: renew(database, user.id, ANOTHER)), PASSWORD)
    assert await come(database, CheapPasswords(), ANOTHER)
    with pytest.raises(WrongPassword):
        await come(database, CheapPasswords(), PASSWORD)


async def test_whoever_logs_in_while_the_same_password_is_kept_anew_comes_in(
    database: Database,
) -> None:
    user = await add_user(database, CheapPasswords(), process("cli"), EMAIL, "Ann", PASSWORD)
    assert await come(database, _Slow(lambda: renew(database, user.id, PASSWORD)), PASSWORD)
