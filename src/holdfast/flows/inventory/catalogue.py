"""Putting products into the catalogue with their opening stock: imports and the demo shop.

New variants are riders of the deposit that opens their stock, so a variant never exists without
it, whenever the process dies; a repetition finds them there and leaves their stock alone.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import (
    MAX_CATEGORIES,
    CategoryPath,
    Product,
    ProductChanged,
    ProductDraft,
    StockChanged,
    VariantDraft,
    path_of,
    stock_key,
)
from holdfast.catalog.writing import (
    VARIANT_ROWS,
    Change,
    MergeTerms,
    VariantFault,
    as_left,
    find_paths,
    find_products,
    keeps_other_money,
    lock_catalogue,
    make_paths,
    merge,
    put_products,
    refresh_prices,
    rehearsed,
    variant_row,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.commit.inbox import marks
from holdfast.flows.commit.patience import commit_patiently
from holdfast.flows.inventory.owned_drafts import DraftFault, kept_to_own
from holdfast.flows.inventory.selling_sellers import kept_off_sale
from holdfast.flows.inventory.stock_count import count_name
from holdfast.kit.sentences import Sentence, say
from holdfast.ledger import Command, Deposit, Insert, Ledger, Operation, Rider, tell
from holdfast.locations import FIRST_LOCATION, account_at, places_key

__all__ = ["DraftTerms", "Rehearsal", "put_drafts"]

OPENED_AT_ONCE: Final = 256  # variants whose stock one command opens
_TRIES: Final = 3  # when somebody else adds the same variants, or takes the handle, meanwhile


class Rehearsal(Struct, frozen=True):
    """A dry run, which must know what it would have written of products that come ``again``:
    how it ``left`` them, which variants were ``opened`` and which ``categories`` made."""

    again: AbstractSet[str]
    left: dict[str, Product] = field(default_factory=dict)
    opened: set[UUID] = field(default_factory=set)
    categories: dict[CategoryPath, UUID] = field(default_factory=dict)

    def note(self, before: Product | None, change: Change) -> None:
        if change.handle in self.again:
            self.left[change.handle] = as_left(before, change)
            self.opened.update(UUID(str(row["id"])) for row, _ in change.additions)


class DraftTerms(Struct, frozen=True):
    """How drafts are put: prices in ``currency``; ``note`` and the rest for the journal. With a
    ``rehearsal`` nothing is written. ``location``: where the first stock lies. ``sellers``: whose
    a new product is, by handle, if it is not the shop's own. ``counting``: the source that counts
    what it opens, and nothing of it again (:class:`~holdfast.flows.inventory.stock_count.Once`).
    ``owner``: the seller whose drafts they are, and whose products alone are touched."""

    currency: str
    note: str = "import"
    caller: Caller = process("system")
    rehearsal: Rehearsal | None = None
    location: UUID = FIRST_LOCATION
    sellers: Mapping[str, UUID] = field(default_factory=dict)
    counting: str | None = None
    owner: UUID | None = None


async def put_drafts(
    database: Database,
    ledger: Ledger,
    drafts: Sequence[ProductDraft],
    terms: DraftTerms,
    going_on: AbstractSet[str] = frozenset(),
) -> tuple[list[Change], list[DraftFault]]:
    """Create or update these products (each handle once) and open the stock of new variants.

    ``going_on`` names products that the same source put before: they are added to.
    """
    first: tuple[list[Change], list[DraftFault]] | None = None
    for last in range(_TRIES - 1, -1, -1):
        changes, refused = await _put_products(database, drafts, terms, going_on)
        first = first or (changes, refused)
        if terms.rehearsal:
            break
        try:
            await _add_variants(ledger, changes, terms)
        except (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError):
            if not last:
                raise
        else:
            async with database.transaction() as connection:
                await refresh_prices(connection, [change.id for change in changes])
                await _tell(connection, [one for one in changes if one.additions], terms)
            break
    assert first is not None  # the loop runs
    return first


async def _put_products(
    database: Database,
    drafts: Sequence[ProductDraft],
    terms: DraftTerms,
    going_on: AbstractSet[str],
) -> tuple[list[Change], list[DraftFault]]:
    changes: list[Change] = []
    refused: list[DraftFault] = []
    async with database.transaction() as connection:
        if not terms.rehearsal:
            await lock_catalogue(connection)
        known = await find_products(connection, sorted(draft.handle for draft in drafts))
        known |= terms.rehearsal.left if terms.rehearsal else {}
        sellers = terms.sellers
        if (owner := terms.owner) is not None:
            drafts, refused = await kept_to_own(connection, owner, drafts, known, terms.currency)
            sellers = {draft.handle: owner for draft in drafts}
        categories = await _categories(connection, drafts, terms.rehearsal)
        merging = MergeTerms(terms.currency, categories, sellers)
        drafts, kept_off = await _not_on_sale(connection, drafts, known, sellers)
        refused += kept_off
        for draft in drafts:
            before = known.get(draft.handle)
            if why := _unfit(draft, before, going_on, categories):
                refused.append(DraftFault(draft, why))
                continue
            goes_on = draft.handle in going_on
            change = merge(before, draft, merging, goes_on=goes_on)
            if keeps_other_money(before, change):
                why = say("it is in another currency, and prices a part of what is there alone")
                refused.append(DraftFault(draft, why))
                continue
            refused += [_of_variant(draft, one) for one in change.faults]
            changes.append(change)
            if terms.rehearsal:
                terms.rehearsal.note(before, change)
        if not terms.rehearsal:
            products = [one.product for one in changes if one.product]
            updates = [row for one in changes for row in one.updates]
            await put_products(connection, products, updates)
            await _tell(connection, [one for one in changes if one.product], terms)
    return changes, refused


async def _not_on_sale(
    connection: AsyncConnection,
    drafts: Sequence[ProductDraft],
    known: Mapping[str, Product],
    sellers: Mapping[str, UUID],
) -> tuple[list[ProductDraft], list[DraftFault]]:
    """Goods of a seller who does not sell stay drafts, whoever brings them, and that is told."""
    rows = {draft.handle: _on_sale(draft, known.get(draft.handle), sellers) for draft in drafts}
    off = await kept_off_sale(connection, [(known.get(one), row) for one, row in rows.items()])
    kept, faults = list[ProductDraft](), list[DraftFault]()
    for draft in drafts:
        if draft.handle in off:
            why = say("its seller does not sell now, and it stays a draft")
            faults.append(DraftFault(draft, why, left_out=False))
            draft = replace(draft, status="draft")
        kept.append(draft)
    return kept, faults


def _on_sale(
    draft: ProductDraft, known: Product | None, sellers: Mapping[str, UUID]
) -> Mapping[str, object]:
    """Whether it would be on sale, and whose."""
    seller = known.seller_id if known else sellers.get(draft.handle)
    return {
        "id": draft.handle,
        "status": draft.status or (known.status if known else "active"),
        "seller_id": str(seller) if seller else None,
    }


def _of_variant(draft: ProductDraft, fault: VariantFault) -> DraftFault:
    return DraftFault(replace(draft, line=fault.draft.line), fault.why, fault.left_out)


def _unfit(
    draft: ProductDraft,
    before: Product | None,
    going_on: AbstractSet[str],
    categories: Mapping[CategoryPath, UUID],
) -> Sentence | None:
    if before is None and not draft.name and draft.handle not in going_on:
        return say("the title is missing")
    if draft.category and path_of(draft.category) not in categories:
        return say("the shop has {most} categories, its most", most=MAX_CATEGORIES)
    return None


async def _tell(connection: AsyncConnection, changes: Sequence[Change], terms: DraftTerms) -> None:
    facts = [(ProductChanged(terms.note), change.id) for change in changes]
    await write_events(connection, facts, terms.caller.request)


async def _categories(
    connection: AsyncConnection, drafts: Sequence[ProductDraft], rehearsal: Rehearsal | None
) -> dict[CategoryPath, UUID]:
    """Those that the drafts name, made where they are missing."""
    wanted = [draft.category for draft in drafts if draft.category]
    if rehearsal is None:
        return await make_paths(connection, wanted)
    found = await find_paths(connection, wanted) | rehearsal.categories
    rehearsal.categories.update(rehearsed(wanted, found))
    return found | rehearsal.categories


async def _add_variants(ledger: Ledger, changes: Sequence[Change], terms: DraftTerms) -> None:
    additions = [addition for change in changes for addition in change.additions]
    for start in range(0, len(additions), OPENED_AT_ONCE):
        batch = additions[start : start + OPENED_AT_ONCE]
        await commit_patiently(ledger, _opening(batch, terms))


def _opening(batch: Sequence[tuple[dict[str, object], VariantDraft]], terms: DraftTerms) -> Command:
    """Variants, each with its first deposit; one without stock has no account yet."""
    rows = [variant_row(row, draft.stock) for row, draft in batch]
    watched = (
        tell(StockChanged("deposit", draft.stock or 0, terms.note), row[0])
        for row, (_, draft) in zip(rows, batch, strict=True)
        if draft.low_stock_threshold is not None
    )
    operations: list[Operation] = []
    for row, draft in batch:
        if draft.stock:
            key = stock_key(UUID(str(row["id"])))
            if terms.location != FIRST_LOCATION:
                operations.append(Deposit(places_key(key), 1, unit="location"))
            at = account_at(key, terms.location)
            operations.append(Deposit(at, draft.stock, note=terms.note))
    riders: list[Rider] = [Insert(VARIANT_ROWS, tuple(rows)), *watched]
    if terms.counting is not None:
        named = [count_name(UUID(str(row["id"])), draft) for row, draft in batch]
        riders.append(marks(terms.counting, named))
    return terms.caller.command(tuple(operations), tuple(riders), f"open-stock/{rows[0][0]}")
