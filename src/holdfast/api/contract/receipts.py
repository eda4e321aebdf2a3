"""The receipt of a booking as it is answered."""

from typing import Literal
from uuid import UUID

from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.flows.booking.receipts import Receipt

__all__ = ["ReceiptBody", "receipt_body"]


class PaidWithBody(Answer):
    provider: str
    paid: int
    refunded: int = Field(description="What of it went back, or is on its way")


class ReceiptShareBody(Answer):
    resource_id: UUID
    name: str
    part: Literal["photographer", "studio"]
    rate: int = Field(description="Basis points of what is kept")
    among: int = Field(description="So many share that in equal parts")
    amount: int


class ReceiptBody(Answer):
    """Of a booking that has ended, as things stand, in minor units: what was paid by all `sources`,
    less what went back, is `kept` of the session and `beside` it, for goods of the same order."""

    booking_id: UUID
    number: str
    service_name: str
    start: Instant
    status: Literal["completed", "cancelled", "no_show"]
    ended_at: Instant | None
    currency: str
    price: int
    penalty: int = Field(description="What was kept when it was cancelled")
    sources: list[PaidWithBody]
    paid: int
    refunded: int
    kept: int
    beside: int
    shares: list[ReceiptShareBody] | None = Field(
        description="Whose what is kept is. Null for its client; of a photographer their own alone"
    )
    platform: int | None = Field(description="What is over of it; for staff alone")


def receipt_body(found: Receipt, *, shares: bool, platform: bool) -> ReceiptBody:
    """With the shares, and with what is the platform's, or without."""
    booking = found.booking
    return ReceiptBody.model_validate(
        {
            "booking_id": booking.id,
            "number": booking.number,
            "service_name": booking.service_name,
            "start": booking.starts_at,
            "status": booking.status,
            "ended_at": booking.ended_at,
            "currency": booking.currency,
            "price": booking.price,
            "penalty": booking.penalty,
            "sources": [asdict(one) for one in found.sources],
            "paid": sum(one.paid for one in found.sources),
            "refunded": sum(one.refunded for one in found.sources),
            "kept": found.kept,
            "beside": found.beside,
            "shares": [asdict(one) for one in found.shares] if shares else None,
            "platform": found.platform if platform else None,
        }
    )
