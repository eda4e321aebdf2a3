"""Staff: variants that are delivered as codes, and their codes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import json_answer, unkept
from holdfast.api.contract.codes import (
    CodeMovedBecause,
    CodesBrought,
    CodesNow,
    StaffCodeSaid,
    VariantDeliveryAsked,
    code_body,
)
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.catalog import VariantNotFound, stock_key
from holdfast.digital import (
    CodeNotFound,
    CodeStatus,
    CodeUnreadable,
    DigitalCode,
    code_by_id,
    counts_of,
    page_of_codes,
)
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.digital.bringing import (
    BadCodes,
    CodeMoved,
    CodesThere,
    NotByCodes,
    bring,
    look_at,
    restore,
    withdraw,
)
from holdfast.flows.digital.delivery import DeliveryFixed, choose_delivery, delivery_of
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit.paging import BadCursor, decode_id, page_by_id

__all__ = ["code_of", "code_put_back", "code_said", "code_taken_out", "codes_now", "router"]

router = APIRouter(prefix="/api/staff/variants", tags=["staff"])

_PAGE = 50


@router.get(
    "/{variant_id}/codes",
    response_model=CodesNow,
    responses=problems(VariantNotFound, BadCursor),
)
async def get_codes(
    request: Request,
    variant_id: UUID,
    status: Annotated[CodeStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = _PAGE,
) -> Response:
    """How it is delivered, how many codes there are of it, and which became what. None says what it
    is."""
    return await codes_now(shop_parts(request), variant_id, status, cursor, limit)


@router.put(
    "/{variant_id}/delivery",
    response_model=CodesNow,
    responses=problems(VariantNotFound, DeliveryFixed, *COMMITS),
)
async def put_delivery(request: Request, variant_id: UUID, asked: VariantDeliveryAsked) -> Response:
    """Say how its units reach who buys them, while there are none."""
    here = shop_parts(request)
    await choose_delivery(here, caller(request), variant_id, asked.delivered_as)
    return await codes_now(here, variant_id)


@router.post(
    "/{variant_id}/codes",
    operation_id="bringCodes",
    response_model=CodesNow,
    responses=problems(VariantNotFound, NotByCodes, BadCodes, CodesThere, DeliveryFixed, *COMMITS),
)
async def post_codes(request: Request, variant_id: UUID, asked: CodesBrought) -> Response:
    """Bring codes: as many more are on sale. All of them, or none."""
    here, by = shop_parts(request), caller(request, f"codes/{variant_id}")
    await bring(here, by, variant_id, asked.codes, GoodsLine(here))
    return await codes_now(here, variant_id)


@router.post(
    "/{variant_id}/codes/{code_id}/show",
    operation_id="lookAtCode",
    response_model=StaffCodeSaid,
    responses=problems(CodeNotFound, CodeUnreadable, *COMMITS),
)
async def post_show(request: Request, variant_id: UUID, code_id: UUID) -> Response:
    """What it says. That somebody looked stands in the audit log."""
    here = shop_parts(request)
    await code_of(here, variant_id, code_id)
    return await code_said(request, code_id)


@router.post(
    "/{variant_id}/codes/{code_id}/withdraw",
    operation_id="withdrawCode",
    response_model=CodesNow,
    responses=problems(CodeNotFound, CodeMoved, InsufficientStock, *COMMITS),
)
async def post_withdraw(
    request: Request, variant_id: UUID, code_id: UUID, asked: CodeMovedBecause
) -> Response:
    """Take a code out that nobody was given: it is void, and one fewer is on sale."""
    return await code_taken_out(request, variant_id, code_id, asked)


@router.post(
    "/{variant_id}/codes/{code_id}/restore",
    operation_id="restoreCode",
    response_model=CodesNow,
    responses=problems(CodeNotFound, CodeMoved, NotByCodes, *COMMITS),
)
async def post_restore(
    request: Request, variant_id: UUID, code_id: UUID, asked: CodeMovedBecause
) -> Response:
    """Put a code that is void back in the list: it is on sale again."""
    return await code_put_back(request, variant_id, code_id, asked)


async def codes_now(
    here: ShopParts,
    variant_id: UUID,
    status: CodeStatus | None = None,
    cursor: str | None = None,
    limit: int = _PAGE,
) -> Response:
    """A variant's codes as they stand."""
    pool = here.database.pool
    before = decode_id(cursor)
    delivered_as = await delivery_of(here, variant_id)
    counts = await counts_of(pool, variant_id)
    account = await here.reader.account(stock_key(variant_id))
    found = await page_of_codes(pool, variant_id, status, before, limit + 1)
    page, more = page_by_id(found, limit)
    held = account.held if delivered_as == "codes" else 0
    return json_answer(
        {
            "variantId": variant_id,
            "deliveredAs": delivered_as,
            "counts": {**counts, "held": held},
            "codes": [code_body(one) for one in page],
            "nextCursor": more,
        }
    )


async def code_of(here: ShopParts, variant_id: UUID, code_id: UUID) -> DigitalCode:
    """Raises :class:`~holdfast.digital.CodeNotFound`."""
    found = await code_by_id(here.database.pool, code_id)
    if found.variant_id != variant_id:
        raise CodeNotFound("The variant has no such code.")
    return found


async def code_taken_out(
    request: Request, variant_id: UUID, code_id: UUID, asked: CodeMovedBecause
) -> Response:
    """The codes of the variant, without one that nobody was given."""
    here, by = shop_parts(request), caller(request, f"withdraw-code/{code_id}")
    await code_of(here, variant_id, code_id)
    await withdraw(here, by, code_id, asked.reason)
    return await codes_now(here, variant_id)


async def code_put_back(
    request: Request, variant_id: UUID, code_id: UUID, asked: CodeMovedBecause
) -> Response:
    """The codes of the variant, with one that was void."""
    here, by = shop_parts(request), caller(request, f"restore-code/{code_id}")
    await code_of(here, variant_id, code_id)
    await restore(here, by, code_id, asked.reason, GoodsLine(here))
    return await codes_now(here, variant_id)


async def code_said(request: Request, code_id: UUID) -> Response:
    """What it says, which nothing keeps on its way."""
    said = await look_at(shop_parts(request), caller(request), code_id)
    return unkept(json_answer({"id": code_id, "code": said}))
