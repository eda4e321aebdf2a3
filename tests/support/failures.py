"""What goes with the report of a test that failed: what its servers warned of, and which
transactions of their databases were open, since one that stays open holds up every event."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import asyncpg

from tests.support.postgres import fetch
from tests.support.server import ServerProcess

__all__ = ["seen_of_servers"]

MOST_LINES: Final = 30
LONGEST_LINE: Final = 600
LOOK: Final = 5.0
"""Seconds a database may take to say what is open."""
_OPEN: Final = """
SELECT datname, state, now() - xact_start AS since, left(query, 200) AS query
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND xact_start < now() - interval '1 second' ORDER BY xact_start
"""


def seen_of_servers() -> Iterator[tuple[str, str]]:
    """A title and a text for each server that runs, if there is something to tell."""
    for server in ServerProcess.running():
        lines = [*_warned(server), *_open(server)]
        if lines:
            yield f"server {server.url}", "\n".join(line[:LONGEST_LINE] for line in lines)


def _warned(server: ServerProcess) -> list[str]:
    return [line for line in server.said.splitlines() if not _as_usual(line)][-MOST_LINES:]


def _as_usual(line: str) -> bool:
    try:
        said = json.loads(line)
        return said["level"] in ("debug", "info") or said["event"] == "stock is low"
    except (ValueError, KeyError, TypeError):
        return False


def _open(server: ServerProcess) -> list[str]:
    try:  # in a thread: a browser's tests have a loop in this one
        with ThreadPoolExecutor(1) as aside:
            rows = aside.submit(asyncio.run, _transactions(server.database_url)).result()
    except Exception as error:  # noqa: BLE001  (nothing to see must not end the run)
        return [f"its database cannot be looked at: {error!r}"]
    return [f"open: {dict(row)}" for row in rows]


async def _transactions(url: str) -> list[asyncpg.Record]:
    async with asyncio.timeout(LOOK):
        return await fetch(url, _OPEN)
