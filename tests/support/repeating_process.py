"""What looks for repeat orders that are due, on and on, in a process of its own: to be killed.

``python -m tests.support.repeating_process URL MOMENT [BANK ADDRESS]``: there cards are charged, by
a worker beside it.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from holdfast.flows.repeats.ordering import order_due
from holdfast.worker import Worker
from tests.support.banks import Bank, bank_at
from tests.support.payer import shop_parts_on

__all__ = ["start_repeating"]

ROOT = Path(__file__).parents[2]


async def start_repeating(
    url: str, moment: datetime, bank: Bank | None = None
) -> asyncio.subprocess.Process:
    """A process to whose eyes it is that moment."""
    more = () if bank is None else (bank.name, bank.server.url)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, url, moment.isoformat(), *more, cwd=ROOT
    )


async def _run(url: str, moment: datetime, bank: str = "", address: str = "") -> None:
    parts = shop_parts_on(url, "http://127.0.0.1:9", 1)
    await parts.database.start()
    await parts.ledger.start()
    if bank:
        parts = replace(parts, providers={bank: bank_at(bank, address)})
        await Worker(parts).start()
    while True:
        await order_due(parts, moment)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], datetime.fromisoformat(sys.argv[2]), *sys.argv[3:]))
