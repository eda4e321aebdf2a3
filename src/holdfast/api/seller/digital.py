"""Sellers: their own goods that nobody sends, as staff have those of the whole shop: which are
delivered as codes or as a file, and these codes and files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.codes import (
    CodeMovedBecause,
    CodesBrought,
    CodesNow,
    StaffCodeSaid,
    VariantDeliveryAsked,
)
from holdfast.api.contract.files import FileNow
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, RateLimited, problems
from holdfast.api.contract.uploads import file_body, upload
from holdfast.api.seller.products import own, selling
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.codes import (
    code_of,
    code_put_back,
    code_said,
    code_taken_out,
    codes_now,
)
from holdfast.api.staff.files import GOODS_FILE, FileName, file_brought, file_shown
from holdfast.catalog import VariantNotFound
from holdfast.digital import CodeNotFound, CodeStatus, CodeUnreadable
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.digital.bringing import (
    BadCodes,
    CodeMoved,
    CodesThere,
    NotByCodes,
    bring,
)
from holdfast.flows.digital.delivery import DeliveryFixed, choose_delivery, must_be_of
from holdfast.flows.digital.files import BadFile, FilesAway, FilesFull
from holdfast.flows.inventory.by_codes import NotByFile
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit.paging import BadCursor
from holdfast.sellers import SellerLeaves, SellerNotFound, SellerSuspended

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}/variants/{variant_id}", tags=["sellers"])

_THEIRS = (SellerNotFound, VariantNotFound)
_CHANGES = (*_THEIRS, SellerLeaves, SellerSuspended)


@router.get("/codes", response_model=CodesNow, responses=problems(*_THEIRS, BadCursor))
async def get_own_codes(
    request: Request,
    seller_id: UUID,
    variant_id: UUID,
    status: Annotated[CodeStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """How it is delivered, how many codes there are of it, and which became what. None says what it
    is."""
    await _own(request, await own(request, seller_id), variant_id)
    return await codes_now(shop_parts(request), variant_id, status, cursor, limit)


@router.put(
    "/delivery", response_model=CodesNow, responses=problems(*_CHANGES, DeliveryFixed, *COMMITS)
)
async def put_own_delivery(
    request: Request, seller_id: UUID, variant_id: UUID, asked: VariantDeliveryAsked
) -> Response:
    """Say how its units reach who buys them, while there are none."""
    owner, here = await selling(request, seller_id), shop_parts(request)
    await choose_delivery(here, caller(request), variant_id, asked.delivered_as, owner)
    return await codes_now(here, variant_id)


@router.post(
    "/codes",
    operation_id="bringOwnCodes",
    response_model=CodesNow,
    responses=problems(*_CHANGES, NotByCodes, BadCodes, CodesThere, DeliveryFixed, *COMMITS),
)
async def post_own_codes(
    request: Request, seller_id: UUID, variant_id: UUID, asked: CodesBrought
) -> Response:
    """Bring codes: as many more are on sale. All of them, or none."""
    await _own(request, await selling(request, seller_id), variant_id)
    here, by = shop_parts(request), caller(request, f"codes/{variant_id}")
    await bring(here, by, variant_id, asked.codes, GoodsLine(here))
    return await codes_now(here, variant_id)


@router.post(
    "/codes/{code_id}/show",
    operation_id="lookAtOwnCode",
    response_model=StaffCodeSaid,
    responses=problems(*_THEIRS, CodeNotFound, CodeUnreadable, *COMMITS),
)
async def post_own_show(
    request: Request, seller_id: UUID, variant_id: UUID, code_id: UUID
) -> Response:
    """What one says that an order was given, to answer its buyer; never one that is still to be
    sold. That somebody looked stands in the shop's audit log."""
    await _own(request, await own(request, seller_id), variant_id)
    if (await code_of(shop_parts(request), variant_id, code_id)).order_id is None:
        raise CodeNotFound("Nobody was given it.")
    return await code_said(request, code_id)


@router.post(
    "/codes/{code_id}/withdraw",
    operation_id="withdrawOwnCode",
    response_model=CodesNow,
    responses=problems(*_CHANGES, CodeNotFound, CodeMoved, InsufficientStock, *COMMITS),
)
async def post_own_withdraw(
    request: Request, seller_id: UUID, variant_id: UUID, code_id: UUID, asked: CodeMovedBecause
) -> Response:
    """Take a code out that nobody was given: it is void, and one fewer is on sale."""
    await _own(request, await selling(request, seller_id), variant_id)
    return await code_taken_out(request, variant_id, code_id, asked)


@router.post(
    "/codes/{code_id}/restore",
    operation_id="restoreOwnCode",
    response_model=CodesNow,
    responses=problems(*_CHANGES, CodeNotFound, CodeMoved, NotByCodes, *COMMITS),
)
async def post_own_restore(
    request: Request, seller_id: UUID, variant_id: UUID, code_id: UUID, asked: CodeMovedBecause
) -> Response:
    """Put a code that is void back in the list: it is on sale again."""
    await _own(request, await selling(request, seller_id), variant_id)
    return await code_put_back(request, variant_id, code_id, asked)


@router.get("/file", response_model=FileNow, responses=problems(*_THEIRS))
async def get_own_file(request: Request, seller_id: UUID, variant_id: UUID) -> Response:
    """How it is delivered, and the file that its buyers get."""
    await _own(request, await own(request, seller_id), variant_id)
    return await file_shown(shop_parts(request), variant_id)


@router.post(
    "/file",
    operation_id="bringOwnFile",
    response_model=FileNow,
    responses=problems(*_CHANGES, NotByFile, BadFile, FilesFull, FilesAway, RateLimited),
    openapi_extra=file_body("application/octet-stream"),
)
@upload(GOODS_FILE)
async def post_own_file(
    request: Request, seller_id: UUID, variant_id: UUID, name: FileName
) -> Response:
    """Bring its file, of at most 200 MB, or replace it: whoever bought it before gets the new one,
    too. All files of a seller have 10 GB together; what was replaced takes room for a day."""
    owner = await selling(request, seller_id)
    await _own(request, owner, variant_id)
    return await file_brought(request, variant_id, name, owner)


async def _own(request: Request, owner: UUID, variant_id: UUID) -> None:
    """Raises :class:`~holdfast.catalog.VariantNotFound`."""
    async with database(request).read() as connection:
        await must_be_of(connection, variant_id, owner)
