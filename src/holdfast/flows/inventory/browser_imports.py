"""Imports that are begun in the browser, by staff or by who works for a seller: checked first, then
let in, each with its report."""

import io
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from holdfast.catalog import ImportBook, ImportTask, ShownImport
from holdfast.catalog.pictures import PictureBounds, Pictures
from holdfast.catalog.shopify import damaged_rows
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.catalogue_editing import shops_currency
from holdfast.flows.inventory.catalogue_import import (
    ImportTerms,
    import_catalogue,
)
from holdfast.flows.inventory.first_there import known_location
from holdfast.flows.inventory.image_copies import ImageCopies
from holdfast.flows.inventory.import_report import ImportReport
from holdfast.flows.inventory.pictures import PictureRoom, keeping
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import in_language, recalled, say
from holdfast.kit.sheets import LOST, encoding_of
from holdfast.ledger import KeyReused
from holdfast.locations import FIRST_LOCATION

__all__ = [
    "ImportNotChecked", "ImportNotFound", "TooManyImports", "begin_import", "damaged_of",
    "go_on_with_import", "run_import", "told_in",
]  # fmt: skip

_PICTURES_OF_SELLER: Final = PictureBounds(all_bytes=1024**3, count=500, seconds=10.0)
"""That one import of a seller fetches; others wait behind it."""


class ImportNotFound(Problem):
    """No such import, or one that was forgotten since."""

    status = 404
    code = "import-not-found"
    title = "No such import"


class ImportNotChecked(Problem):
    """Only a file that was just checked goes in; and goes in once."""

    status = 409
    code = "import-not-checked"
    title = "The import is not waiting to be started"


class TooManyImports(Problem):
    """As many files wait as may."""

    status = 409
    code = "too-many-imports"
    title = "Other imports are still running"


async def begin_import(
    database: Database, name: str, file: bytes, caller: Caller, seller_id: UUID | None = None
) -> UUID:
    """Keep a file, which is then checked: of that seller, or of the shop itself. Raises
    :class:`CurrencyMissing` and :class:`TooManyImports`."""
    async with database.read() as connection:
        currency = await shops_currency(connection)
    book = ImportBook(database, seller_id)
    text = None if caller.key is None else caller.key.text
    found = await book.begin(name, file, currency, caller.actor, caller.request, text)
    if found == "key-reused":
        raise refuse(KeyReused(text or ""))
    if found == "too-many":
        raise _too_many()
    assert isinstance(found, UUID)
    return found


async def go_on_with_import(
    stockroom: Stockroom,
    import_id: UUID,
    caller: Caller,
    *,
    set_stock: bool,
    fetch_images: bool,
    location_id: UUID | None = None,
    seller_id: UUID | None = None,
) -> ShownImport:
    """Let a checked file of that seller, or of the shop itself, go in, its quantities at that
    location, or at the first; asked again, what became of it. Raises :class:`ImportNotFound`,
    :class:`ImportNotChecked`, :class:`TooManyImports`, :class:`LocationNotFound` and
    :class:`LocationClosed`."""
    database = stockroom.database
    if location_id is not None:
        await known_location(stockroom, location_id, "locationId", to_fill=True)
    book = ImportBook(database, seller_id)
    went = await book.go(
        import_id,
        caller.actor,
        caller.request,
        set_stock=set_stock,
        fetch_images=fetch_images,
        location_id=location_id,
    )
    if went == "too-many":
        raise _too_many()
    found = await book.one(import_id)
    if found is None:
        raise ImportNotFound(say("There is no import {import_id}.", import_id=import_id))
    if went:
        about: dict[str, object] = {"file": found.name, "setStock": set_stock}
        if location_id is not None:
            about["locationId"] = str(location_id)
        if seller_id is not None:
            about["sellerId"] = str(seller_id)
        async with database.transaction() as connection:
            await caller.note(connection, "import.begun", str(import_id), about)
    asked = (set_stock, fetch_images, location_id)
    same = (found.set_stock, found.fetch_images, found.location_id) == asked
    if found.phase != "import" or not same:
        raise ImportNotChecked(
            "It is being imported already, with other settings."
            if found.phase == "import"
            else "The check of this file is not finished, or it failed."
        )
    return found


def _too_many() -> TooManyImports:
    return TooManyImports("Wait until one of them is done.")


async def run_import(
    stockroom: Stockroom,
    task: ImportTask,
    room: PictureRoom,
    progress: Callable[[int, int], None],
) -> ImportReport:
    """Check the file, or let it in. Raises :class:`~holdfast.catalog.shopify.UnusableFile`."""
    importing = task.phase == "import"
    terms = ImportTerms(
        task.currency,
        set_stock=task.set_stock,
        dry_run=not importing,
        caller=process(task.actor, task.request),
        location=task.location_id or FIRST_LOCATION,
        import_id=task.id,
        owner=task.seller_id,
    )
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="holdfast-import-")))
        path = folder / "import.csv"
        path.write_bytes(task.file)
        fetch = None
        shops = task.seller_id is None
        if importing and (task.fetch_images or not shops):
            bounds = PictureBounds() if shops else _PICTURES_OF_SELLER
            opened = Pictures(keeping(room, task.actor), bounds)
            pictures = await stack.enter_async_context(opened)
            fetch = ImageCopies(stockroom.database, pictures, links=shops)
        report = await import_catalogue(
            stockroom.database, stockroom.ledger, path, terms, fetch=fetch, progress=progress
        )
    report.file = task.name
    return report


def told_in(report: object, language: str) -> ImportReport | None:
    """A stored report, as JSON values, with its reasons in the reader's language."""
    known = msgspec.convert(report, ImportReport | None)
    for faults in (known.errors, known.notices) if known else ():
        faults[:] = [
            replace(one, reason=in_language(recalled(one.said), language)) if one.said else one
            for one in faults
        ]
    return known


def damaged_of(file: bytes, report: bytes, language: str) -> list[list[str]]:
    """The rows that were left out or not taken as they stood, with why; the header first."""
    known = told_in(msgspec.json.decode(report), language)
    reasons: dict[int, str] = {}
    for fault in (*known.errors, *known.notices) if known else ():
        before = reasons.get(fault.line)
        reasons[fault.line] = f"{before}; {fault.reason}" if before else fault.reason
    text = io.TextIOWrapper(
        io.BytesIO(file), encoding=encoding_of(file[:2]), errors=LOST, newline=None
    )
    return list(damaged_rows(text.readlines(), reasons))
