"""Sessions and tokens of many people who come at the same moment."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.people import Credentials, new_token, open_session
from tests.support.postgres import execute, fetch

PEOPLE = 60


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=2)
    await database.start()
    yield database
    await database.close()


async def crowd(database: Database) -> dict[UUID, tuple[str, str]]:
    """Session and token of each, by user."""
    found = {}
    async with database.transaction() as connection:
        for number in range(PEOPLE):
            user = new_id()
            await connection.exec_driver_sql(
                "INSERT INTO users (id, email, name, password_hash, roles)"
                f" VALUES ('{user}', 'p{number}@test.example', 'P{number}', '', '{{customer}}')"
            )
            session = await open_session(connection, user)
            token = await new_token(connection, user, "t", ["customer"], timedelta(hours=1))
            found[user] = session, token
    return found


async def test_everybody_of_a_crowd_is_who_they_are(database: Database) -> None:
    people = await crowd(database)
    credentials = Credentials(database)
    by_session = await asyncio.gather(
        *(credentials.session(session) for session, _ in people.values()),
        *(credentials.session(token) for _, token in people.values()),  # a token is no session
        credentials.session("nobody's"),
    )
    by_token = await asyncio.gather(
        *(credentials.token(token) for _, token in people.values()),
        *(credentials.token(session) for session, _ in people.values()),
    )
    for found in (by_session, by_token):
        users = [None if one is None else one.user for one in found]
        assert users[:PEOPLE] == list(people)
        assert set(users[PEOPLE:]) == {None}


async def test_only_sessions_that_are_still_good_are_found_and_renewed(
    database: Database, database_url: str
) -> None:
    people = await crowd(database)
    fresh, stale, over, locked = list(people)[:4]
    tokens = {user: people[user][0] for user in (fresh, stale, over, locked)}
    await execute(
        database_url,
        f"UPDATE sessions SET last_seen = now() - interval '1 hour' WHERE user_id = '{stale}';"
        f"UPDATE sessions SET expires_at = now() WHERE user_id = '{over}';"
        f"UPDATE users SET active = false WHERE id = '{locked}'",
    )
    credentials = Credentials(database)
    found = await asyncio.gather(*map(credentials.session, tokens.values()))
    assert [one is not None for one in found] == [True, True, False, False]
    seen = await fetch(
        database_url,
        "SELECT token_hash FROM sessions WHERE last_seen < now() - interval '1 minute'",
    )
    assert hashlib.sha256(tokens[stale].encode()).digest() not in {row[0] for row in seen}
