"""A job of the tests' own."""

from holdfast.db.engine import Database
from holdfast.db.jobs import Job, enqueue

__all__ = ["Greet", "left"]


class Greet(Job, frozen=True):
    """Says a name."""

    NAME = "greet"
    name: str = ""


async def left(database: Database, *jobs: Job, request: str = "", after: float = 0.0) -> None:
    """Leave jobs to be done."""
    async with database.transaction() as connection:
        await enqueue(connection, [(job, request) for job in jobs], after=after)
