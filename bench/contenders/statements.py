"""The usual ways on PostgreSQL, on asyncpg with prepared statements and a pool.

How many connections are best depends on the way and on how hot the accounts are, so ``ledger.py``
tries several pool sizes first and gives each contender its best.
"""

from collections.abc import Sequence
from typing import ClassVar

import asyncpg

from bench.contenders.contender import Purchase
from bench.contenders.rows import SETTINGS, empty, values, write

__all__ = ["ConditionalUpdate", "RowLock", "UnitRows", "VersionCheck"]

_ACCOUNT = "FROM ledger_accounts WHERE partition = 1 AND key = $1"
_UPDATE = """
a AS (UPDATE ledger_accounts SET balance = balance - 1, held = held + 1, version = version + 1
      WHERE partition = 1 AND key = $1::text {guard} RETURNING balance, held, version)
"""


class _OnPool:
    """A pool of ``connections``, the accounts filled."""

    guard: ClassVar[str] = ""

    def __init__(self, url: str, connections: int) -> None:
        self._url = url
        self.connections = connections
        self._full = False
        self._write = ""

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        self._full = full
        self._write = write(_UPDATE.format(guard=self.guard), full=full)
        await empty(self._url)
        self._pool: asyncpg.Pool = await asyncpg.create_pool(
            self._url,
            min_size=self.connections,
            max_size=self.connections,
            max_inactive_connection_lifetime=0,
            server_settings=SETTINGS,
        )
        await self._fill(keys, stock)

    async def _fill(self, keys: Sequence[str], stock: int) -> None:
        await self._pool.execute(
            "INSERT INTO ledger_accounts (partition, key, kind, unit, balance) "
            "SELECT 1, k, 'store', 'piece', $2 FROM unnest($1::text[]) AS k",
            list(keys),
            stock,
        )

    async def taken(self) -> int:
        found: int = await self._pool.fetchval("SELECT sum(held)::bigint FROM ledger_accounts")
        return found

    async def close(self) -> None:
        await self._pool.close()


class RowLock(_OnPool):
    """Lock the row, look, decide in the application, write, commit: four round trips, two of
    them (and the wait for the disk) with the row locked."""

    name = "row lock (SELECT ... FOR UPDATE)"

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            free = await connection.fetchval(f"SELECT balance {_ACCOUNT} FOR UPDATE", key)
            if free < 1:
                return False
            await connection.fetchval(self._write, *values(key, purchase, full=self._full))
            return True


class ConditionalUpdate(_OnPool):
    """``UPDATE ... WHERE balance >= 1`` with all other rows in the same statement: one round
    trip, committed by itself."""

    name = "conditional UPDATE"
    guard = "AND balance >= 1"

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        done = await self._pool.fetchval(self._write, *values(key, purchase, full=self._full))
        return done is not None


class VersionCheck(_OnPool):
    """Read without a lock, write if the version is still the same, otherwise once more."""

    name = "version check with retry"

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        await super().open(keys, stock, full=full)
        number = 7 if full else 5
        self._write = write(_UPDATE.format(guard=f"AND version = ${number}"), full=full)

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        given = values(key, purchase, full=self._full)
        async with self._pool.acquire() as connection:
            while True:
                free, version = await connection.fetchrow(
                    f"SELECT balance, version {_ACCOUNT}", key
                )
                if free < 1:
                    return False
                if await connection.fetchval(self._write, *given, version) is not None:
                    return True


class UnitRows(_OnPool):
    """A row for each unit; the next free one that nobody holds locked. There is no balance to
    fight for, and none to read either: it must be counted."""

    name = "row per unit (SKIP LOCKED)"

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        await super().open(keys, stock, full=full)
        self._write = write(
            """
            f AS MATERIALIZED (SELECT key, unit FROM bench_units
                               WHERE key = $1::text AND hold IS NULL
                               LIMIT 1 FOR UPDATE SKIP LOCKED),
            a AS (UPDATE bench_units u SET hold = $2::uuid FROM f
                  WHERE u.key = f.key AND u.unit = f.unit
                  RETURNING 0 AS balance, 0 AS held, u.unit AS version)
            """,
            full=full,
        )

    async def _fill(self, keys: Sequence[str], stock: int) -> None:
        await self._pool.execute(
            """
            DROP TABLE IF EXISTS bench_units;
            CREATE TABLE bench_units (
                key text COLLATE "C" NOT NULL, unit bigint NOT NULL, hold uuid,
                PRIMARY KEY (key, unit)) WITH (fillfactor = 60);
            CREATE INDEX bench_units_free ON bench_units (key, unit) WHERE hold IS NULL;
            """
        )
        # Random order on disk: neighbours in the index must not be neighbours on a page.
        await self._pool.execute(
            "INSERT INTO bench_units (key, unit) SELECT k, u FROM unnest($1::text[]) AS k, "
            "generate_series(1, $2::bigint) AS u ORDER BY random()",
            list(keys),
            min(stock, max(60_000 // len(keys), 1_000)),
        )
        await self._pool.execute("VACUUM ANALYZE bench_units")

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        done = await self._pool.fetchval(self._write, *values(key, purchase, full=self._full))
        return done is not None

    async def taken(self) -> int:
        found: int = await self._pool.fetchval(
            "SELECT count(*) FROM bench_units WHERE hold IS NOT NULL"
        )
        return found
