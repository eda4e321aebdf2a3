"""Bookings as they are asked for, and for what that is refused."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.carts import CART_REFUSED, ItemAsked
from holdfast.api.contract.for_client import BookedFor
from holdfast.api.contract.guest_contacts import OrderContactAsked
from holdfast.api.contract.intake import GivenAnswers
from holdfast.booking.bookings import Cause, Pay
from holdfast.booking.services import (
    MAX_ALSO,
    MAX_EXTRAS,
    MAX_PEOPLE,
    NotTogether,
    ServiceNotFound,
)
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.contact import ContactUnconfirmed
from holdfast.flows.booking.intake import AnswersInvalid
from holdfast.flows.booking.longer import TooFewHours
from holdfast.flows.booking.moving import CostsMore, MovedTooOften, OnRequest, TooLateToMove
from holdfast.flows.booking.nearness import PlaceNeeded, TooFar
from holdfast.flows.booking.paying_first import NothingToChoose
from holdfast.flows.booking.planning import (
    MOST_NOTE,
    NotOffered,
    StudioClosed,
    TooFarAhead,
    TooSoon,
)
from holdfast.flows.booking.refusing import ClientNotTaken
from holdfast.flows.checkout.asking import TooManyAsked
from holdfast.flows.checkout.basket import MAX_CART_LINES
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken
from holdfast.flows.checkout.times_of_guests import TimesOnNetwork
from holdfast.flows.commit.refusals import (
    NotAgreed,
    TooManyHolds,
    TooManyReservations,
    TooManyUnpaid,
)
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.payments.selling import NotSelling
from holdfast.fraud import OrderDeclined
from holdfast.kit.zones import UnknownZone
from holdfast.ledger import MAX_BALANCE

__all__ = [
    "HOLD_REFUSED", "MOVE_REFUSED", "CancelBookingAsked", "ExpectedPrice", "HoldAsked", "Length",
    "MoveAsked", "Near", "Over", "PayFirst", "PayFirstAsked", "Resources", "TimeAsked",
]  # fmt: skip

HOLD_REFUSED: Final = (
    *CART_REFUSED, NotTogether, ServiceNotFound, NotOffered, PlaceNeeded, TooFar,
    TooSoon, TooFarAhead, StudioClosed, TimeTaken, ScheduleChanged, TooManyHolds, TooManyUnpaid,
    TooManyReservations, NotSelling, OrderDeclined, UnknownZone, ClientNotTaken,
    TooManyAsked, TimesOnNetwork, ContactUnconfirmed, NothingToChoose, AnswersInvalid,
)  # fmt: skip
MOVE_REFUSED: Final = (
    BookingNotFound, ServiceNotFound, NotTogether, NotOffered, PlaceNeeded, TooFar,
    TooSoon, TooFarAhead, StudioClosed, TimeTaken, ScheduleChanged, CostsMore, MovedTooOften,
    TooLateToMove, TooFewHours, OnRequest, NotAgreed, ClientNotTaken, PaymentDisputed,
)  # fmt: skip


MAX_LENGTH: Final = 10_080
Length = Annotated[int, Field(ge=5, le=MAX_LENGTH, strict=True, description="Minutes")]
ExtraName = Annotated[str, Field(min_length=1, max_length=40)]
Resources = Annotated[
    list[UUID] | Literal["any"],
    Field(
        max_length=6,
        description="Who is to serve it, in any order; the others, or `any`, the shop chooses",
    ),
]
Near = Annotated[
    str | None,
    Field(
        max_length=60,
        description="Where the client is, as `55.75,37.62`: some services ask, and one that is in "
        "no studio takes place there",
    ),
]
PayFirst = Annotated[
    Pay | None,
    Field(description="Where a deposit is asked for: that, or all at once; left out, the deposit"),
]
ExpectedPrice = Annotated[
    int | None,
    Field(
        ge=0,
        le=MAX_BALANCE,
        strict=True,
        description="Of the session, as it was shown: should it be another by now, nothing is held "
        "(409 `price-changed`, with both)",
    ),
]
Over = Annotated[
    str,
    Field(
        max_length=MOST_NOTE,
        description="Of staff: why it may lie over blocks that only clients cannot book",
    ),
]


class AlsoAsked(Ask):
    """A further service of the same visit."""

    service_id: UUID
    length: Length | None = Field(default=None, description="Left out: the service's shortest")


class TimeAsked(Ask):
    """A time, with all that is to be had then."""

    service_id: UUID
    start: datetime = Field(description="Without a zone it is by the studio's clock")
    length: Length | None = Field(default=None, description="Left out: the service's shortest")
    extras: Annotated[list[ExtraName], Field(max_length=MAX_EXTRAS)] = Field(
        default=[], description="What is added to the service, by id"
    )
    also: Annotated[list[AlsoAsked], Field(max_length=MAX_ALSO)] = Field(
        default=[], description="Further services, one after another"
    )
    items: Annotated[list[ItemAsked], Field(max_length=MAX_CART_LINES)] = Field(
        default=[], description="Goods of the shop beside it, handed over there"
    )
    resources: Resources = "any"
    people: Annotated[int, Field(ge=1, le=MAX_PEOPLE, strict=True)] = 1
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""
    near: Near = None

    @property
    def named(self) -> tuple[UUID, ...]:
        """Who is to serve it, if that is said."""
        return () if isinstance(self.resources, str) else tuple(self.resources)

    @property
    def further(self) -> list[tuple[UUID, int | None]]:
        """The further services, each with its minutes."""
        return [(one.service_id, one.length) for one in self.also]


class HoldAsked(TimeAsked, BookedFor):
    """A time to be held while it is paid for."""

    over: Over = ""
    pay: PayFirst = None
    expected_price: ExpectedPrice = None
    answers: GivenAnswers = Field(default=[])
    contact: OrderContactAsked | None = Field(
        default=None,
        description="Of a guest: who comes and where they are reached, as"
        " `PUT /api/orders/{orderId}/contact` takes it later",
    )


class PayFirstAsked(Ask):
    """`all` of the price, or the `deposit` and the rest later."""

    pay: Pay


class MoveAsked(Ask):
    """Where it is to be moved. What is left out stays as it is."""

    start: datetime = Field(description="Without a zone it is by the studio's clock")
    length: Length | None = Field(
        default=None,
        description="What prepaid hours paid its client makes no longer than they paid for",
    )
    resources: Resources | None = Field(
        default=None,
        description="Those that serve it now, or others if they cannot; of these, where some are "
        "named. `any`: whoever can",
    )
    people: Annotated[int, Field(ge=1, le=MAX_PEOPLE, strict=True)] | None = Field(
        default=None,
        description="How many come: where that alone is another, it is no move, which costs and"
        " counts",
    )
    over: Over = ""
    near: Near = None
    move_fee: Annotated[int, Field(ge=0, strict=True)] | None = Field(
        default=None,
        description="What moving was shown to cost: should it cost more by now, nothing is moved",
    )
    pay_difference: bool = Field(
        default=False,
        description="What is dearer is held, and the booking moves once the difference is paid",
    )


class CancelBookingAsked(Ask):
    """`expectedRefund` is what was shown: should less come back by now, nothing is done. `cause` is
    for the studio to say."""

    expected_refund: Annotated[int, Field(ge=0, strict=True)] | None = None
    cause: Cause = "client"
    reason: Annotated[str, Field(max_length=500)] = ""
