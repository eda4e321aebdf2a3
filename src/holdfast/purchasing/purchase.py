"""A purchase order: what was ordered of whom, for where, and what came of it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError, Problem
from holdfast.kit.money import CURRENCIES
from holdfast.kit.sentences import say

MOST_LINES: Final = 60
MOST_UNITS: Final = 1_000_000
LONGEST_SUPPLIER: Final = 100

PurchaseStatus: TypeAlias = Literal["ordered", "partly-received", "received", "cancelled"]
"""``cancelled``: the rest does not come; something may have."""


class BadPurchase(Problem):
    """What cannot be ordered so; ``errors`` names each field at fault."""

    status = 422
    code = "purchase-invalid"
    title = "The purchase order is not valid"


class PurchaseNotFound(Problem):
    status = 404
    code = "purchase-not-found"
    title = "No such purchase order"


class PurchaseLine(Struct, frozen=True):
    """So many units of a variant at so much each, in minor units; so many of them came."""

    variant_id: UUID
    quantity: int
    unit_cost: int
    came: int = 0


class Came(Struct, frozen=True):
    """So many units of a line, of which so many were ``ordered``: beyond those, more came."""

    line: int
    variant_id: UUID
    quantity: int
    ordered: int


class Purchase(Struct, frozen=True, kw_only=True):
    """``lines`` are numbered from 1."""

    id: UUID
    number: int
    supplier: str
    location_id: UUID
    currency: str
    lines: tuple[PurchaseLine, ...]
    expected_on: date | None = None
    note: str = ""
    status: PurchaseStatus = "ordered"
    ordered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether something of it may still come."""
        return self.status in ("ordered", "partly-received")

    @property
    def total(self) -> int:
        """What was ordered costs so much."""
        return sum(one.quantity * one.unit_cost for one in self.lines)

    def numbered(self) -> Iterator[tuple[int, PurchaseLine]]:
        """Its lines by their number."""
        return enumerate(self.lines, 1)


def purchase_faults(asked: Purchase) -> Iterator[FieldError]:
    """What is wrong with a new one."""
    if not asked.supplier.strip() or len(asked.supplier) > LONGEST_SUPPLIER:
        said = say("Write 1 to {most} characters.", most=LONGEST_SUPPLIER)
        yield FieldError("supplier", "length", said)
    if asked.currency not in CURRENCIES:
        yield FieldError("currency", "format", say("Use a currency of ISO 4217, such as EUR."))
    if not 1 <= len(asked.lines) <= MOST_LINES:
        yield FieldError("lines", "length", say("Order 1 to {most} variants.", most=MOST_LINES))
    seen: set[UUID] = set()
    for at, one in enumerate(asked.lines):
        if one.variant_id in seen:
            said = say("It stands in the order already.")
            yield FieldError(f"lines[{at}].variantId", "repeated", said)
        seen.add(one.variant_id)
