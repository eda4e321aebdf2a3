"""What campaigns, coupons and promotions work with."""

from dataclasses import dataclass

from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.ledger import Ledger, LedgerReader
from holdfast.promotions import CouponBook, PromotionBook

__all__ = ["CouponDesk"]


@dataclass(frozen=True, kw_only=True)
class CouponDesk:
    """``shelf`` says whether the goods of a campaign are there."""

    database: Database
    ledger: Ledger
    reader: LedgerReader
    shelf: Shelf
    coupons: CouponBook
    promotions: PromotionBook
