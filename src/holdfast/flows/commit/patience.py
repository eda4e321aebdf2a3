"""Committing for somebody who can wait: an import does not give up because the shop is busy."""

import asyncio
from typing import Final

from holdfast.ledger import Busy, Command, InDoubt, Ledger, Outcome

__all__ = ["LedgerAway", "commit_patiently"]

ATTEMPTS: Final = 60  # attempts, about a second apart


class LedgerAway(Exception):
    """The ledger could not be reached for so long that the work was given up."""

    exit_code = 5


async def commit_patiently(ledger: Ledger, command: Command) -> Outcome:
    """The outcome once there is one. The command must have a key, so that repeating is safe."""
    assert command.key is not None
    for _ in range(ATTEMPTS):
        outcome = await ledger.commit(command)
        if not isinstance(outcome, Busy | InDoubt):
            return outcome
        await asyncio.sleep(outcome.retry_after if isinstance(outcome, Busy) else 1.0)
    raise LedgerAway("The database has not answered for a minute; run the same command again.")
