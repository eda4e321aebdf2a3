"""Codes as the API shows them: of an order, and of a variant to staff. What they say is not among
it: it is asked for one by one."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, shown_as
from holdfast.api.contract.texts import Reason
from holdfast.catalog import DeliveredAs
from holdfast.digital import MOST_AT_ONCE, CodeStatus, DigitalCode

__all__ = [
    "CodeMovedBecause",
    "CodesBrought",
    "CodesCounted",
    "CodesNow",
    "OrderCode",
    "StaffCode",
    "StaffCodeSaid",
    "VariantDeliveryAsked",
    "code_body",
    "order_codes",
]  # fmt: skip


class OrderCode(Answer):
    """A code that was given to an order, of a unit of the line; `seen` once its buyer looked at it,
    `void` once it was refunded after that."""

    id: UUID
    line: int
    unit: int
    status: Literal["given", "seen", "void"]
    given_at: Instant | None
    seen_at: Instant | None


class StaffCode(Answer):
    id: UUID
    status: CodeStatus
    order_id: UUID | None
    brought_at: Instant
    given_at: Instant | None
    seen_at: Instant | None
    void_at: Instant | None


class StaffCodeSaid(Answer):
    """What it says; the audit log has who looked."""

    id: UUID
    code: str


class CodesCounted(Answer):
    """How many of a variant are `free`, those that buyers `held` among them, how many were `given`
    and not looked at, `seen` by their buyers, and `void`."""

    free: int
    held: int
    given: int
    seen: int
    void: int


class CodesNow(Answer):
    """How a variant is delivered, and its codes, the latest first."""

    variant_id: UUID
    delivered_as: DeliveredAs
    counts: CodesCounted
    codes: list[StaffCode]
    next_cursor: str | None


class VariantDeliveryAsked(Ask):
    """As what its units reach who buys them."""

    delivered_as: DeliveredAs


class CodesBrought(Ask):
    """One code a line; lines that are empty are left out."""

    codes: Annotated[
        list[Annotated[str, Field(max_length=2000)]],
        Field(min_length=1, max_length=2 * MOST_AT_ONCE),
    ]


class CodeMovedBecause(Ask):
    reason: Reason


def code_body(one: DigitalCode) -> dict[str, Any]:
    """As staff see it."""
    return shown_as(StaffCode, one)


def order_codes(codes: Iterable[DigitalCode]) -> list[Mapping[str, Any]]:
    """Of an order, by line and unit."""
    return [shown_as(OrderCode, one) for one in codes]
