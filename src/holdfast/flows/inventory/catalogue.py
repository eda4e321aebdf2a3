"""Putting products into the catalogue with their opening stock: imports and the demo shop.

New variants are riders of the deposit that opens their stock, so a variant never exists without
it, whenever the process dies; a repetition finds them there and leaves their stock alone.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct, field

from holdfast.catalog import Product, ProductDraft, StockChanged, VariantDraft, stock_key
from holdfast.catalog.writing import (
    VARIANT_ROWS,
    Change,
    as_left,
    find_products,
    lock_catalogue,
    merge,
    put_products,
    put_variants,
    refresh_prices,
    variant_row,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.patience import commit_patiently
from holdfast.kit.sentences import Sentence, say
from holdfast.ledger import Command, Deposit, Insert, Ledger, tell

__all__ = ["DraftRefused", "DraftTerms", "Rehearsal", "put_drafts"]

OPENED_AT_ONCE: Final = 256  # variants whose stock one command opens
_TRIES: Final = 3  # when somebody else adds the same variants meanwhile


class Rehearsal(Struct, frozen=True):
    """A dry run, which must know what it would have written of products that come ``again``:
    how it ``left`` them, and which variants were ``opened``."""

    again: AbstractSet[str]
    left: dict[str, Product] = field(default_factory=dict)
    opened: set[UUID] = field(default_factory=set)

    def note(self, before: Product | None, change: Change) -> None:
        if change.handle in self.again:
            self.left[change.handle] = as_left(before, change)
            self.opened.update(UUID(str(row["id"])) for row, _ in change.additions)


class DraftTerms(Struct, frozen=True):
    """How drafts are put: prices in ``currency``; ``note`` and the rest for the journal. With a
    ``rehearsal`` nothing is written."""

    currency: str
    note: str = "import"
    caller: Caller = process("system")
    rehearsal: Rehearsal | None = None


class DraftRefused(Struct, frozen=True):
    """A draft that cannot go in, and why."""

    draft: ProductDraft
    why: Sentence


async def put_drafts(
    database: Database,
    ledger: Ledger,
    drafts: Sequence[ProductDraft],
    terms: DraftTerms,
    going_on: AbstractSet[str] = frozenset(),
) -> tuple[list[Change], list[DraftRefused]]:
    """Create or update these products (each handle once) and open the stock of new variants.

    ``going_on`` names products that the same source put before: they are added to.
    """
    first: tuple[list[Change], list[DraftRefused]] | None = None
    for last in range(_TRIES - 1, -1, -1):
        changes, refused = await _put_products(database, drafts, terms, going_on)
        first = first or (changes, refused)
        if terms.rehearsal:
            break
        try:
            await _add_variants(ledger, changes, terms)
        except asyncpg.UniqueViolationError:
            if not last:
                raise
        else:
            async with database.transaction() as connection:
                await refresh_prices(connection, [change.id for change in changes])
            break
    assert first is not None  # the loop runs
    return first


async def _put_products(
    database: Database,
    drafts: Sequence[ProductDraft],
    terms: DraftTerms,
    going_on: AbstractSet[str],
) -> tuple[list[Change], list[DraftRefused]]:
    changes: list[Change] = []
    refused: list[DraftRefused] = []
    async with database.transaction() as connection:
        if not terms.rehearsal:
            await lock_catalogue(connection)
        known = await find_products(connection, sorted(draft.handle for draft in drafts))
        known |= terms.rehearsal.left if terms.rehearsal else {}
        for draft in drafts:
            before = known.get(draft.handle)
            if before is None and not draft.name and draft.handle not in going_on:
                refused.append(DraftRefused(draft, say("the title is missing")))
                continue
            goes_on = draft.handle in going_on
            change = merge(before, draft, terms.currency, goes_on=goes_on)
            changes.append(change)
            if terms.rehearsal:
                terms.rehearsal.note(before, change)
        if not terms.rehearsal:
            await put_products(connection, [one.product for one in changes if one.product])
            await put_variants(connection, [row for one in changes for row in one.updates])
    return changes, refused


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
    return terms.caller.command(
        tuple(
            Deposit(stock_key(UUID(str(row["id"]))), draft.stock, note=terms.note)
            for row, draft in batch
            if draft.stock
        ),
        (Insert(VARIANT_ROWS, tuple(rows)), *watched),
        f"open-stock/{rows[0][0]}",
    )
