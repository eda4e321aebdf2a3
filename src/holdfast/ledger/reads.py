"""Plain reads of the ledger, gathered; what they say may be old by the time it is read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.ledger import statements as sql
from holdfast.ledger.partitions import partition_of
from holdfast.ledger.types import AccountState

MAX_RANGES: Final = 100
MAX_BETWEEN: Final = 20_000  # accounts: a week of quarter hours of 29 resources


class KeyRange(Struct, frozen=True):
    """Keys from ``first`` up to, not including, ``last``, in the order of their bytes."""

    first: str
    last: str


class HoldState(Struct, frozen=True):
    """A hold as it stands: held, captured, released or expired; ``keys`` are its accounts."""

    state: str
    expires_at: datetime
    keys: tuple[str, ...]


class Answered(Struct, frozen=True):
    """What an idempotency key was accepted with: the digest of its request, and the answer."""

    digest: bytes
    answer: str


class SeatMove(Struct, frozen=True):
    """An entry of an account that counts what is open at once; ``ago`` in seconds."""

    operation: str
    hold: UUID | None
    actor: str
    request: str
    ago: float


_ACCOUNTS: Final = sa.text(
    f"SELECT {sql.SHOWN} FROM ledger_accounts WHERE key = ANY(:keys) ORDER BY key"
)
_Lately: TypeAlias = tuple[str, float, int]


_WAITS: Final = "SELECT version, waits FROM ledger_accounts WHERE partition = $1 AND key = $2"
_KEPT: Final = """
SELECT key FROM ledger_accounts WHERE waits > 0 AND balance > 0 AND key > $1 ORDER BY key LIMIT $2
"""


class LedgerReader:
    """Reads accounts and holds."""

    def __init__(self, database: Database, partitions: int = 1) -> None:
        self._database = database
        self._partitions = partitions
        self._accounts: Gather[str, AccountState] = Gather(self._load_accounts)
        self._records: Gather[str, Answered] = Gather(self._load_records)
        self._holds: Gather[UUID, HoldState] = Gather(self._load_holds)
        self._moves: Gather[_Lately, list[SeatMove]] = Gather(self._load_moves, 50)

    @property
    def partitions(self) -> int:
        """Into how many partitions the ledger's tables are divided."""
        return self._partitions

    async def account(self, key: str) -> AccountState:
        """The account; one never used reads as empty, at version 0."""
        return await self._accounts.get(key) or AccountState(key, 0, 0, 0)

    async def between(self, ranges: Sequence[KeyRange]) -> Mapping[str, AccountState]:
        """The accounts of all ranges by key (cells of several resources, say), as one statement a
        partition reads them. One never used is not there. Raises ValueError beyond the bounds."""
        if len(ranges) > MAX_RANGES:
            raise ValueError(f"at most {MAX_RANGES} ranges are read at once, not {len(ranges)}")
        first, last = [one.first for one in ranges], [one.last for one in ranges]
        found: dict[str, AccountState] = {}
        for partition in range(1, self._partitions + 1):
            rows = await self._database.pool.fetch(
                sql.READ_BETWEEN, partition, first, last, MAX_BETWEEN + 1 - len(found)
            )
            found.update((row[0], AccountState(*row)) for row in rows)
            if len(found) > MAX_BETWEEN:
                raise ValueError(f"the ranges have more than {MAX_BETWEEN} accounts")
        return found

    async def record(self, key: str) -> Answered | None:
        """What an idempotency key was accepted with."""
        return await self._records.get(key)

    async def hold(self, hold_id: UUID) -> HoldState | None:
        return await self._holds.get(hold_id)

    async def holds(self, hold_ids: Iterable[UUID]) -> Mapping[UUID, HoldState]:
        """Several at once, in one query for each partition."""
        return await self._holds.many(hold_ids)

    async def lately(self, key: str, seconds: float, most: int) -> Sequence[SeatMove]:
        """The account's entries of the last ``seconds``, the latest first, at most so many."""
        return await self._moves.get((key, seconds, most)) or ()

    async def waits(self, key: str) -> tuple[int, int]:
        """The account's version, and how many wait in line for it."""
        partition = partition_of(key, self._partitions)
        row = await self._database.pool.fetchrow(_WAITS, partition, key)
        return (0, 0) if row is None else (row[0], row[1])

    def _by_partition(self, keys: Iterable[str]) -> dict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for key in keys:
            found[partition_of(key, self._partitions)].append(key)
        return found

    async def _load_accounts(self, keys: Sequence[str]) -> Mapping[str, AccountState]:
        found = {}
        for partition, some in self._by_partition(keys).items():
            for row in await self._database.pool.fetch(sql.READ_ACCOUNTS, partition, some):
                found[row[0]] = AccountState(*row)
        return found

    async def _load_records(self, keys: Sequence[str]) -> Mapping[str, Answered]:
        found = {}
        for partition, some in self._by_partition(keys).items():
            for key, digest, answer, _ in await self._database.pool.fetch(
                sql.READ_RECORDS, partition, some
            ):
                found[key] = Answered(digest, answer)
        return found

    async def _load_moves(self, asked: Sequence[_Lately]) -> Mapping[_Lately, list[SeatMove]]:
        found: dict[_Lately, list[SeatMove]] = {one: [] for one in asked}
        by_key = {(key, most): (key, seconds, most) for key, seconds, most in asked}
        for partition, some in self._by_partition({key for key, _, _ in asked}).items():
            here = [one for one in asked if one[0] in set(some)]
            rows = await self._database.pool.fetch(
                sql.READ_LATELY,
                partition,
                [key for key, _, _ in here],
                [timedelta(seconds=seconds) for _, seconds, _ in here],
                [most for _, _, most in here],
            )
            for key, most, *move in rows:
                found[by_key[key, most]].append(SeatMove(*move))
        return found

    async def _load_holds(self, ids: Sequence[UUID]) -> Mapping[UUID, HoldState]:
        found = {}
        for partition, texts in self._by_partition(map(str, ids)).items():
            rows = await self._database.pool.fetch(
                sql.SHOW_HOLDS, partition, [UUID(text) for text in texts]
            )
            for hold_id, state, expires_at, lines in rows:
                keys = tuple(line[0] for line in msgspec.json.decode(lines))
                found[hold_id] = HoldState(state, expires_at, keys)
        return found


async def kept_stores(database: Database, most: int, after: str = "") -> list[str]:
    """Of which something is free that is kept for who waits in line; at most so many, by key, of
    those ``after`` this one."""
    return [key for (key,) in await database.pool.fetch(_KEPT, after, most)]


async def accounts_of(connection: AsyncConnection, keys: Sequence[str]) -> dict[str, AccountState]:
    """The accounts of these keys that were ever used, as this transaction sees them."""
    rows = await connection.execute(_ACCOUNTS, {"keys": list(keys)})
    return {row[0]: AccountState(*row) for row in rows}
