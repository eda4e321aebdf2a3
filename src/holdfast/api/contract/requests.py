"""Bookings on request, as they are asked for and answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.booking.bookings import Booking, BookingStatus, NotTaken
from holdfast.flows.booking.answering import MOST_ANSWER
from holdfast.kit import iso

__all__ = [
    "AnswerAsked", "AskedShown", "CounterAsked", "NotTakenAsked", "NotTakenList", "NotTakenShown",
    "ReplyAnswer", "asked_body", "not_taken_body",
]  # fmt: skip

Note = Annotated[
    str, Field(max_length=MOST_ANSWER, description="The client reads it beside the answer")
]


class AskedShown(Answer):
    """What was asked for, where another time is offered; `kept`: it is held as well."""

    start: Instant
    end: Instant
    zone: str
    local: str
    price: int
    kept: bool


class AnswerAsked(Ask):
    """Yes or no, with a word for the client."""

    note: Note = ""


class CounterAsked(Ask):
    """Another time. What is left out stays as it was asked for."""

    start: datetime = Field(description="Without a zone it is by the studio's clock")
    length: Annotated[int, Field(ge=5, le=10_080, strict=True, description="Minutes")] | None = None
    resources: Annotated[list[UUID], Field(max_length=6)] | None = Field(
        default=None, description="Left out: those that were asked"
    )
    keep: bool = Field(
        default=False, description="What was asked for is held as well until the client replies"
    )
    note: Note = ""


class ReplyAnswer(Answer):
    """What the booking is by the answer, and until when that is held."""

    booking_id: UUID
    status: BookingStatus
    expires_at: Instant | None


class NotTakenAsked(Ask):
    """The client of a booking: not any more by one resource (a photographer: by themself), or by
    nobody here. They are not told the reason."""

    booking_id: UUID
    resource_id: UUID | None = None
    reason: Annotated[str, Field(max_length=MOST_ANSWER)] = ""


class NotTakenShown(Answer):
    id: UUID
    user_id: str
    client: str | None
    resource_id: UUID | None = Field(description="Who does not take them; null: nobody here")
    reason: str
    made_at: Instant


class NotTakenList(Answer):
    """The latest first."""

    clients: list[NotTakenShown]


def asked_body(booking: Booking) -> dict[str, Any] | None:
    """As :class:`AskedShown`."""
    if not booking.is_countered:
        return None
    when = booking.asked.when
    return {
        "start": iso(when.starts_at),
        "end": iso(when.ends_at),
        "zone": when.zone,
        "local": when.wall_start,
        "price": booking.asked.price,
        "kept": booking.keeps_asked,
    }


def not_taken_body(lines: Sequence[NotTaken], names: dict[str, str]) -> dict[str, Any]:
    """As :class:`NotTakenList`."""
    return {
        "clients": [
            {
                "id": one.id,
                "userId": one.owner,
                "client": names.get(one.owner),
                "resourceId": one.resource_id,
                "reason": one.reason,
                "madeAt": iso(one.made_at),
            }
            for one in lines
        ]
    }
