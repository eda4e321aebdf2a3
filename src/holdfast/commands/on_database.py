"""Work on the database that a command was pointed at."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from holdfast.db.engine import Database
from holdfast.server.database import database_at

__all__ = ["on_database"]

Found = TypeVar("Found")


def on_database(
    data: Path,
    database_url: str | None,
    tell: Callable[[str], None],
    work: Callable[[Database], Coroutine[Any, Any, Found]],
) -> Found:
    """What ``work`` finds, with the database up while it lasts."""

    async def run(url: str) -> Found:
        database = Database(url, pool_size=2)
        await database.start()
        try:
            return await work(database)
        finally:
            await database.close()

    with database_at(data, database_url, tell) as url:
        return asyncio.run(run(url))
