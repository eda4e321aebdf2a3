"""The platform: everything a flow works with, composed once by ``app.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.flows.commit.decisions import Decisions
from holdfast.flows.commit.held_orders import HeldOrders
from holdfast.flows.commit.wallet_settlement import Settlement
from holdfast.kit.rates import Rate
from holdfast.ledger import Ledger, LedgerReader
from holdfast.orders import OrderBook
from holdfast.payments import PaymentBook, PaymentProvider
from holdfast.promotions import CouponBook
from holdfast.shop import CurrentSettings

__all__ = ["HoldCaps", "Platform"]


@dataclass(frozen=True, slots=True)
class HoldCaps:
    """How many reservations may be open at once: of one owner, and from one address (looser,
    since a whole office may share one). How many may end unpaid within ``unpaid_seconds`` before
    fewer may. How many lines of carts may be reserved in a day. ``pepper`` hides addresses."""

    owner: int = 10
    address: int = 500
    unpaid_owner: int = 10
    unpaid_address: int = 100
    unpaid_seconds: float = 3600.0
    lines_owner: Rate | None = None
    lines_address: Rate | None = None
    pepper: bytes = b""

    @property
    def address_unpaid(self) -> int:
        """From one address whose guests let too many end unpaid."""
        return max(1, self.address // 10)


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
    held_orders: HeldOrders
    coupons: CouponBook
    settlement: Settlement
    providers: Mapping[str, PaymentProvider]
    next_release_at: Callable[[str], datetime | None]
    hold_seconds: float = 900.0
    caps: HoldCaps | None = HoldCaps()
    decisions: Decisions | None = None
