"""A process that takes jobs named ``greet`` and never ends one; it is to be killed.

python -m tests.support.stuck_runner DATABASE_URL: says ``got`` when it has one in hand.
"""

import asyncio
import sys

from holdfast.db.engine import Database
from holdfast.worker.jobs import JobRunner
from tests.support.greeting import Greet

__all__ = ["main"]


async def _hang(job: Greet, request: str) -> None:
    print("got", flush=True)
    await asyncio.Event().wait()


async def main(url: str) -> None:
    """Run until killed."""
    database = Database(url)
    await database.start()
    await JobRunner(database, {Greet: _hang}).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
