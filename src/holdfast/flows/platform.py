"""The platform: everything a flow works with, composed once by ``app.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.db.jobs import Jobs
from holdfast.flows.decisions import Decisions
from holdfast.flows.purchases import Purchases
from holdfast.flows.settlement import Settlement
from holdfast.ledger import Ledger, LedgerReader
from holdfast.orders import OrderBook
from holdfast.payments import PaymentBook, PaymentProvider
from holdfast.promotions import CouponBook
from holdfast.shop import CurrentSettings

__all__ = ["HoldCaps", "Platform"]


@dataclass(frozen=True, slots=True)
class HoldCaps:
    """How many reservations may be open at once: of one owner, and from one address (looser,
    since a whole office may share one)."""

    owner: int = 10
    address: int = 100


@dataclass(frozen=True, slots=True)
class Platform:
    """``next_release_at`` tells when the next unit held of an account comes free, if known;
    ``caps`` is None when limits are off; ``decisions`` if nothing is ever decided later."""

    database: Database
    shop: CurrentSettings
    ledger: Ledger
    reader: LedgerReader
    shelf: Shelf
    orders: OrderBook
    payments: PaymentBook
    purchases: Purchases
    coupons: CouponBook
    settlement: Settlement
    jobs: Jobs
    providers: Mapping[str, PaymentProvider]
    next_release_at: Callable[[str], datetime | None]
    hold_seconds: float = 900.0
    caps: HoldCaps | None = HoldCaps()
    decisions: Decisions | None = None
