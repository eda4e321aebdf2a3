"""What newsletters work with."""

from dataclasses import dataclass

from holdfast.db.engine import Database
from holdfast.ledger import Ledger, LedgerReader

__all__ = ["NewsletterDesk"]


@dataclass(frozen=True, kw_only=True)
class NewsletterDesk:
    database: Database
    ledger: Ledger
    reader: LedgerReader
