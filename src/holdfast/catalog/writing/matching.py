"""Which variants of a product a source speaks of. Pure.

A variant is known by its options within the product, else by its SKU (an option's value was
renamed). Where the source says no options, it is known by its SKU, or as the only one there is.
"""

from collections.abc import Mapping, Sequence

from msgspec import UNSET, Struct
from msgspec.structs import replace

from holdfast.catalog.options import fold
from holdfast.catalog.products import Product, ProductDraft, Variant, VariantDraft


class Matched(Struct, frozen=True):
    """``pairs`` of what is there and its draft, and drafts of ``new`` variants, with their places
    in the source; ``unnamed`` could be any of several."""

    pairs: tuple[tuple[int, Variant, VariantDraft], ...]
    new: tuple[tuple[int, VariantDraft], ...]
    unnamed: tuple[VariantDraft, ...]


def match(known: Sequence[Variant], drafts: Sequence[VariantDraft]) -> Matched:
    by_options = {_key(one.options): one for one in known}
    exact = [None if one.options is UNSET else by_options.get(_key(one.options)) for one in drafts]
    taken = {one.id for one in exact if one}
    by_sku: dict[str, list[Variant]] = {}
    for one in known:
        if one.sku and one.id not in taken:
            by_sku.setdefault(one.sku, []).append(one)
    pairs: list[tuple[int, Variant, VariantDraft]] = []
    new: list[tuple[int, VariantDraft]] = []
    unnamed: list[VariantDraft] = []
    for place, (draft, same) in enumerate(zip(drafts, exact, strict=True)):
        found = same or _by_sku(by_sku.get(draft.sku or "", []), draft)
        if found is None and _alone(drafts):
            found = _only(known)
        if found is not None:
            pairs.append((place, found, draft))
        elif draft.options is not UNSET or not (known or new):
            new.append((place, draft))
        else:
            unnamed.append(draft)
    return Matched(tuple(pairs), tuple(new), tuple(unnamed))


def _by_sku(same: list[Variant], draft: VariantDraft) -> Variant | None:
    """The one with its SKU, for no other from now on; of several, where the source says no
    options, the one on sale."""
    fit = [one for one in same if one.active] if draft.options is UNSET and same[1:] else same
    if len(fit) != 1:
        return None
    (one,) = fit
    same.remove(one)
    return one


def _alone(drafts: Sequence[VariantDraft]) -> bool:
    return len(drafts) == 1 and drafts[0].options is UNSET


def _only(known: Sequence[Variant]) -> Variant | None:
    """The only one on sale, or the one without options; of those put away where none is."""
    some = [one for one in known if one.active] or list(known)
    if len(some) == 1:
        return some[0]
    return next((one for one in some if not one.options), None)


def in_codes(known: Product | None, draft: ProductDraft) -> ProductDraft:
    """The draft with the codes of options that the product has, by their names."""
    ours = {fold(option.name): option.code for option in known.options} if known else {}
    codes = {one.code: ours.get(fold(one.name), one.code) for one in draft.options}
    if all(code == ours for code, ours in codes.items()):
        return draft
    return replace(
        draft,
        options=tuple(replace(one, code=codes[one.code]) for one in draft.options),
        variants=tuple(_recoded(one, codes) for one in draft.variants),
    )


def _recoded(one: VariantDraft, codes: Mapping[str, str]) -> VariantDraft:
    if one.options is UNSET:
        return one
    return replace(one, options={codes.get(code, code): v for code, v in one.options.items()})


def in_order(known: Product, some: Sequence[Variant]) -> bool:
    """Whether they stand in the order in which the product has them."""
    places = {one.id: place for place, one in enumerate(known.variants)}
    order = [places[one.id] for one in some]
    return order == sorted(order)


def _key(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, fold(value)) for code, value in options.items()))
