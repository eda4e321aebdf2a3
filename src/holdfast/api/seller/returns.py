"""Sellers: what comes back of their goods. They decide, receive and look at what is all theirs; the
money goes back by the shop."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.photos import WEBP
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.return_sums import ReckoningAnswer, reckoning_body
from holdfast.api.contract.returns import (
    ReturnShown,
    SendBackPreview,
    once,
    return_body,
)
from holdfast.api.seller.products import own
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shop.return_photos import PhotoNumber, photo_answer
from holdfast.api.staff.returns import (
    INSPECTS,
    ApproveReturnAsked,
    OwnInspectAsked,
    RefuseReturnAsked,
)
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.returning.asking import approve, receive, refuse_return
from holdfast.flows.returning.inspecting import NotInReturn, inspect, reckoned
from holdfast.flows.returning.of_sellers import OwnReturn, ReturnShared, own_return, own_whole
from holdfast.kit.paging import BadCursor
from holdfast.kit.photos import PhotoNotFound
from holdfast.locations import LocationNotFound
from holdfast.returns import (
    ReturnAction,
    ReturnApprovedAlready,
    ReturnEnded,
    ReturnNotApproved,
    ReturnNotFound,
    ReturnReason,
    ReturnReceivedAlready,
    ReturnStatus,
)
from holdfast.sellers import SellerNotFound
from holdfast.views.returns import ReturnFilter
from holdfast.views.seller_returns import own_return_rows

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}/returns", tags=["sellers"])

_THEIRS: Final = (SellerNotFound, ReturnNotFound)
_STEPS: Final = (*_THEIRS, ReturnShared, ReturnEnded, *COMMITS)
_SELLERS: Final[frozenset[ReturnAction]] = frozenset({"approve", "refuse", "receive", "inspect"})


class OwnReturnListed(Answer):
    """A return with goods of the seller's: `units` and `reasons` are of these. `shared`: goods of
    others are in it, too, and the shop decides."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int = Field(description="Its place in the order, from 1")
    status: ReturnStatus
    made_at: Instant
    refunded: int | None
    units: int
    reasons: list[ReturnReason]
    shared: bool
    order_id: UUID
    order_number: str
    currency: str
    buyer: str | None = Field(description="The buyer's name, where it is known")


class OwnReturns(Answer):
    returns: list[OwnReturnListed] = Field(description="Those asked for last first")
    next_cursor: str | None


class OwnReturnShown(ReturnShown):
    """A return with the seller's lines of it. `shared`: goods of others are in it, too: the shop
    decides, and the buyer's words, photos and the refund are not shown."""

    order_number: str
    shared: bool


class OwnReturnAnswer(Answer):
    shown: OwnReturnShown = Field(alias="return")


@router.get("", responses=problems(BadCursor, SellerNotFound))
async def list_own_returns(
    request: Request,
    seller_id: UUID,
    status: Annotated[
        ReturnFilter, Query(description="`open`: something is still to happen to it")
    ] = "all",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> OwnReturns:
    """Returns with goods of the seller's."""
    owner = await own(request, seller_id)
    async with shop_parts(request).database.read() as connection:
        found, after = await own_return_rows(connection, owner, status, cursor or None, limit)
    return OwnReturns(
        returns=[OwnReturnListed.model_validate(one) for one in found], next_cursor=after
    )


@router.get("/{return_id}", responses=problems(*_THEIRS), openapi_extra=IN_A_LANGUAGE)
async def get_own_return(request: Request, seller_id: UUID, return_id: UUID) -> OwnReturnAnswer:
    """One return, with what the seller may do with it."""
    owner = await own(request, seller_id)
    here = shop_parts(request)
    found = await own_return(here, owner, return_id)
    body = await return_body(here.shelf, found.seen, reader_of(request))
    return OwnReturnAnswer.model_validate({"return": _of_seller(body, owner, found)})


@router.get(
    "/{return_id}/photos/{number}",
    response_class=Response,
    responses={**WEBP, **problems(*_THEIRS, ReturnShared, PhotoNotFound)},
)
async def get_own_return_photo(
    request: Request, seller_id: UUID, return_id: UUID, number: PhotoNumber
) -> Response:
    """One of the buyer's photos, a WebP."""
    await own_whole(shop_parts(request), await own(request, seller_id), return_id)
    return await photo_answer(request, return_id, number)


@router.post(
    "/{return_id}/approve",
    responses=problems(ReturnApprovedAlready, ReturnReceivedAlready, *_STEPS),
)
async def post_own_approve(
    request: Request, seller_id: UUID, return_id: UUID, asked: ApproveReturnAsked
) -> OwnReturnAnswer:
    """Its buyer may send it, and is told what the seller says."""
    await own_whole(shop_parts(request), await own(request, seller_id), return_id)
    by = caller(request, f"return-approve/{return_id}")
    await approve(shop_parts(request), by, return_id, asked.answer.strip())
    return await get_own_return(request, seller_id, return_id)


@router.post("/{return_id}/refuse", responses=problems(ReturnReceivedAlready, *_STEPS))
async def post_own_refuse(
    request: Request, seller_id: UUID, return_id: UUID, asked: RefuseReturnAsked
) -> OwnReturnAnswer:
    """It is not taken back; its buyer is told why."""
    await own_whole(shop_parts(request), await own(request, seller_id), return_id)
    by = caller(request, f"return-refuse/{return_id}")
    await refuse_return(shop_parts(request), by, return_id, asked.reason)
    return await get_own_return(request, seller_id, return_id)


@router.post(
    "/{return_id}/receive", responses=problems(ReturnNotApproved, ReturnReceivedAlready, *_STEPS)
)
async def post_own_receive(request: Request, seller_id: UUID, return_id: UUID) -> OwnReturnAnswer:
    """It came back; nothing is refunded before it was looked at."""
    await own_whole(shop_parts(request), await own(request, seller_id), return_id)
    await receive(shop_parts(request), caller(request, f"return-receive/{return_id}"), return_id)
    return await get_own_return(request, seller_id, return_id)


@router.post("/{return_id}/preview", responses=problems(*_THEIRS, ReturnShared, NotInReturn))
async def post_own_preview(
    request: Request, seller_id: UUID, return_id: UUID, asked: SendBackPreview
) -> ReckoningAnswer:
    """What was paid for so many units of each line of it, all of which is the seller's."""
    once(asked.lines)
    here = shop_parts(request)
    own_one = await own_whole(here, await own(request, seller_id), return_id)
    wanted = {one.line: one.quantity for one in asked.lines}
    found = await reckoned(here, return_id, wanted, exchange=asked.exchange)
    said = reckoning_body(found, wanted, own_one.seen.order.currency)
    # What else was paid for the order is not the seller's to know.
    return said.model_copy(update={"refundable": min(said.refundable, said.total)})


@router.post(
    "/{return_id}/inspect",
    responses=problems(LocationNotFound, LocationClosed, *INSPECTS, *_STEPS),
)
async def post_own_inspect(
    request: Request, seller_id: UUID, return_id: UUID, asked: OwnInspectAsked
) -> OwnReturnAnswer:
    """Line by line what came is put back on sale or written off; what was paid for it goes back,
    whole, or what was asked for in place of it goes out. What is to be deducted, staff say."""
    await own_whole(shop_parts(request), await own(request, seller_id), return_id)
    by = caller(request, f"return-inspect/{return_id}")
    here = shop_parts(request)
    await inspect(
        here, by, return_id, asked.came(), exchange=asked.exchange, location=asked.location_id
    )
    return await get_own_return(request, seller_id, return_id)


def _of_seller(whole: dict[str, Any], seller_id: UUID, found: OwnReturn) -> dict[str, Any]:
    """Of what staff see of it, the seller's lines alone."""
    place = f"/api/seller/{seller_id}"
    body = whole | {
        "orderNumber": found.seen.order.number,
        "shared": found.shared,
        "lines": [one for one in whole["lines"] if one["line"] in found.lines],
        "photos": [url.replace("/api", place, 1) for url in whole["photos"]],
        "actions": {
            action: why if action in _SELLERS else "forbidden"
            for action, why in whole["actions"].items()
        },
    }
    if found.shared:
        body |= dict.fromkeys(("refunded", "delivery", "deducted", "deduction", "exchanged"))
        body |= {"note": "", "photos": [], "exchange": None}
        body["actions"] = dict.fromkeys(body["actions"], ReturnShared.code)
    return body
