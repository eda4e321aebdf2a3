"""Staff: repeat orders of all, and which products may be ordered so."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.repeats import (
    RepeatBody,
    RepeatStopAsked,
    RepeatUnskipAsked,
    repeat_body,
)
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.catalog import ProductNotFound
from holdfast.flows.repeats.beginning import mark_product, marked
from holdfast.flows.repeats.keeping import (
    end_repeat,
    known_repeat,
    pause_repeat,
    restore_day,
    resume_repeat,
)
from holdfast.flows.repeats.showing import RepeatNow, repeats_now, with_steps
from holdfast.kit import page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.people import user_owner
from holdfast.repeats import Repeat, RepeatMoved, RepeatNotFound, repeats_page
from holdfast.views.buyers import buyers_of

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])
_MOVED: Final = problems(RepeatNotFound, RepeatMoved, *COMMITS)


class StaffRepeatBody(RepeatBody):
    """One as staff see it: whose it is, too."""

    buyer: BuyerShown


class StaffRepeatsAnswer(Answer):
    repeat_orders: list[StaffRepeatBody] = Field(description="Newest first")
    next_cursor: str | None


class ProductRepeats(Answer):
    """Whether a product may be ordered again and again, where the shop repeats orders."""

    repeatable: bool


class ProductRepeatsAsked(Ask):
    repeatable: Annotated[bool, Field(strict=True)]


@router.get(
    "/repeat-orders",
    operation_id="listStaffRepeatOrders",
    response_model=StaffRepeatsAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_repeats(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    state: Annotated[
        Literal["active", "paused", "ended"] | None, Query(description="Only those in this state")
    ] = None,
    user: Annotated[UUID | None, Query(description="Only of this account")] = None,
    package: Annotated[UUID | None, Query(description="Only of this package")] = None,
) -> Response:
    """Those that have begun, newest first."""
    parts, before = shop_parts(request), decode_id(cursor)
    owner = None if user is None else user_owner(user)
    found = await repeats_page(parts.database.pool, owner, state, before, limit + 1, package)
    page, more = page_by_id(found, limit)
    shown = await _bodies(request, await repeats_now(parts, page))
    return json_answer({"repeatOrders": shown, "nextCursor": more})


@router.get(
    "/repeat-orders/{repeat_id}",
    operation_id="getStaffRepeatOrder",
    response_model=StaffRepeatBody,
    responses=problems(RepeatNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_repeat(request: Request, repeat_id: UUID) -> Response:
    """One, with what was done with it."""
    return await _answer(request, await known_repeat(shop_parts(request), repeat_id))


@router.post(
    "/repeat-orders/{repeat_id}/unskip",
    operation_id="unskipStaffRepeatOrder",
    response_model=StaffRepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_unskip(
    request: Request, repeat_id: UUID, asked: RepeatUnskipAsked | None = None
) -> Response:
    """The last day that its buyer left out is the next again; they are told that it comes."""
    by = caller(request, f"unskip-repeat/{repeat_id}")
    day = None if asked is None else asked.day
    parts = shop_parts(request)
    return await _answer(request, await restore_day(parts, by, repeat_id, day, staff=True))


@router.post(
    "/repeat-orders/{repeat_id}/pause",
    operation_id="pauseStaffRepeatOrder",
    response_model=StaffRepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_pause(request: Request, repeat_id: UUID, asked: RepeatStopAsked) -> Response:
    """Nothing is ordered by it any more; its buyer is told why, and cannot let it go on."""
    by = caller(request, f"pause-repeat/{repeat_id}")
    parts = shop_parts(request)
    return await _answer(request, await pause_repeat(parts, by, repeat_id, note=asked.reason))


@router.post(
    "/repeat-orders/{repeat_id}/end",
    operation_id="endStaffRepeatOrder",
    response_model=StaffRepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_end(request: Request, repeat_id: UUID, asked: RepeatStopAsked) -> Response:
    """End it for good; its buyer is told why. Orders that were placed stay as they are."""
    by = caller(request, f"end-repeat/{repeat_id}")
    parts = shop_parts(request)
    return await _answer(request, await end_repeat(parts, by, repeat_id, note=asked.reason))


@router.post(
    "/repeat-orders/{repeat_id}/resume",
    operation_id="resumeStaffRepeatOrder",
    response_model=StaffRepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_resume(request: Request, repeat_id: UUID) -> Response:
    """It goes on with the first of its days that is still to come."""
    by = caller(request, f"resume-repeat/{repeat_id}")
    found = await resume_repeat(shop_parts(request), by, repeat_id, staff=True)
    return await _answer(request, found)


@router.get("/products/{product_id}/repeats", responses=problems(ProductNotFound))
async def get_product_repeats(request: Request, product_id: UUID) -> ProductRepeats:
    """Whether a product may be ordered again and again."""
    return ProductRepeats(repeatable=await marked(shop_parts(request), product_id))


@router.put("/products/{product_id}/repeats", responses=problems(ProductNotFound))
async def put_product_repeats(
    request: Request, product_id: UUID, asked: ProductRepeatsAsked
) -> ProductRepeats:
    """Say whether a product may be ordered again and again. Those that have it go on or end with
    its next day."""
    await mark_product(shop_parts(request), caller(request), product_id, yes=asked.repeatable)
    return ProductRepeats(repeatable=asked.repeatable)


async def _answer(request: Request, found: Repeat) -> Response:
    (body,) = await _bodies(request, [await with_steps(shop_parts(request), found)])
    return json_answer(body)


async def _bodies(request: Request, found: Sequence[RepeatNow]) -> list[dict[str, Any]]:
    async with database(request).read() as connection:
        buyers = await buyers_of(connection, {one.repeat.owner for one in found})
    return [
        repeat_body(one, locale_of(request), own=False)
        | {
            "buyer": BuyerShown.model_validate(buyers[one.repeat.owner]).model_dump(
                mode="json", by_alias=True
            )
        }
        for one in found
    ]
