"""What looks for repeat orders that are due, on and on, in a process of its own: to be killed.

``python -m tests.support.repeating_process URL MOMENT [STRIPE]``: at that address cards are
charged, by a worker beside it.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from holdfast.flows.repeats.ordering import order_due
from holdfast.payments.providers.stripe import StripeProvider
from holdfast.worker import Worker
from tests.support.payer import shop_parts_on
from tests.support.stripe import KEY

__all__ = ["start_repeating"]

ROOT = Path(__file__).parents[2]


async def start_repeating(
    url: str, moment: datetime, stripe: str | None = None
) -> asyncio.subprocess.Process:
    """A process to whose eyes it is that moment."""
    more = () if stripe is None else (stripe,)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, url, moment.isoformat(), *more, cwd=ROOT
    )


async def _run(url: str, moment: datetime, stripe: str | None = None) -> None:
    parts = shop_parts_on(url, "http://127.0.0.1:9", 1)
    await parts.database.start()
    await parts.ledger.start()
    if stripe is not None:
        parts = replace(parts, providers={"stripe": StripeProvider(KEY, (), stripe)})
        await Worker(parts).start()
    while True:
        await order_due(parts, moment)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], datetime.fromisoformat(sys.argv[2]), *sys.argv[3:]))
