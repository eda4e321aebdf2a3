"""Sessions and tokens of many people who come at the same moment."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.people import (
    Credentials,
    end_sessions,
    new_token,
    open_session,
    revoke_tokens,
)
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


@asynccontextmanager
async def remembering(database: Database) -> AsyncIterator[tuple[Credentials, asyncio.Queue[UUID]]]:
    """One process that remembers who somebody is; and whom it hears of."""
    credentials, heard = Credentials(database), asyncio.Queue[UUID]()
    endings = credentials.hearing()
    credentials.told.append(heard.put_nowait)
    await endings.start()
    await endings.listening.wait()
    yield credentials, heard
    await endings.stop()


async def test_a_session_ended_by_another_process_opens_nothing(database: Database) -> None:
    people = await crowd(database)
    (ada, (session, token)), (bob, (of_bob, _)) = list(people.items())[:2]
    async with remembering(database) as (here, heard), remembering(database) as (there, _):
        for one in (here, there):
            assert await one.session(session) is not None
            assert await one.token(token) is not None
            assert await one.session(of_bob) is not None
        await there.end_session(session)
        assert await there.session(session) is None
        assert await heard.get() == ada
        assert await here.session(session) is None
        assert await here.token(token) is not None
        async with database.transaction() as connection:
            await revoke_tokens(connection, ada)
            await end_sessions(connection, bob)
        assert {await heard.get(), await heard.get()} == {ada, bob}
        assert await here.token(token) is None
        assert await here.session(of_bob) is None


async def test_a_look_up_under_way_while_a_session_ends_opens_nothing_later(
    database: Database, database_url: str
) -> None:
    """It read the session, then waits for the row's lock; the logout commits meanwhile."""
    people = await crowd(database)
    user, (session, _) = next(iter(people.items()))
    await execute(database_url, "UPDATE sessions SET last_seen = now() - interval '1 hour'")
    async with remembering(database) as (here, heard):
        async with database.transaction() as connection:
            await end_sessions(connection, user)
            early = asyncio.create_task(here.session(session))
            async with asyncio.timeout(60):
                waiting = 0
                while not waiting:
                    ((waiting,),) = await fetch(
                        database_url,
                        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                        " WHERE NOT l.granted AND a.datname = current_database()",
                    )
            assert not early.done()
        await early
        assert await heard.get() == user
        assert await here.session(session) is None


async def test_nothing_is_remembered_while_nothing_is_heard(
    database: Database, database_url: str
) -> None:
    people = await crowd(database)
    session, _ = next(iter(people.values()))
    async with remembering(database) as (here, _):
        assert await here.session(session) is not None
        await fetch(
            database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'holdfast people' AND datname = current_database()",
        )
        async with asyncio.timeout(60):
            while here.heard():
                await asyncio.sleep(0.01)
        await execute(database_url, "DELETE FROM sessions")  # said to nobody
        assert await here.session(session) is None
