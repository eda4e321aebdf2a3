"""What of a seller's file goes in: the seller's own products, in the shop's categories and money.

What names another's product is a fault of its row, which does not say whose it is. What a seller's
editor leaves to staff is left to them here: categories are not made, and a product stays in its
currency.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from msgspec import UNSET, Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import (
    BETWEEN,
    CategoryPath,
    Product,
    ProductDraft,
    VariantDraft,
    path_of,
)
from holdfast.catalog.writing import Others, find_paths, kept_by_others
from holdfast.kit.sentences import Sentence, say
from holdfast.sellers import seller_of

__all__ = ["DraftFault", "kept_to_own"]


class DraftFault(Struct, frozen=True):
    """A draft that cannot go in, or one variant of it, in whose line it is; and why. What is not
    ``left_out`` goes in, but not quite as it stands."""

    draft: ProductDraft
    why: Sentence
    left_out: bool = True


class _Room(Struct, frozen=True):
    """What a seller's drafts are looked at with."""

    others: Others
    categories: Collection[CategoryPath]
    known: Mapping[str, Product]
    currency: str


async def kept_to_own(
    connection: AsyncConnection,
    seller_id: UUID,
    drafts: Sequence[ProductDraft],
    known: Mapping[str, Product],
    currency: str,
) -> tuple[list[ProductDraft], list[DraftFault]]:
    """The drafts as the seller may bring them, and what of them may not be. ``known``: products
    that are there, by handle; ``currency``: the shop's. The catalogue is locked, so that nobody is
    suspended, or leaves, meanwhile."""
    seller = await seller_of(connection, seller_id)
    if seller is None or not seller.is_approved:
        why = say("the seller does not sell now, and nothing of it changes")
        return [], [fault for draft in drafts for fault in _whole(draft, why)]
    skus = {one.sku or "" for draft in drafts for one in draft.variants}
    handles = {draft.handle for draft in drafts}
    others = await kept_by_others(connection, seller_id, handles, skus)
    wanted = [draft.category for draft in drafts if draft.category]
    room = _Room(others, await find_paths(connection, wanted), known, currency)
    kept: list[ProductDraft] = []
    faults: list[DraftFault] = []
    for draft in drafts:
        own, told = _own(draft, room)
        kept += [own] if own else []
        faults += told
    return kept, faults


def _own(draft: ProductDraft, room: _Room) -> tuple[ProductDraft | None, list[DraftFault]]:
    if draft.handle in room.others.handles:
        why = say("the handle is another product's, or was; choose another")
        return None, _whole(draft, why)
    before = room.known.get(draft.handle)
    currency = before.currency if before else room.currency
    if draft.variants and draft.currency not in (None, currency):
        why = say("its prices are to be in {currency}", currency=currency)
        return None, _whole(draft, why)
    faults: list[DraftFault] = []
    if draft.category and path_of(draft.category) not in room.categories:
        path = BETWEEN.join(path_of(draft.category))
        why = say(
            "the shop has no category {category}, and it is left out", category=repr(path[:120])
        )
        faults.append(DraftFault(draft, why, left_out=False))
        draft = replace(draft, category=UNSET)
    foreign = [one for one in draft.variants if one.sku in room.others.skus]
    if not foreign:
        return draft, faults
    why = say("the SKU is another product's; choose another")
    faults += [DraftFault(replace(draft, line=one.line), why) for one in foreign]
    if len(foreign) == len(draft.variants):
        return None, faults
    return _without(draft, foreign), faults


def _whole(draft: ProductDraft, why: Sentence) -> list[DraftFault]:
    """In each of its rows that says a variant, so that they stand together in what is mended."""
    lines = {draft.line or 0, *(one.line or 0 for one in draft.variants)}
    return [DraftFault(replace(draft, line=line), why) for line in sorted(lines)]


def _without(draft: ProductDraft, gone: Sequence[VariantDraft]) -> ProductDraft:
    """Without these variants, and the choices that only they had."""
    left = tuple(one for one in draft.variants if one not in gone)
    said = [one.options or {} for one in left]
    options = (
        replace(option, values=tuple(v for v in option.values if _chosen(option.code, v, said)))
        for option in draft.options
    )
    return replace(draft, variants=left, options=tuple(one for one in options if one.values))


def _chosen(code: str, value: str, said: Sequence[Mapping[str, str]]) -> bool:
    return any(one.get(code) == value for one in said)
