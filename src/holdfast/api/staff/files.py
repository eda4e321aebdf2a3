"""Staff: the file that a variant is delivered as."""

from typing import Annotated, Final, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.files import FileNow, file_now
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import caller, incoming, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.catalog import VariantNotFound
from holdfast.digital import file_of, given_of
from holdfast.flows.digital.delivery import delivery_of
from holdfast.flows.digital.files import MOST_BYTES, BadFile, FilesAway, bring_file
from holdfast.flows.inventory.by_codes import NotByFile
from holdfast.flows.shop_parts import ShopParts

__all__ = ["GOODS_FILE", "FileName", "file_brought", "file_shown", "router"]

router = APIRouter(prefix="/api/staff/variants", tags=["staff"])

GOODS_FILE: Final = Upload(
    MOST_BYTES, ("application/octet-stream",), seconds=900.0, in_hand=2, streamed=True
)
FileName: TypeAlias = Annotated[
    str, Query(max_length=200, description="What its buyers' file is called")
]


@router.get("/{variant_id}/file", response_model=FileNow, responses=problems(VariantNotFound))
async def get_file(request: Request, variant_id: UUID) -> Response:
    """How it is delivered, and the file that its buyers get."""
    return await file_shown(shop_parts(request), variant_id)


@router.post(
    "/{variant_id}/file",
    operation_id="bringFile",
    response_model=FileNow,
    responses=problems(VariantNotFound, NotByFile, BadFile, FilesAway, RateLimited),
    openapi_extra=file_body("application/octet-stream"),
)
@upload(GOODS_FILE)
async def post_file(
    request: Request,
    variant_id: UUID,
    name: FileName,
) -> Response:
    """Bring its file, of at most 200 MB, or replace it: whoever bought it before gets the new one,
    too. It is kept as it comes."""
    return await file_brought(request, variant_id, name)


async def file_brought(
    request: Request, variant_id: UUID, name: str, owner: UUID | None = None
) -> Response:
    """It is kept, as the variant's newest; ``owner``: the seller who brings it."""
    here, store = shop_parts(request), state_of(request).pictures.store
    await bring_file(here, store, caller(request), variant_id, name, incoming(request), owner)
    return await file_shown(here, variant_id)


async def file_shown(here: ShopParts, variant_id: UUID) -> Response:
    """As it is now."""
    pool = here.database.pool
    delivered_as = await delivery_of(here, variant_id)
    file, given = await file_of(pool, variant_id), await given_of(pool, variant_id)
    return json_answer(file_now(variant_id, delivered_as, file, given))
