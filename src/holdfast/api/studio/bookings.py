"""A photographer, or whose studio it is, books their own time for a client, has it paid, and says
who came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.booking_asks import HOLD_REFUSED, Length, Near, TimeAsked
from holdfast.api.contract.bookings import HoldAnswer
from holdfast.api.contract.for_client import ForSomebody, NewClientAsked
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, InvalidRequest, problems
from holdfast.api.contract.slots import position_of, start_asked
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.api.shop.booking_choice import time_asked
from holdfast.api.shop.bookings import hold_answer
from holdfast.booking import Resource, ResourceNotFound
from holdfast.booking.services import MAX_PEOPLE
from holdfast.clients import ClientNotFound
from holdfast.flows.booking.attending import Attendance, NotBegun, attend
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.for_client import ForWhom
from holdfast.flows.booking.own_calendar import own_booking, own_resources
from holdfast.flows.booking.own_clients import hold_for_own_client, link_of_own_booking
from holdfast.flows.booking.paying_due import NothingDue
from holdfast.flows.booking.planning import MOST_NOTE
from holdfast.flows.clients.keeping import BadClient
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    NotAgreed,
    NotPaid,
    OrderCancelledAlready,
    ReservationExpired,
)
from holdfast.flows.mailing.pay_links import (
    MailOff,
    NobodyToTell,
    TooManyLinkMails,
    mail_pay_link,
)
from holdfast.kit import iso
from holdfast.kit.sentences import say
from holdfast.views.booking.finding import Query, asked_of

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/bookings", tags=["studio"])

_LINK_REFUSED = (
    ResourceNotFound, BookingNotFound, BookingEnded, AlreadyPaid, OrderCancelledAlready,
    ReservationExpired, NotAgreed, NothingDue,
)  # fmt: skip
_ATTENDED_REFUSED = (BookingNotFound, NotPaid, BookingEnded)


class OwnHoldAsked(Ask):
    """A time of one's own, for a client of one's own, or somebody new. Who else serves it, and
    where, the shop chooses."""

    service_id: UUID
    start: datetime = Field(description="Without a zone it is by one's own clock")
    length: Length | None = Field(default=None, description="Left out: the service's shortest")
    people: Annotated[int, Field(ge=1, le=MAX_PEOPLE, strict=True)] = 1
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""
    near: Near = None
    client_id: UUID | None = Field(default=None, description="Who booked the asker before")
    new_client: NewClientAsked | None = Field(
        default=None, description="Somebody new, who becomes a client with it"
    )
    later: bool = Field(default=False, description="Nothing is paid to book: it stands at once")

    @property
    def for_whom(self) -> ForWhom:
        """Raises :class:`InvalidRequest`, if it is said twice, or not."""
        asked = ForSomebody.model_construct(client_id=self.client_id, new_client=self.new_client)
        whom = asked.for_whom
        if whom is None:
            raise InvalidRequest(say("Say for whom it is."), field="clientId")
        return whom

    def with_me(self, mine: Resource, parts: Sequence[UUID]) -> TimeAsked:
        """The time, served by oneself, or by these ``parts`` of one's studio, and others."""
        return TimeAsked.model_construct(
            service_id=self.service_id,
            start=start_asked(self.start, mine.zone, "start"),
            length=self.length,
            extras=[],
            also=[],
            items=[],
            resources=[*parts],
            people=self.people,
            note=self.note,
            near=self.near,
        )


class OwnLinkMade(Answer):
    """The address, the same whenever it is asked for."""

    path: str
    expires_at: Instant


@router.post(
    "/hold",
    response_model=HoldAnswer,
    responses=problems(ResourceNotFound, ClientNotFound, BadClient, *HOLD_REFUSED, *TELLS_AGAIN),
)
async def post_own_hold(request: Request, asked: OwnHoldAsked) -> Response:
    """Book one's own time for a client: held while it is paid for, or with `later` at once. Nobody
    is asked to agree."""
    by, whom = caller(request, "hold-own-booking"), asked.for_whom
    own = await own_resources(shop_parts(request), by.principal)
    time = asked.with_me(own[0], await _serving(request, asked, own))
    service, wanted = await time_asked(request, time, made_by=by.actor)
    wanted = replace(wanted, agreed=True, later=asked.later)
    return await hold_answer(
        request, by, service, wanted, time.named, whom, hold=hold_for_own_client
    )


async def _serving(request: Request, asked: OwnHoldAsked, own: Sequence[Resource]) -> list[UUID]:
    """Who of one's own is to serve it: oneself; of a studio whatever of it is fit for a role, so
    that nothing of other studios takes that."""
    if own[0].kind != "studio":
        return [own[0].id]
    reads = state_of(request).slots
    service = await reads.service(asked.service_id)
    query = Query(service=service.id, people=asked.people, near=position_of(asked.near))
    fit = {one.id for some in await reads.fit(asked_of(service, query)) for one in some}
    return [one.id for one in own if one.id in fit]


@router.post(
    "/{booking_id}/pay-link",
    response_model=OwnLinkMade,
    responses=problems(*_LINK_REFUSED, *TELLS_AGAIN),
)
async def post_own_link(request: Request, booking_id: UUID) -> Response:
    """A secret address at which what the asker holds for a client is paid, without signing in; the
    time is held for a day from then on. Of a session of theirs that stands: what is due of it."""
    made = await link_of_own_booking(shop_parts(request), caller(request), booking_id)
    return json_answer({"path": f"/pay/{made.token}", "expiresAt": iso(made.ends_at)})


@router.post(
    "/{booking_id}/pay-link/mail",
    status_code=204,
    responses=problems(*_LINK_REFUSED, MailOff, NobodyToTell, TooManyLinkMails, *COMMITS),
)
async def post_own_link_mail(request: Request, booking_id: UUID) -> None:
    """Mail that address to the client; where that is, is not told."""
    parts, by = shop_parts(request), caller(request, f"mail-own-link/{booking_id}")
    made = await link_of_own_booking(parts, by, booking_id)
    order = await parts.orders.known(made.link.order_id)
    await mail_pay_link(state_of(request).mailing, by, order, made)


@router.post(
    "/{booking_id}/start", status_code=204, responses=problems(*_ATTENDED_REFUSED, *COMMITS)
)
async def post_own_start(request: Request, booking_id: UUID) -> None:
    """The client of a booking of one's own time is there."""
    await _attended(request, booking_id, "start")


@router.post(
    "/{booking_id}/complete",
    status_code=204,
    responses=problems(*_ATTENDED_REFUSED, NotBegun, *COMMITS),
)
async def post_own_complete(request: Request, booking_id: UUID) -> None:
    """It took place: also where nobody was said to have come, until a day after its end."""
    await _attended(request, booking_id, "complete")


@router.post(
    "/{booking_id}/no-show",
    status_code=204,
    responses=problems(*_ATTENDED_REFUSED, NotBegun, *COMMITS),
)
async def post_own_no_show(request: Request, booking_id: UUID) -> None:
    """Nobody came; what was paid is kept."""
    await _attended(request, booking_id, "no-show")


async def _attended(request: Request, booking_id: UUID, what: Attendance) -> None:
    await attend(shop_parts(request), caller(request), booking_id, what, find=own_booking)
