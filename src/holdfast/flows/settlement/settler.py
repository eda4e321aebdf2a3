"""What settling, and ending an order, work with."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flows.checkout.redemption import Redeeming
from holdfast.flows.payments.cashier import Cashier

__all__ = ["Settled", "Settler"]

End: TypeAlias = Literal["paid", "counted", "refunding"]


@dataclass(frozen=True, kw_only=True)
class Settler(Cashier, Redeeming):
    """A cashier who reads orders' goods and coupons."""

    database: Database


class Settled(Struct, frozen=True):
    """How a payment ended. ``counted``: a part, and more is due. ``rescued``: paid, though the hold
    had run out. ``before``: it had ended so already."""

    end: End
    rescued: bool = False
    before: bool = False
