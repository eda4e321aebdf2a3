"""What resources, schedules and bookings work with."""

from dataclasses import dataclass

from holdfast.db.engine import Database
from holdfast.ledger import Ledger, LedgerReader

__all__ = ["Studio"]


@dataclass(frozen=True, kw_only=True)
class Studio:
    """The ledger, and the rows beside it."""

    database: Database
    ledger: Ledger
    reader: LedgerReader
