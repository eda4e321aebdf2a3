"""A transfer: so many units of a variant that left one location for another, and what became of
them."""

from datetime import date, datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import Problem

MOST_UNITS: Final = 1_000_000

TransferStatus: TypeAlias = Literal["under-way", "arrived", "lost", "cancelled"]
"""``arrived``: some at least did, and nothing is under way; ``lost``: none did; ``cancelled``: the
rest went back."""


class TransferNotFound(Problem):
    status = 404
    code = "transfer-not-found"
    title = "No such transfer"


class Arrival(Struct, frozen=True):
    """So many came, and so many never will, for a ``reason``."""

    came: int = 0
    lost: int = 0
    reason: str = ""

    @property
    def units(self) -> int:
        return self.came + self.lost


class Transfer(Struct, frozen=True, kw_only=True):
    """What neither ``came`` nor was ``lost`` is under way, or went back."""

    id: UUID
    variant_id: UUID
    source_id: UUID
    target_id: UUID
    quantity: int
    reason: str
    expected_on: date | None = None
    status: TransferStatus = "under-way"
    came: int = 0
    lost: int = 0
    sent_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether some of it is still under way."""
        return self.status == "under-way"

    @property
    def under_way(self) -> int:
        return self.quantity - self.came - self.lost if self.is_open else 0
