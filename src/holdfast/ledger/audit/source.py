"""Where the audit reads: single statements, each its own short transaction."""

import re
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Protocol

import asyncpg

from holdfast.db.engine import connect

_PARTITIONS: Final = """
WITH RECURSIVE found AS (
    (SELECT partition FROM TABLE ORDER BY partition LIMIT 1)
    UNION ALL
    SELECT (SELECT t.partition FROM TABLE t WHERE t.partition > found.partition
            ORDER BY t.partition LIMIT 1)
    FROM found WHERE found.partition IS NOT NULL
)
SELECT partition FROM found WHERE partition IS NOT NULL
"""


class Source(Protocol):
    """A pool or a connection: where statements are run one by one."""

    async def fetch(self, query: str, *args: Any) -> list[Any]: ...
    async def fetchval(self, query: str, *args: Any) -> Any: ...


class Opened:
    """The given pool, or a connection of its own for a URL."""

    def __init__(self, database: str | Source) -> None:
        self._database = database
        self._own: asyncpg.Connection | None = None

    async def __aenter__(self) -> Source:
        source: Source
        if isinstance(self._database, str):
            source = self._own = await connect(self._database, "holdfast audit")
        else:
            source = self._database
        return source

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own is not None:
            await self._own.close()


async def archived_before(source: Source) -> datetime | None:
    """From when on the journal is whole; None if nothing was ever put away."""
    said = await source.fetchval("SELECT obj_description('ledger_entries'::regclass, 'pg_class')")
    found = re.fullmatch(r"archived before (\d{4}-\d{2}-\d{2})", said or "")
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None


async def partitions_of(source: Source, table: str) -> list[int]:
    """The partitions in use, found by skipping through the primary key."""
    rows = await source.fetch(_PARTITIONS.replace("TABLE", table))
    return [row["partition"] for row in rows]
