"""What settling, and ending an order, work with."""

from dataclasses import dataclass, field
from functools import partial
from secrets import token_bytes
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.booking import USUAL_WAYS, Travelling
from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.flows.checkout.bounds import Bounding
from holdfast.flows.checkout.redemption import Redeemer
from holdfast.flows.payments.cashier import Cashier
from holdfast.sellers import AccountSeals

__all__ = ["Settled", "Settler"]

End: TypeAlias = Literal["paid", "counted", "refunding"]


def _seals() -> AccountSeals:
    return AccountSeals(token_bytes(32))


@dataclass(frozen=True, kw_only=True)
class Settler(Cashier, Bounding, Redeemer):
    """A cashier who reads orders' goods and coupons, knows how long ways take and what may be held
    at once, and what goods cost that are offered with a time; pay links are made of
    ``link_secret``, and where payouts go is kept under ``account_seals``."""

    database: Database
    shelf: Shelf
    travelling: Travelling = USUAL_WAYS
    link_secret: bytes = field(default_factory=partial(token_bytes, 32), repr=False)
    account_seals: AccountSeals = field(default_factory=_seals, repr=False)


class Settled(Struct, frozen=True):
    """How a payment ended. ``counted``: a part, and more is due. ``rescued``: paid, though the hold
    had run out. ``before``: it had ended so already."""

    end: End
    rescued: bool = False
    before: bool = False
