"""What looks for coupons that are due to who invited friends, on and on, in a process of its own:
to be killed.

``python -m tests.support.referring_process URL MOMENT``
"""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from holdfast.flows.referrals.giving import give_due
from tests.support.payer import shop_parts_on

__all__ = ["start_giving"]

ROOT = Path(__file__).parents[2]


async def start_giving(url: str, moment: datetime) -> asyncio.subprocess.Process:
    """A process to whose eyes it is that moment."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, url, moment.isoformat(), cwd=ROOT
    )


async def _run(url: str, moment: datetime) -> None:
    parts = shop_parts_on(url, "http://127.0.0.1:9", 1)
    await parts.database.start()
    await parts.ledger.start()
    while True:
        await give_due(parts, moment)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
