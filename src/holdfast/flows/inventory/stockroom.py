"""What goods, their stock and those who want them work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.ledger import Ledger, LedgerReader
from holdfast.locations import Stocks

__all__ = ["Stockroom"]


@dataclass(frozen=True, kw_only=True)
class Stockroom:
    """``next_release_at`` tells when the next unit held of an account comes free, if known."""

    database: Database
    ledger: Ledger
    reader: LedgerReader
    stocks: Stocks
    shelf: Shelf
    next_release_at: Callable[[str], datetime | None]
