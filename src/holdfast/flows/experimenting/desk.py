"""What experiments work with."""

from dataclasses import dataclass

from holdfast.db.engine import Database
from holdfast.ledger import Ledger, LedgerReader

__all__ = ["ExperimentDesk"]


@dataclass(frozen=True, kw_only=True)
class ExperimentDesk:
    database: Database
    ledger: Ledger
    reader: LedgerReader
