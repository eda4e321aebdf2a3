"""Staff: a Shopify product CSV, checked first, then let in."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec import to_builtins
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import InvalidRequest, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import body, caller, database, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.catalog import ImportBook, ImportPhase, ImportState, ShownImport
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.inventory.browser_imports import (
    ImportNotChecked,
    ImportNotFound,
    TooManyImports,
    begin_import,
    damaged_of,
    go_on_with_import,
    told_in,
)
from holdfast.flows.inventory.catalogue_editing import CurrencyMissing
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.kit.sentences import in_language, say
from holdfast.locations import LocationNotFound
from holdfast.views.spreadsheet import csv_lines

__all__ = [
    "KINDS", "FileName", "ImportAnswer", "Imports", "OwnGoAsked", "begun", "damaged", "found_one",
    "recent", "router", "went_on",
]  # fmt: skip

router = APIRouter(prefix="/api/staff/imports", tags=["staff"])

KINDS: Final = ("text/csv", "application/vnd.ms-excel", "text/plain")
CSV: Final = Upload(10 * 1024 * 1024, KINDS)
_ONE_FILE: Final = ThreadPoolExecutor(1, "damaged rows")
"""A long file is read through for seconds: whoever asks for many waits for themselves alone."""
FileName = Annotated[
    str, Query(max_length=200, pattern=r"^[^\x00-\x1f]*$", description="The file's")
]


class ImportCount(Answer):
    created: int
    updated: int
    unchanged: int


class ImportFault(Answer):
    line: int
    reason: str
    handle: str = ""


class CountMoved(Answer):
    handle: str
    sku: str
    options: dict[str, str]
    variant_id: UUID
    before: int = Field(description="On hand")
    after: int


class ImportStock(Answer):
    opened: int = Field(description="Pieces of new variants")
    moved_count: int = Field(description="Counts that were not what the file says")
    moved: list[CountMoved]


class ImportColumn(Answer):
    column: str
    products: int = Field(description="Of how many it says something")


class ImportReportBody(Answer):
    """What the import did, or would do. Lists end at 1,000."""

    currency: str
    dry_run: bool
    lines: int
    products: ImportCount
    variants: ImportCount
    images_fetched: int
    stock: ImportStock
    error_count: int
    errors: list[ImportFault] = Field(description="Rows that are left out")
    notice_count: int
    notices: list[ImportFault] = Field(description="Rows that go in, but not quite as they stand")
    not_taken: list[ImportColumn] = Field(
        description="Columns that say something and are not read, the fullest first"
    )


class ImportBody(Answer):
    id: UUID
    name: str
    size: int = Field(description="Bytes")
    currency: str
    phase: ImportPhase = Field(description="`check` first, then `import`")
    state: ImportState
    set_stock: bool
    fetch_images: bool
    location_id: UUID | None = Field(description="Of its quantities; null: the first")
    lines_done: int
    lines_all: int
    tries: int = Field(description="More than 1: a process ended meanwhile, and it was begun anew")
    report: ImportReportBody | None = Field(description="Of the phase that was done last")
    trouble: str = Field(
        description="Why it failed: `broke`, `restarted`, or what is wrong with the file"
    )
    created_at: Instant


class ImportAnswer(Answer):
    import_: ImportBody = Field(alias="import")


class Imports(Answer):
    imports: list[ImportBody]


class OwnGoAsked(Ask):
    set_stock: bool = Field(
        default=False, description="Set the counts of variants that exist, too, to the file's"
    )
    location_id: UUID | None = Field(
        default=None, description="Where its quantities lie; left out: the first location"
    )


class GoAsked(OwnGoAsked):
    fetch_images: bool = Field(
        default=False, description="Copy pictures into the shop instead of linking them"
    )


def _answer(request: Request, found: ShownImport) -> ImportAnswer:
    return ImportAnswer.model_validate({"import": _body(request, found)})


def _body(request: Request, found: ShownImport) -> ImportBody:
    language = locale_of(request)
    report = to_builtins(told_in(found.report, language))
    told = replace(found, report=report, trouble=in_language(found.trouble, language))
    return ImportBody.model_validate(told, from_attributes=True)


def _wake(request: Request) -> None:
    wake = state_of(request).wake_importer
    wake()


@router.post(
    "",
    status_code=202,
    responses=problems(CurrencyMissing, TooManyImports, IdempotencyKeyReused),
    openapi_extra=file_body("text/csv"),
)
@upload(CSV)
async def post_import(request: Request, name: FileName = "products.csv") -> ImportAnswer:
    """Send a Shopify product CSV, at most 10 MB. It is checked: ask for it until its `state` is
    `done`, read its report, then let it go in."""
    return await begun(request, name)


async def begun(request: Request, name: str, seller_id: UUID | None = None) -> ImportAnswer:
    """The file in the request's body, kept: of that seller, or of the shop itself."""
    file = body(request)
    if not file:
        raise InvalidRequest("The file is empty.", field="body")
    by = caller(request, "import" if seller_id is None else f"import/{seller_id}")
    import_id = await begin_import(database(request), name or "products.csv", file, by, seller_id)
    _wake(request)
    return await found_one(request, import_id, seller_id)


@router.get("", openapi_extra=IN_A_LANGUAGE)
async def list_imports(request: Request) -> Imports:
    """The latest twenty of the shop's own, the newest first."""
    return await recent(request)


async def recent(request: Request, seller_id: UUID | None = None) -> Imports:
    found = await ImportBook(database(request), seller_id).recent()
    return Imports(imports=[_body(request, one) for one in found])


@router.get(
    "/{import_id}",
    responses=problems(ImportNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_import(request: Request, import_id: UUID) -> ImportAnswer:
    """How far it is, and its report."""
    return await found_one(request, import_id)


@router.post(
    "/{import_id}/go",
    status_code=202,
    responses=problems(ImportNotFound, ImportNotChecked, LocationNotFound, LocationClosed),
)
async def post_go(request: Request, import_id: UUID, asked: GoAsked) -> ImportAnswer:
    """Let a checked file go in. Said twice it goes in once."""
    return await went_on(request, import_id, asked)


async def went_on(
    request: Request, import_id: UUID, asked: OwnGoAsked, seller_id: UUID | None = None
) -> ImportAnswer:
    """Pictures of a seller are copied, whatever is asked."""
    found = await go_on_with_import(
        shop_parts(request),
        import_id,
        caller(request),
        set_stock=asked.set_stock,
        fetch_images=asked.fetch_images if isinstance(asked, GoAsked) else True,
        location_id=asked.location_id,
        seller_id=seller_id,
    )
    _wake(request)
    return _answer(request, found)


@router.get(
    "/{import_id}/faults.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, **problems(ImportNotFound)},
    openapi_extra=IN_A_LANGUAGE,
)
async def get_faults(request: Request, import_id: UUID) -> Response:
    """The rows that were left out or not taken as they stood, with why, to be mended and sent
    again."""
    return await damaged(request, import_id)


async def damaged(request: Request, import_id: UUID, seller_id: UUID | None = None) -> Response:
    found = await ImportBook(database(request), seller_id).file(import_id)
    if found is None:
        raise ImportNotFound(say("There is no import {import_id}.", import_id=import_id))
    _, file, report = found
    language = locale_of(request)
    told = await asyncio.get_running_loop().run_in_executor(
        _ONE_FILE, lambda: csv_lines(damaged_of(file, report, language))
    )
    headers = {"content-disposition": 'attachment; filename="faults.csv"'}
    return Response(told, media_type="text/csv", headers=headers)


async def found_one(
    request: Request, import_id: UUID, seller_id: UUID | None = None
) -> ImportAnswer:
    """One import of that seller, or of the shop itself. Raises :class:`ImportNotFound`."""
    found = await ImportBook(database(request), seller_id).one(import_id)
    if found is None:
        raise ImportNotFound(say("There is no import {import_id}.", import_id=import_id))
    return _answer(request, found)
