"""What settling, and ending an order, work with."""

from dataclasses import dataclass

from holdfast.db.engine import Database
from holdfast.flows.checkout.redemption import Redeeming
from holdfast.flows.payments.cashier import Cashier

__all__ = ["Settler"]


@dataclass(frozen=True, kw_only=True)
class Settler(Cashier, Redeeming):
    """A cashier who reads orders' goods and coupons."""

    database: Database
