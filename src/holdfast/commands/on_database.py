"""Work on the database that a command was pointed at."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from holdfast.commands.where import CommandRefused, Where
from holdfast.db.engine import Database
from holdfast.kit.errors import Problem
from holdfast.server.database import database_at

__all__ = ["on_database"]

Found = TypeVar("Found")

LONGEST: Final = 3600.0
"""Seconds that a statement over all there is may take; somebody waits for it with a prompt."""


def on_database(where: Where, work: Callable[[Database], Coroutine[Any, Any, Found]]) -> Found:
    """What ``work`` finds, with the database up while it lasts. What the shop refuses is said, and
    the exit code is 1."""

    async def run(url: str) -> Found:
        database = Database(url, pool_size=2, statement_timeout=LONGEST)
        await database.start()
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        with database_at(where.data, where.database_url, where.tell) as url:
            return asyncio.run(run(url))
    except Problem as problem:
        errors = "; ".join(error.detail for error in problem.errors)
        raise CommandRefused(errors or problem.detail, 1) from problem
