"""Importing a shop's catalogue from a Shopify product CSV.

Read and written a few hundred products at a time, so that a file of any length takes the same
memory. A repetition updates and never doubles; stock of variants that exist is left alone unless
``set_stock`` asks for it. What cannot go in is reported by line, and the rest goes in.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import aclosing
from itertools import islice
from pathlib import Path
from typing import Final, TextIO
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import (
    AttributeType,
    AttributeValue,
    ProductDraft,
    VariantDraft,
    load_attribute_types,
    made_of_others,
)
from holdfast.catalog.shopify import ParsedProduct, UnusableFile, fault_at, read_products
from holdfast.catalog.writing import Change, learn_sizes
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.inventory.catalogue import DraftTerms, Rehearsal, put_drafts
from holdfast.flows.inventory.image_copies import ImageCopies
from holdfast.flows.inventory.import_report import CountMoved, ImportReport
from holdfast.flows.inventory.stock_count import Counted, Once, count_name, set_counts
from holdfast.kit.sentences import say
from holdfast.kit.sheets import LOST, encoding_of
from holdfast.ledger import Ledger, analyze_accounts
from holdfast.locations import FIRST_LOCATION

__all__ = [
    "ImportTerms",
    "Progress",
    "UnusableFile",
    "import_catalogue",
]

READ_AT_ONCE: Final = 1000
PRODUCTS_AT_ONCE: Final = 250
VARIANTS_AT_ONCE: Final = 2000
MOST_DAMAGED: Final = 100_000
"""Rows that cannot be read, after which a file is read no further: it is not what it says."""

Progress = Callable[[int, int], None]
"""Called with lines done and lines in all, a few times a second at most."""


class ImportTerms(Struct, frozen=True):
    """``currency``: the file names none. ``set_stock``: counts of existing variants too.
    ``location``: where its quantities lie. ``import_id``: of one that begins anew if its process
    ends, and counts nothing twice. ``owner``: the seller whose file it is; none: the shop's.
    ``most_damaged``: after so many rows that are left out it is read no further."""

    currency: str
    set_stock: bool = False
    dry_run: bool = False
    caller: Caller = process("system")
    location: UUID = FIRST_LOCATION
    import_id: UUID | None = None
    owner: UUID | None = None
    most_damaged: int = MOST_DAMAGED

    @property
    def counting(self) -> str | None:
        """What of the marks in the inbox are this import's."""
        if self.import_id is None or not self.set_stock or self.dry_run:
            return None
        return f"import/{self.import_id}"


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
    del done, total


async def import_catalogue(
    database: Database,
    ledger: Ledger,
    path: Path,
    terms: ImportTerms,
    *,
    fetch: ImageCopies | None = None,
    progress: Progress = _silent,
) -> ImportReport:
    """Import the file. Raises :class:`UnusableFile` when it is not a product CSV at all."""
    report = ImportReport(path.name, terms.currency, terms.dry_run)
    total = await asyncio.to_thread(_lines, path)  # while a shop in this process goes on selling
    rehearsal = (
        Rehearsal(await asyncio.to_thread(_come_again, path, terms)) if terms.dry_run else None
    )
    types = await load_attribute_types(database.pool)
    importer = _Importer(database, ledger, terms, report, fetch, rehearsal, types)
    async with aclosing(_read(path, terms.currency)) as products:
        async for parsed in products:
            report.lines = max(report.lines, parsed.last_line)
            for fault in parsed.faults:
                report.add_fault(fault)
            report.add_not_taken(parsed.not_taken)
            if report.error_count >= terms.most_damaged:
                most = terms.most_damaged
                why = say("{most} rows are damaged: the file is read no further", most=most)
                report.add_fault(fault_at(parsed.last_line, why, left_out=False))
                break
            if parsed.draft is not None and await importer.add(parsed.draft):
                progress(min(report.lines, total), total)
    await importer.flush()
    report.images_fetched = fetch.count if fetch else 0
    report.errors.sort(key=lambda fault: fault.line)
    report.notices.sort(key=lambda fault: fault.line)
    report.not_taken.sort(key=lambda one: (-one.products, one.column))
    progress(total, total)
    return report


class _Importer:
    """Drafts on their way in, a batch at a time."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        terms: ImportTerms,
        report: ImportReport,
        fetch: ImageCopies | None,
        rehearsal: Rehearsal | None,
        types: Mapping[str, AttributeType],
    ) -> None:
        self._types = types
        self._database = database
        self._ledger = ledger
        self._terms = terms
        self._report = report
        self._fetch = fetch
        self._rehearsal = rehearsal
        self._seen: set[str] = set()
        self._batch: dict[str, ProductDraft] = {}
        self._variants = 0
        self._analyze_at = PRODUCTS_AT_ONCE

    async def add(self, draft: ProductDraft) -> bool:
        """Take one more; True when a batch was written."""
        flushed = False
        if draft.handle in self._batch:  # its rows do not stand together
            await self.flush()
            flushed = True
        self._batch[draft.handle] = draft
        self._variants += len(draft.variants)
        if len(self._batch) >= PRODUCTS_AT_ONCE or self._variants >= VARIANTS_AT_ONCE:
            await self.flush()
            flushed = True
        return flushed

    async def flush(self) -> None:
        """Write what has gathered."""
        drafts = list(self._batch.values())
        self._batch.clear()
        self._variants = 0
        if not drafts:
            return
        if self._fetch is not None and not self._terms.dry_run:
            drafts, faults = await self._fetch(drafts)
            for fault in faults:
                self._report.add_fault(fault)
        terms = self._terms
        drafts = await asyncio.to_thread(lambda: [self._described(draft) for draft in drafts])
        put = DraftTerms(
            terms.currency, "import", terms.caller, self._rehearsal, terms.location,
            counting=terms.counting, owner=terms.owner,
        )  # fmt: skip
        changes, refused = await put_drafts(
            self._database, self._ledger, drafts, put, going_on=self._seen
        )
        for one in refused:
            line = one.draft.line or 0
            fault = fault_at(line, one.why, one.draft.handle, left_out=one.left_out)
            self._report.add_fault(fault)
        self._seen.update(change.handle for change in changes)
        if len(self._seen) >= self._analyze_at and not terms.dry_run:
            self._analyze_at = 4 * len(self._seen)
            async with self._database.transaction() as connection:
                await learn_sizes(connection)
                await analyze_accounts(connection)
        self._tell(changes)
        if terms.set_stock:
            await self._set_stock(changes)

    def _described(self, draft: ProductDraft) -> ProductDraft:
        """With its attributes as their types have them; those that cannot be are told."""
        attributes: dict[str, AttributeValue | None] = {}
        for code, text in draft.attributes.items():
            kind = self._types.get(code)
            value = None if kind is None or text is None else kind.read(str(text))
            if text is not None and value is None:
                why = say(
                    "the attribute {code} cannot be {text}; it is left out",
                    code=repr(code[:40]),
                    text=repr(str(text)[:40]),
                )
                self._report.add_fault(fault_at(draft.line or 0, why, draft.handle, left_out=False))
            elif kind is not None:
                attributes[code] = value
        return replace(draft, attributes=attributes)

    def _tell(self, changes: Sequence[Change]) -> None:
        products, variants = self._report.products, self._report.variants
        for change in changes:
            if change.is_new:
                products.created += 1
            elif change.product is not None:
                products.updated += 1
            else:
                products.unchanged += 1
            variants.created += len(change.additions)
            variants.updated += len(change.updates)
            variants.unchanged += len(change.matched) - len(change.updates)
            self._report.stock.opened += sum(draft.stock or 0 for _, draft in change.additions)

    async def _set_stock(self, changes: Sequence[Change]) -> None:
        unwritten = self._rehearsal.opened if self._rehearsal else ()
        known: dict[UUID, tuple[Change, VariantDraft]] = {
            variant_id: (change, draft)
            for change in changes
            for variant_id, draft in change.matched
            if draft.stock is not None and variant_id not in unwritten
        }
        async with self._database.read() as connection:
            made = await made_of_others(connection, list(known))
        for change, draft in map(known.pop, made):
            if draft.stock:
                why = say("it is made of other goods and has no stock of its own")
                self._report.add_fault(fault_at(draft.line or 0, why, change.handle))
        names = {one: count_name(one, draft) for one, (_, draft) in known.items()}
        source = self._terms.counting
        moved = await set_counts(
            self._database,
            self._ledger,
            {one: draft.stock or 0 for one, (_, draft) in known.items()},
            note="import",
            caller=self._terms.caller,
            dry_run=self._terms.dry_run,
            location=self._terms.location,
            once=None if source is None else Once(source, names),
        )
        for one in moved:
            self._tell_moved(one, *known[one.variant_id])

    def _tell_moved(self, one: Counted, change: Change, draft: VariantDraft) -> None:
        if one.refused:
            why = say(
                "the stock stays {before}: buyers hold {held}, more than {after}",
                before=one.before,
                held=one.held,
                after=one.after,
            )
            self._report.add_fault(fault_at(draft.line or 0, why, change.handle))
            return
        sku, options = draft.sku or "", draft.options or {}
        self._report.stock.add_moved(
            CountMoved(change.handle, sku, options, one.variant_id, one.before, one.after)
        )


async def _read(path: Path, currency: str) -> AsyncGenerator[ParsedProduct]:
    """The file's products, read in a thread: one of nothing but damaged rows is long, too."""
    with _opened(path) as source:
        products = read_products(source, currency)
        while some := await asyncio.to_thread(lambda: list(islice(products, READ_AT_ONCE))):
            for one in some:
                yield one


def _come_again(path: Path, terms: ImportTerms) -> AbstractSet[str]:
    """Handles whose rows do not stand together, as far as the file is read."""
    seen: set[str] = set()
    again: set[str] = set()
    damaged = 0
    with _opened(path) as source:
        for parsed in read_products(source, terms.currency):
            damaged += sum(fault.left_out for fault in parsed.faults)
            if damaged >= terms.most_damaged:
                break
            if parsed.draft is not None:
                (again if parsed.draft.handle in seen else seen).add(parsed.draft.handle)
    return again


def _opened(path: Path) -> TextIO:
    return path.open(encoding=encoding_of(_first_bytes(path)), errors=LOST, newline=None)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(2)


def _lines(path: Path) -> int:
    """How many lines the file has, for the progress bar."""
    lines = 0
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            lines += chunk.count(b"\n") or chunk.count(b"\r")
    return lines
