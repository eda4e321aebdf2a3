"""People for tests: added straight into a database, or signed up and logged in over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final
from uuid import uuid4

import httpx
from argon2 import PasswordHasher

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import process
from holdfast.flows.people.logins import add_user
from holdfast.flows.people.tokens import create_token
from holdfast.people import Passwords
from tests.support.market import expect
from tests.support.patience import PATIENCE

__all__ = [
    "CHEAP", "PASSWORD", "CheapPasswords", "add_person", "log_in", "signed_up", "token_for",
]  # fmt: skip

PASSWORD = "correct horse battery"
CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""A shop's costs 20 ms of a processor at each log-in; nothing here is worth guessing."""


def add_person(
    database_url: str,
    email: str,
    roles: Sequence[str] = ("customer",),
    duties: Sequence[str] | None = None,
) -> None:
    """Add somebody whose password is :data:`PASSWORD`; ``duties``: of a manager, if not all."""

    async def work(database: Database) -> None:
        await add_user(
            database,
            _passwords(),
            process("cli"),
            email,
            email.partition("@")[0],
            PASSWORD,
            roles,
            duties,
        )

    asyncio.run(_with(database_url, work))


def token_for(
    database_url: str,
    email: str,
    roles: Sequence[str] | None = None,
    duties: Sequence[str] | None = None,
) -> str:
    """A bearer token of somebody's."""
    made: list[str] = []

    async def work(database: Database) -> None:
        by = process("cli")
        made.append(await create_token(database, by, email, "test", roles, duties=duties))

    asyncio.run(_with(database_url, work))
    return made[0]


def log_in(client: httpx.Client, email: str) -> None:
    """Log the client in; its cookies keep it so."""
    answer = client.post("/api/session/login", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text


@contextmanager
def signed_up(url: str, name: str = "Ann") -> Iterator[httpx.Client]:
    """Somebody new at this shop, logged in; ``X-Address`` of its headers is their address."""
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        email = f"{uuid4().hex}@test.example"
        body = {"name": name, "email": email, "password": PASSWORD}
        expect(client.post("/api/signup", json=body), 201)
        client.headers["X-Address"] = email
        yield client


class CheapPasswords(Passwords):
    """Hashed as :data:`CHEAP` does."""

    hasher = CHEAP


class _Once(Passwords):
    """Everybody here has the same password: it is hashed once."""

    hasher = CHEAP

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}

    async def hash(self, password: str) -> str:
        if password not in self._known:
            self._known[password] = await super().hash(password)
        return self._known[password]


@cache
def _passwords() -> Passwords:
    return _Once()


async def _with(database_url: str, work: Callable[[Database], Awaitable[None]]) -> None:
    database = Database(database_url, pool_size=1)
    try:
        await work(database)
    finally:
        await database.close()
