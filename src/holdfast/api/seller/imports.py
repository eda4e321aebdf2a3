"""Sellers: their products as a file, out and in, as staff have it of the whole shop."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from holdfast.api.contract.csv_answers import CSV, csv_answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.seller.products import own, selling
from holdfast.api.shell.dependencies import late
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.staff.imports import (
    KINDS,
    FileName,
    ImportAnswer,
    Imports,
    OwnGoAsked,
    begun,
    damaged,
    found_one,
    recent,
    went_on,
)
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.inventory.browser_imports import (
    ImportNotChecked,
    ImportNotFound,
    TooManyImports,
)
from holdfast.flows.inventory.catalogue_editing import CurrencyMissing
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.locations import LocationNotFound
from holdfast.sellers import SellerLeaves, SellerNotFound, SellerSuspended
from holdfast.views.catalogue_export import export_lines

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}", tags=["sellers"])

OWN_CSV: Final = Upload(5 * 1024 * 1024, KINDS)


@router.get(
    "/catalogue.csv",
    response_class=StreamingResponse,
    responses={**CSV, **problems(SellerNotFound)},
)
async def get_own_catalogue(request: Request, seller_id: UUID) -> StreamingResponse:
    """The seller's products, drafts and archived ones too, as `GET /api/staff/catalogue.csv` has
    all. An import of it changes nothing."""
    owner = await own(request, seller_id)

    async def lines() -> AsyncIterator[str]:
        async for text, _ in export_lines(late(request).choose(), owner):
            yield text

    return csv_answer("catalogue.csv", lines())


@router.post(
    "/imports",
    status_code=202,
    responses=problems(
        CurrencyMissing,
        TooManyImports,
        IdempotencyKeyReused,
        SellerNotFound,
        SellerLeaves,
        SellerSuspended,
    ),
    openapi_extra=file_body("text/csv"),
)
@upload(OWN_CSV)
async def post_own_import(
    request: Request, seller_id: UUID, name: FileName = "products.csv"
) -> ImportAnswer:
    """Send a product CSV as the export has it, at most 5 MB, one at a time. It touches the seller's
    products alone: a row with another's handle or SKU is left out. Checked as staff's are."""
    return await begun(request, name, await selling(request, seller_id))


@router.get(
    "/imports",
    responses=problems(SellerNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_own_imports(request: Request, seller_id: UUID) -> Imports:
    """The seller's latest five, the newest first."""
    return await recent(request, await own(request, seller_id))


@router.get(
    "/imports/{import_id}",
    responses=problems(ImportNotFound, SellerNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_import(request: Request, seller_id: UUID, import_id: UUID) -> ImportAnswer:
    """How far it is, and its report."""
    return await found_one(request, import_id, await own(request, seller_id))


@router.post(
    "/imports/{import_id}/go",
    status_code=202,
    responses=problems(
        ImportNotFound, ImportNotChecked, TooManyImports, LocationNotFound, LocationClosed,
        SellerNotFound, SellerLeaves, SellerSuspended,
    ),
)  # fmt: skip
async def post_own_go(
    request: Request, seller_id: UUID, import_id: UUID, asked: OwnGoAsked
) -> ImportAnswer:
    """Let a checked file go in. Said twice it goes in once. Pictures are copied into the shop; one
    that cannot be had is left out."""
    return await went_on(request, import_id, asked, await selling(request, seller_id))


@router.get(
    "/imports/{import_id}/faults.csv",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {}}},
        **problems(ImportNotFound, SellerNotFound),
    },
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_faults(request: Request, seller_id: UUID, import_id: UUID) -> Response:
    """The rows that were left out or not taken as they stood, with why, to be mended and sent
    again."""
    return await damaged(request, import_id, await own(request, seller_id))
