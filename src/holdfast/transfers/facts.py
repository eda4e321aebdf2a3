"""What is told of transfers."""

from datetime import date
from uuid import UUID

from holdfast.db.events import Fact


class _Transferred(Fact, frozen=True):
    SUBJECT = "transfer id"
    variant_id: UUID


class TransferSent(_Transferred, frozen=True):
    """Units left a location for another, and are on sale at neither; `expectedOn` is the day on
    which they are to arrive, if it is known."""

    TYPE = "transfer.sent"
    from_location_id: UUID
    to_location_id: UUID
    quantity: int
    expected_on: date | None


class TransferExpected(_Transferred, frozen=True):
    """They arrive on another day than was said."""

    TYPE = "transfer.expected"
    expected_on: date | None


class TransferArrived(_Transferred, frozen=True):
    """So many of them `came`, or were `lost`; with `whole` nothing of it is under way any more."""

    TYPE = "transfer.arrived"
    came: int
    lost: int
    whole: bool


class TransferCancelled(_Transferred, frozen=True):
    """What was under way is back where it came from."""

    TYPE = "transfer.cancelled"
    quantity: int
    reason: str
