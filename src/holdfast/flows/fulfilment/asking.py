"""Carriers whose word may be lost: by time they are asked about parcels of which nothing was heard,
less and less often, until the parcel is a person's task."""

from datetime import datetime
from typing import Final

from holdfast.db.jobs import enqueue, how_many
from holdfast.flows.fulfilment.dispatch import Dispatch
from holdfast.fulfilment import AskCarrier, claim_quiet

__all__ = ["ask_about_quiet"]

MOST_AT_ONCE: Final = 20
"""Parcels to be asked about that wait: a carrier that hangs does not keep other jobs waiting."""


async def ask_about_quiet(parts: Dispatch, now: datetime) -> int:
    """Have carriers asked about the parcels that are due; how many those are."""
    async with parts.database.transaction() as connection:
        room = MOST_AT_ONCE - await how_many(connection, AskCarrier, MOST_AT_ONCE)
        if room <= 0:
            return 0
        quiet = await claim_quiet(connection, parts.listening, parts.carriers, now, room)
        await enqueue(connection, [(AskCarrier(one), "") for one in quiet])
    return len(quiet)
