"""What ordering works with."""

from dataclasses import dataclass
from typing import Final

from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.flows.checkout.bounds import Bounding
from holdfast.flows.checkout.missing import Missing
from holdfast.flows.checkout.redemption import Redeemer
from holdfast.flows.commit.decisions import Decisions
from holdfast.flows.payments.cashier import Cashier

__all__ = ["STAFF_HOURS", "Till", "held_for"]

STAFF_HOURS: Final = 24
"""For how long what staff order for a buyer waits for the money, if they do not say."""


@dataclass(frozen=True, kw_only=True)
class Till(Cashier, Bounding, Redeemer, Missing):
    """``hold_seconds``: how long a reservation lasts, unless the shop's settings say;
    ``decisions`` is None if nothing is ever decided later."""

    database: Database
    shelf: Shelf
    hold_seconds: float = 900.0
    decisions: Decisions | None = None


async def held_for(till: Till) -> float:
    """For how many seconds goods are held for who reserves them now."""
    chosen = (await till.shop.now()).hold_seconds
    return till.hold_seconds if chosen is None else float(chosen)
