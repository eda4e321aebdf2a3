"""The past: commands committed as of another moment, in the ledger's own journal.

The ledger's clock is put back for each; rows that date themselves by the database's clock are
given the ledger's instead. So every balance, order and event stands as if it had been then.
"""

from datetime import datetime
from typing import Final

import structlog
from msgspec.structs import replace

from holdfast.kit import shop_now
from holdfast.ledger import NOW, Accepted, Command, Insert, Ledger, RowTable, Short

__all__ = ["Past"]

log = structlog.get_logger("holdfast.demo")

_DATED: Final = {
    "audit_log": ("at",),
    "bookings": ("created_at",),
    "coupon_campaigns": ("created_at",),
    "events": ("at",),
    "newsletters": ("created_at",),
    "orders": ("created_at",),
    "package_grants": ("issued_at",),
    "parcels": ("made_at",),
    "payments": ("created_at",),
    "wallets": ("created_at",),
}


class Past:
    """A ledger for the past alone: nobody else may commit to it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def turn_to(self, moment: datetime) -> None:
        """What is committed next happened then."""
        self.ledger.shift_clock(moment - shop_now())

    async def commit(self, moment: datetime, command: Command) -> bool:
        """Whether it happened: not if something was sold out. Raises for any other refusal."""
        self.turn_to(moment)
        riders = tuple(_dated(one) if isinstance(one, Insert) else one for one in command.riders)
        outcome = await self.ledger.commit(replace(command, riders=riders))
        if isinstance(outcome, Short):
            log.info("sold out before it could be bought in the demo's past")
            return False
        if not isinstance(outcome, Accepted):
            raise TypeError(f"the demo's past: {outcome}")
        return True


def _dated(rows: Insert) -> Insert:
    """These rows with the ledger's time in each column that would take the database's."""
    table = rows.table
    new = tuple(name for name in _DATED.get(table.name, ()) if name not in table.columns)
    if not new:
        return rows
    times = tuple("timestamptz" for _ in new)
    dated = RowTable(table.name, (*table.columns, *new), (*table.types, *times))
    return Insert(dated, tuple((*row, *(NOW for _ in new)) for row in rows.rows))
