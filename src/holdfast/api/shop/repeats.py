"""One's own repeat orders, and how often a product may be ordered again and again."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.carts import CART_REFUSED
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.repeats import (
    RepeatBody,
    RepeatChangeAsked,
    RepeatOfferBody,
    RepeatsAnswer,
    RepeatSkipAsked,
    RepeatUnskipAsked,
    repeat_body,
)
from holdfast.api.shell.dependencies import caller, member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shop.reviews import product_on_sale
from holdfast.catalog import ProductNotFound
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.commit.refusals import AddressNeeded, ProviderAway
from holdfast.flows.repeats.beginning import repeat_offer
from holdfast.flows.repeats.keeping import (
    change_repeat,
    end_repeat,
    known_repeat,
    pause_repeat,
    restore_day,
    resume_repeat,
    skip_repeat,
)
from holdfast.flows.repeats.showing import repeats_now, with_steps
from holdfast.kit import page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.repeats import BadRepeat, Repeat, RepeatMoved, RepeatNotFound, repeats_page
from holdfast.shipping import AddressInvalid

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"])
_MOVED: Final = problems(RepeatNotFound, RepeatMoved, *COMMITS)


@router.get(
    "/products/{product}/repeats",
    operation_id="getRepeatOffer",
    responses=problems(ProductNotFound),
)
async def get_repeat_offer(request: Request, product: str) -> RepeatOfferBody:
    """How often a product may be ordered again and again, and how much less it costs then."""
    found = await product_on_sale(request, product)
    offer = await repeat_offer(shop_parts(request), found)
    return RepeatOfferBody(intervals=list(offer.intervals), percent=offer.percent)


@router.get(
    "/repeat-orders",
    operation_id="listRepeatOrders",
    response_model=RepeatsAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_repeats(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """One's own, newest first. One stands once the order that it begins with is paid."""
    parts, before = shop_parts(request), decode_id(cursor)
    found = await repeats_page(parts.database.pool, member(request).id, None, before, limit + 1)
    page, more = page_by_id(found, limit)
    shown = [repeat_body(one, locale_of(request)) for one in await repeats_now(parts, page)]
    return json_answer({"repeatOrders": shown, "nextCursor": more})


@router.get(
    "/repeat-orders/{repeat_id}",
    operation_id="getRepeatOrder",
    response_model=RepeatBody,
    responses=problems(RepeatNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_repeat(request: Request, repeat_id: UUID) -> Response:
    """One of one's own, with what was done with it."""
    found = await known_repeat(shop_parts(request), repeat_id, member(request).id)
    return await _answer(request, found)


@router.patch(
    "/repeat-orders/{repeat_id}",
    operation_id="changeRepeatOrder",
    response_model=RepeatBody,
    responses=problems(
        RepeatNotFound, RepeatMoved, BadRepeat, ProviderAway, ShippingUnknown, AddressNeeded,
        AddressInvalid, *CART_REFUSED, *COMMITS,
    ),
    openapi_extra=IN_A_LANGUAGE,
)  # fmt: skip
async def patch_repeat(request: Request, repeat_id: UUID, asked: RepeatChangeAsked) -> Response:
    """Change it from the next day on: that day stays. Another interval is counted from there."""
    by = caller(request, f"change-repeat/{repeat_id}")
    return await _answer(
        request, await change_repeat(shop_parts(request), by, repeat_id, asked.wanted())
    )


@router.post(
    "/repeat-orders/{repeat_id}/skip",
    operation_id="skipRepeatOrder",
    response_model=RepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_skip(
    request: Request, repeat_id: UUID, asked: RepeatSkipAsked | None = None
) -> Response:
    """Leave its next day out."""
    by = caller(request, f"skip-repeat/{repeat_id}")
    day = None if asked is None else asked.next_on
    return await _answer(request, await skip_repeat(shop_parts(request), by, repeat_id, day))


@router.post(
    "/repeat-orders/{repeat_id}/unskip",
    operation_id="unskipRepeatOrder",
    response_model=RepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_unskip(
    request: Request, repeat_id: UUID, asked: RepeatUnskipAsked | None = None
) -> Response:
    """The last day that was left out is the next again, until it is due."""
    by = caller(request, f"unskip-repeat/{repeat_id}")
    day = None if asked is None else asked.day
    return await _answer(request, await restore_day(shop_parts(request), by, repeat_id, day))


@router.post(
    "/repeat-orders/{repeat_id}/pause",
    operation_id="pauseRepeatOrder",
    response_model=RepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_pause(request: Request, repeat_id: UUID) -> Response:
    """Nothing is ordered until it goes on."""
    by = caller(request, f"pause-repeat/{repeat_id}")
    return await _answer(request, await pause_repeat(shop_parts(request), by, repeat_id))


@router.post(
    "/repeat-orders/{repeat_id}/resume",
    operation_id="resumeRepeatOrder",
    response_model=RepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_resume(request: Request, repeat_id: UUID) -> Response:
    """It goes on with the first of its days that is still to come. What staff paused, staff let go
    on."""
    by = caller(request, f"resume-repeat/{repeat_id}")
    return await _answer(request, await resume_repeat(shop_parts(request), by, repeat_id))


@router.post(
    "/repeat-orders/{repeat_id}/end",
    operation_id="endRepeatOrder",
    response_model=RepeatBody,
    responses=_MOVED,
    openapi_extra=IN_A_LANGUAGE,
)
async def post_end(request: Request, repeat_id: UUID) -> Response:
    """End it for good. Orders that were placed stay as they are."""
    by = caller(request, f"end-repeat/{repeat_id}")
    return await _answer(request, await end_repeat(shop_parts(request), by, repeat_id))


async def _answer(request: Request, found: Repeat) -> Response:
    now = await with_steps(shop_parts(request), found)
    return json_answer(repeat_body(now, locale_of(request)))
