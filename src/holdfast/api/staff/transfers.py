"""Staff: units on their way from one location to another."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field, model_validator

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.texts import Reason, one_line
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.catalog import VariantNotFound
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.stock import MadeOfOthers
from holdfast.flows.inventory.transfer import SameLocation
from holdfast.flows.inventory.transit import (
    MoreThanSent,
    TransferEnded,
    arrive,
    call_back,
    change_arrival,
    known_transfer,
    send,
)
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import new_id, page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.kit.sentences import say
from holdfast.locations import LocationNotFound
from holdfast.transfers import (
    MOST_UNITS,
    Arrival,
    Transfer,
    TransferNotFound,
    TransferStatus,
    list_transfers,
)
from holdfast.views.purchases import named_variants

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/transfers", tags=["staff"])

Units = Annotated[int, Field(ge=0, le=MOST_UNITS, strict=True)]


class GoodsTransferAsked(Ask):
    """Units that leave one location for another and arrive later."""

    variant_id: UUID
    from_location_id: UUID
    to_location_id: UUID
    quantity: Annotated[int, Field(ge=1, le=MOST_UNITS, strict=True)]
    reason: Reason
    expected_on: date | None = Field(
        default=None, description="The day on which they are to arrive"
    )


class TransferArrivalAsked(Ask):
    """What came now, and what never will."""

    came: Units = Field(default=0, description="So many are on sale there from now on")
    lost: Units = Field(default=0, description="So many are written off")
    reason: Annotated[str, Field(max_length=200), AfterValidator(one_line)] | None = Field(
        default=None, description="Why they are lost"
    )

    @model_validator(mode="after")
    def something(self) -> "TransferArrivalAsked":
        if not self.came + self.lost:
            raise ValueError(say("Say how many came or were lost."))
        if self.lost and not (self.reason or "").strip():
            raise ValueError(say("Say why they are lost."))
        return self


class TransferDayAsked(Ask):
    expected_on: date | None = Field(description="null: nobody knows")


class TransferCancelAsked(Ask):
    reason: Reason


class TransferBody(Answer):
    id: UUID
    variant_id: UUID
    product_id: UUID | None = Field(description="null: it was deleted since")
    product_name: str
    sku: str
    options: dict[str, str]
    from_location_id: UUID
    from_location: str
    to_location_id: UUID
    to_location: str
    quantity: int = Field(description="Sent")
    came: int
    lost: int = Field(description="Written off")
    under_way: int = Field(description="On sale nowhere")
    reason: str
    expected_on: date | None
    status: TransferStatus = Field(
        description="`lost`: none came; `cancelled`: what was under way went back"
    )
    sent_at: Instant
    ended_at: Instant | None


class TransfersBody(Answer):
    transfers: list[TransferBody] = Field(description="Newest first")
    next_cursor: str | None


@router.get("", responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE)
async def list_all_transfers(
    request: Request,
    is_open: Annotated[
        bool | None,
        Query(alias="open", description="Only those that are under way; false: others"),
    ] = None,
    variant_id: Annotated[
        UUID | None, Query(alias="variantId", description="Only those of this variant")
    ] = None,
    location_id: Annotated[
        UUID | None, Query(alias="locationId", description="Only those from there or to there")
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> TransfersBody:
    """Every transfer that takes a while, newest first."""
    before = decode_id(cursor)
    found = await list_transfers(
        shop_parts(request).database.pool,
        before,
        limit + 1,
        is_open=is_open,
        variant_id=variant_id,
        location_id=location_id,
    )
    page, more = page_by_id(found, limit)
    return TransfersBody(
        transfers=await _bodies(request, page),
        next_cursor=more,
    )


@router.get(
    "/{transfer_id}",
    responses=problems(TransferNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_transfer(request: Request, transfer_id: UUID) -> TransferBody:
    """One transfer."""
    return await _body(request, await known_transfer(shop_parts(request), transfer_id))


@router.post(
    "",
    status_code=201,
    responses=problems(
        VariantNotFound,
        MadeOfOthers,
        StockIsCodes,
        GoodsAreFiles,
        LocationNotFound,
        LocationClosed,
        SameLocation,
        InsufficientStock,
        *TELLS_AGAIN,
    ),
)
async def post_sent(request: Request, asked: GoodsTransferAsked) -> TransferBody:
    """Send free units on their way. Until they arrive they are on sale nowhere; what buyers hold
    stays. Buyers of what is sold out see when they arrive."""
    here, by = shop_parts(request), caller(request, "transfer")
    new = Transfer(
        id=new_id(),
        variant_id=asked.variant_id,
        source_id=asked.from_location_id,
        target_id=asked.to_location_id,
        quantity=asked.quantity,
        reason=asked.reason,
        expected_on=asked.expected_on,
    )
    return await _body(request, await send(here, by, new))


@router.post(
    "/{transfer_id}/arrive",
    responses=problems(TransferNotFound, TransferEnded, MoreThanSent, LocationClosed, *COMMITS),
)
async def post_arrival(
    request: Request, transfer_id: UUID, asked: TransferArrivalAsked
) -> TransferBody:
    """Take in what came, whole or in part, and write off what is lost. Who waits is served
    first."""
    here, by = shop_parts(request), caller(request, f"arrive/{transfer_id}")
    what = Arrival(asked.came, asked.lost, (asked.reason or "").strip())
    return await _body(request, await arrive(here, by, transfer_id, what, GoodsLine(here)))


@router.put("/{transfer_id}/expected", responses=problems(TransferNotFound, TransferEnded))
async def put_arrival_day(
    request: Request, transfer_id: UUID, asked: TransferDayAsked
) -> TransferBody:
    """Say on which day it is to arrive."""
    here, by = shop_parts(request), caller(request)
    return await _body(request, await change_arrival(here, by, transfer_id, asked.expected_on))


@router.post("/{transfer_id}/cancel", responses=problems(TransferNotFound, TransferEnded, *COMMITS))
async def post_called_back(
    request: Request, transfer_id: UUID, asked: TransferCancelAsked
) -> TransferBody:
    """What is under way lies again where it came from."""
    here, by = shop_parts(request), caller(request, f"cancel-transfer/{transfer_id}")
    found = await call_back(here, by, transfer_id, asked.reason, GoodsLine(here))
    return await _body(request, found)


async def _body(request: Request, found: Transfer) -> TransferBody:
    (body,) = await _bodies(request, [found])
    return body


async def _bodies(request: Request, found: Sequence[Transfer]) -> list[TransferBody]:
    here = shop_parts(request)
    ids = {one.variant_id for one in found}
    async with here.database.read() as connection:
        known = await named_variants(connection, ids, locale_of(request))
    places = {one.id: one.name for one in await here.stocks.locations.now()}
    bodies = []
    for one in found:
        assert one.sent_at is not None, "it is stored"
        variant = known.get(one.variant_id)
        bodies.append(
            TransferBody(
                id=one.id,
                variant_id=one.variant_id,
                product_id=variant.product_id if variant else None,
                product_name=variant.product_name if variant else "",
                sku=variant.sku if variant else "",
                options=variant.options if variant else {},
                from_location_id=one.source_id,
                from_location=places.get(one.source_id, ""),
                to_location_id=one.target_id,
                to_location=places.get(one.target_id, ""),
                quantity=one.quantity,
                came=one.came,
                lost=one.lost,
                under_way=one.under_way,
                reason=one.reason,
                expected_on=one.expected_on,
                status=one.status,
                sent_at=one.sent_at,
                ended_at=one.ended_at,
            )
        )
    return bodies
