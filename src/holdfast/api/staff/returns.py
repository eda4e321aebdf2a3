"""Staff: what buyers send back: decided, received, looked at line by line, refunded."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, InvalidRequest, problems
from holdfast.api.contract.return_sums import ReckoningAnswer, reckoning_body
from holdfast.api.contract.returns import (
    SendBackLineNumber,
    SendBackPreview,
    SentBackAnswer,
    once,
    return_answer,
)
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.staff.of_others import RETURN_OF_ANOTHER
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.flows.checkout.basket import MAX_CART_LINES, MAX_QUANTITY
from holdfast.flows.commit.refusals import BalanceTooLarge
from holdfast.flows.ending.refunded_units import UnitsNotThere
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.payments.give_back import NothingPaid, PaymentDisputed, RefundTooLarge
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.returning.asking import approve, receive, refuse_return, seen
from holdfast.flows.returning.inspecting import (
    Came,
    DeductionTooLarge,
    NotInReturn,
    inspect,
    reckoned,
)
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
from holdfast.locations import FIRST_LOCATION, LocationNotFound
from holdfast.returns import (
    ReturnApprovedAlready,
    ReturnEnded,
    ReturnNotApproved,
    ReturnNotFound,
    ReturnNotReceived,
    ReturnReason,
    ReturnReceivedAlready,
    ReturnStatus,
)
from holdfast.views.returns import ReturnFilter, open_returns, return_rows

__all__ = [
    "INSPECTS", "ApproveReturnAsked", "OwnInspectAsked", "RefuseReturnAsked", "router",
]  # fmt: skip

router = APIRouter(prefix="/api/staff/returns", tags=["staff"])

_STEPS: Final = (ReturnNotFound, ReturnEnded, *COMMITS)
INSPECTS: Final = (
    ReturnNotReceived,
    NotInReturn,
    UnitsNotThere,
    NothingPaid,
    RefundTooLarge,
    PaymentDisputed,
    BalanceTooLarge,
)
_Some = Annotated[int, Field(ge=0, le=MAX_QUANTITY, strict=True)]


class ReturnListed(Answer):
    """A return as the list has it; `units` is how many pieces are in it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int = Field(description="Its place in the order, from 1")
    status: ReturnStatus
    by_rule: bool
    made_at: Instant
    refunded: int | None
    units: int
    reasons: list[ReturnReason]
    order_id: UUID
    order_number: str
    currency: str
    buyer: BuyerShown


class ReturnsAnswer(Answer):
    returns: list[ReturnListed]
    counts: dict[ReturnStatus, int] = Field(description="Of those that are open, on all pages")
    next_cursor: str | None


class ApproveReturnAsked(Ask):
    """What the buyer is told, as where to send it."""

    answer: Annotated[str, Field(max_length=1000)] = ""


class RefuseReturnAsked(Ask):
    """Why it is not taken back: the buyer is told."""

    reason: Reason


class CameAsked(Ask):
    """Of a line: so many go back on sale, so many are written off, and why."""

    line: SendBackLineNumber
    restocked: _Some = 0
    written_off: _Some = 0
    fault: Annotated[str, Field(max_length=500)] = ""


class OwnInspectAsked(Ask):
    """What came of each line; what is not named did not come."""

    lines: Annotated[list[CameAsked], Field(max_length=MAX_CART_LINES)]
    exchange: Annotated[
        bool, Field(strict=True, description="false: what is exchanged is refunded after all")
    ] = True
    location_id: UUID = Field(
        default=FIRST_LOCATION,
        description="Where what is sold again lies from now on; left out: the first location",
    )

    def came(self) -> dict[int, Came]:
        """As the flow takes it. Raises the refusal where a reason lacks."""
        found = {
            one.line: Came(one.restocked, one.written_off, one.fault.strip()) for one in self.lines
        }
        if len(found) < len(self.lines):
            raise InvalidRequest("Name each line once.", field="lines")
        for at, one in enumerate(self.lines):
            if one.written_off and not one.fault.strip():
                raise InvalidRequest("Say why it is written off.", field=f"lines[{at}].fault")
        return found


class InspectAsked(OwnInspectAsked):
    """What came of each line; what is not named did not come. `deduct` is taken off what was paid
    for it, for the reason `deduction`, which the buyer is told."""

    deduct: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True, description="Minor units")] = 0
    deduction: Annotated[str, Field(max_length=500)] = ""

    def came(self) -> dict[int, Came]:
        """As the flow takes it. Raises the refusal where a reason lacks."""
        if self.deduct and not self.deduction.strip():
            raise InvalidRequest(say("Give a reason."), field="deduction")
        return super().came()


@router.get("", responses=problems(BadCursor))
async def list_all_returns(
    request: Request,
    status: Annotated[
        ReturnFilter, Query(description="`open`: something is still to happen to it")
    ] = "all",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ReturnsAnswer:
    """Returns, those asked for last first."""
    async with shop_parts(request).database.read() as connection:
        found, after = await return_rows(connection, status, cursor or None, limit)
        counts = await open_returns(connection)
    shown = [ReturnListed.model_validate(one) for one in found]
    return ReturnsAnswer.model_validate(
        {"returns": shown, "counts": counts, "next_cursor": after}, by_name=True
    )


@router.get(
    "/{return_id}",
    response_model=SentBackAnswer,
    responses=problems(ReturnNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_return(request: Request, return_id: UUID) -> Response:
    """One return, with what may be done with it."""
    return await _answer(request, return_id)


@router.post(
    "/{return_id}/approve",
    dependencies=RETURN_OF_ANOTHER,
    response_model=SentBackAnswer,
    responses=problems(OwnStanding, ReturnApprovedAlready, ReturnReceivedAlready, *_STEPS),
)
async def post_approve(request: Request, return_id: UUID, asked: ApproveReturnAsked) -> Response:
    """Its buyer may send it, and is told what staff say."""
    by = caller(request, f"return-approve/{return_id}")
    await approve(shop_parts(request), by, return_id, asked.answer.strip())
    return await _answer(request, return_id)


@router.post(
    "/{return_id}/refuse",
    response_model=SentBackAnswer,
    responses=problems(ReturnReceivedAlready, *_STEPS),
)
async def post_refuse(request: Request, return_id: UUID, asked: RefuseReturnAsked) -> Response:
    """It is not taken back; its buyer is told why."""
    by = caller(request, f"return-refuse/{return_id}")
    await refuse_return(shop_parts(request), by, return_id, asked.reason)
    return await _answer(request, return_id)


@router.post(
    "/{return_id}/receive",
    dependencies=RETURN_OF_ANOTHER,
    response_model=SentBackAnswer,
    responses=problems(OwnStanding, ReturnNotApproved, ReturnReceivedAlready, *_STEPS),
)
async def post_receive(request: Request, return_id: UUID) -> Response:
    """It came back; nothing is refunded before it was looked at."""
    by = caller(request, f"return-receive/{return_id}")
    await receive(shop_parts(request), by, return_id)
    return await _answer(request, return_id)


@router.post(
    "/{return_id}/preview",
    operation_id="previewDecision",
    responses=problems(ReturnNotFound, NotInReturn),
)
async def post_preview(
    request: Request, return_id: UUID, asked: SendBackPreview
) -> ReckoningAnswer:
    """What was paid for so many units of each line of it."""
    once(asked.lines)
    here = shop_parts(request)
    wanted = {one.line: one.quantity for one in asked.lines}
    found = await reckoned(here, return_id, wanted, exchange=asked.exchange)
    currency = (await seen(here, return_id)).order.currency
    return reckoning_body(found, wanted, currency)


@router.post(
    "/{return_id}/inspect",
    dependencies=RETURN_OF_ANOTHER,
    response_model=SentBackAnswer,
    responses=problems(
        OwnStanding, DeductionTooLarge, LocationNotFound, LocationClosed, *INSPECTS, *_STEPS
    ),
)
async def post_inspect(request: Request, return_id: UUID, asked: InspectAsked) -> Response:
    """Line by line what came is put back on sale or written off, and what was paid for it goes
    back to where it came from, or what was asked for in place of it goes out: all in one, or
    nothing."""
    by = caller(request, f"return-inspect/{return_id}")
    await inspect(
        shop_parts(request),
        by,
        return_id,
        asked.came(),
        deduct=asked.deduct,
        deduction=asked.deduction.strip(),
        exchange=asked.exchange,
        location=asked.location_id,
    )
    return await _answer(request, return_id)


async def _answer(request: Request, return_id: UUID) -> Response:
    here = shop_parts(request)
    return await return_answer(here.shelf, await seen(here, return_id), reader_of(request))
