"""What is told of purchase orders."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class _Purchased(Fact, frozen=True):
    SUBJECT = "purchase order id"
    number: int


class PurchaseOrdered(_Purchased, frozen=True):
    """Goods were ordered from a supplier, for a location; `expectedOn` is the day on which they are
    to arrive, if it is known."""

    TYPE = "purchase.ordered"
    supplier: str
    location_id: UUID
    expected_on: date | None


class PurchaseExpected(_Purchased, frozen=True):
    """They arrive on another day than was said."""

    TYPE = "purchase.expected"
    expected_on: date | None


class CameItem(Struct, frozen=True, rename="camel"):
    """So many units of a variant."""

    variant_id: UUID
    quantity: int


class PurchaseReceived(_Purchased, frozen=True):
    """Some of them came, or with `whole` the last."""

    TYPE = "purchase.received"
    items: tuple[CameItem, ...]
    whole: bool


class PurchaseCancelled(_Purchased, frozen=True):
    """What had not come does not come."""

    TYPE = "purchase.cancelled"
    reason: str
