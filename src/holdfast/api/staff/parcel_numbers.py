"""Staff: what carriers call the parcels of many orders, from the file that a carrier gives."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import COMMITS, InvalidRequest, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import body, caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.flows.fulfilment.numbering import (
    MAX_WORD,
    BadNumberFile,
    Became,
    NumberedRow,
    number_by_file,
)
from holdfast.kit.sentences import in_language

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/parcel-numbers", tags=["staff"])

FILE: Final = Upload(256 * 1024, ("text/csv", "application/vnd.ms-excel", "text/plain"))


class ParcelNumberShown(Answer):
    """What became of a row of the file, or would. `refusal` is the code of a problem, which `why`
    says in the reader's language, null if there is none."""

    line: int = Field(description="Of the file, from 1")
    order: str = Field(description="Its number, as the file has it")
    order_id: UUID | None
    parcel: int | None = Field(description="Its place in the order, from 1")
    tracking: str
    became: Became | None = Field(
        description="`shipped`: it left with this number, packed first where it was not; "
        "`numbered`: it had left, and has this number now; `same`: it had it before"
    )
    refusal: str | None
    why: str | None


class ParcelNumbersAnswer(Answer):
    dry_run: bool
    rows: list[ParcelNumberShown] = Field(description="In the order of the file")


@router.post(
    "",
    operation_id="numberParcels",
    responses=problems(BadNumberFile, *COMMITS),
    openapi_extra=file_body("text/csv") | IN_A_LANGUAGE,
)
@upload(FILE)
async def post_numbers(
    request: Request,
    carrier: Annotated[
        str, Query(max_length=MAX_WORD, description="Who takes those of which the file says nobody")
    ] = "",
    dry_run: Annotated[
        bool, Query(alias="dryRun", description="Look through it, and change nothing")
    ] = False,
) -> ParcelNumbersAnswer:
    """Parcels leave with the numbers that a CSV file has for them (order, tracking number, and
    where they are to be said parcel and carrier), at most 500 rows; what has left has its number
    from now on. Their buyers are told. Each row stands by itself, and the same file twice changes
    nothing more."""
    file = body(request)
    if not file:
        raise InvalidRequest("The file is empty.", field="body")
    by = caller(request, "parcel-numbers")
    rows = await number_by_file(shop_parts(request), by, file, carrier.strip(), dry_run=dry_run)
    language = locale_of(request)
    return ParcelNumbersAnswer(dry_run=dry_run, rows=[_shown(one, language) for one in rows])


def _shown(one: NumberedRow, language: str) -> ParcelNumberShown:
    refusal = one.refusal
    return ParcelNumberShown(
        line=one.line,
        order=one.order,
        order_id=one.order_id,
        parcel=one.parcel,
        tracking=one.tracking,
        became=one.became,
        refusal=None if refusal is None else refusal.code,
        why=None if refusal is None else in_language(refusal.detail, language),
    )
