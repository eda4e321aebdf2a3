"""What a mail says to whose wallet it is of a payment into it that somebody gave back on the
provider's own pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_staff import provider_called

__all__ = ["PAID_BACK"]

_WALLETS: Final = sa.text("""
SELECT p.id, p.provider, w.owner FROM payments p JOIN wallets w ON w.id = p.subject_id
WHERE p.id = ANY(CAST(:ids AS uuid[]))
""")


async def _paid_back(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """By payment."""
    return {
        str(row.id): Told(row.owner, None, {"at": provider_called(row.provider)})
        for row in await connection.execute(_WALLETS, {"ids": list(ids)})
    }


def _moved(of: dict[str, Any], fact: Mapping[str, Any]) -> dict[str, Any]:
    """What the provider moved, what of that the wallet, and what was not there to be taken."""
    amount, taken = abs(fact["amount"]), abs(fact["taken"])
    moved = {"amount": amount, "taken": taken, "missing": amount - taken}
    return of | {
        "failed": fact["amount"] < 0,
        **{name: {"amount": sum_, "currency": fact["currency"]} for name, sum_ in moved.items()},
    }


PAID_BACK: Final = About("paidBack", "/wallet/{walletId}", _paid_back, of_event=_moved)
