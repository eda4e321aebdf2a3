"""What a draft changes of what is there: which product, which variants, which are new. Pure.

A product is known by its handle. A variant is known by its options within the product, else by
its SKU (an option's value was renamed). What a draft does not mention stays.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from msgspec import UNSET, Struct, convert, to_builtins
from msgspec.structs import replace

from holdfast.catalog.categories import CategoryPath
from holdfast.catalog.options import fold
from holdfast.catalog.products import Image, Option, Product, ProductDraft, Variant, VariantDraft
from holdfast.kit.ids import new_id

Row = dict[str, object]
Copies = dict[str | None, Image]
"""Our copies of pictures, by where they came from."""


class Change(Struct, frozen=True):
    """``product`` is its row if it must be written; ``updates`` are rows of variants to rewrite,
    ``additions`` new ones with the draft they come from, ``matched`` all that were there."""

    id: UUID
    handle: str
    is_new: bool
    product: Row | None
    updates: tuple[Row, ...]
    additions: tuple[tuple[Row, VariantDraft], ...]
    matched: tuple[tuple[UUID, VariantDraft], ...]


class MergeTerms(Struct, frozen=True):
    """Prices are in ``currency``; ``categories`` holds those that drafts name, by their paths.
    ``sellers``: whose a product is that is new, by handle; others are the shop's own."""

    currency: str
    categories: Mapping[CategoryPath, UUID] = {}
    sellers: Mapping[str, UUID] = {}


def merge(
    known: Product | None, draft: ProductDraft, terms: MergeTerms, *, goes_on: bool
) -> Change:
    """``goes_on``: the same source named this product before, so its images are added to."""
    product_id = known.id if known else new_id()
    draft = _in_codes(known, draft)
    copies: Copies = {one.url: one for one in known.images} if known else {}
    copies |= {one.source: one for one in known.images if one.source} if known else {}
    pairs, new = _match(known.variants if known else (), draft.variants)
    steady = not new and known is not None and _in_order(known, [old for _, old, _ in pairs])
    updates = tuple(
        row
        for place, old, one in pairs
        if (row := _variant_row(old, one, product_id, old.position if steady else place, copies))
    )
    start = len(known.variants) if goes_on and known else 0
    additions = tuple(
        (_new_row(new_id(), one, product_id, start + place), one) for place, one in new
    )
    row = _product_row(known, draft, product_id, terms, _images(known, draft, copies, goes_on))
    untouched = known is not None and not updates and row == as_row(known)
    return Change(
        id=product_id,
        handle=draft.handle,
        is_new=known is None,
        product=None if untouched else row,
        updates=updates,
        additions=additions,
        matched=tuple((old.id, one) for _, old, one in pairs),
    )


def keeps_other_money(known: Product | None, change: Change) -> bool:
    """Whether the product would be in another currency, while the source prices only a part of
    what is there: the rest would be the old numbers in the new money."""
    if known is None or change.product is None or change.product["currency"] == known.currency:
        return False
    said = {id_: draft.discount is not UNSET for id_, draft in change.matched}
    return any(one.id not in said or not (said[one.id] or one.discount is None)
               for one in known.variants)  # fmt: skip


def as_left(known: Product | None, change: Change) -> Product:
    """The product as it is once the change is written, whose database would add times to it."""
    row = change.product or (as_row(known) if known else {})
    before: list[Row] = [to_builtins(one) for one in known.variants] if known else []
    variants = {one["id"]: one for one in before}
    for one in (*change.updates, *(added for added, _ in change.additions)):
        variants[one["id"]] = {"active": True} | variants.get(one["id"], {}) | one
    never = datetime.fromtimestamp(0, UTC)
    times = {"created_at": never, "updated_at": never, "revision": 0}
    return convert({**row, **times, "variants": [*variants.values()]}, Product)


def _in_codes(known: Product | None, draft: ProductDraft) -> ProductDraft:
    """The draft with the codes of options that the product has, by their names."""
    ours = {fold(option.name): option.code for option in known.options} if known else {}
    codes = {one.code: ours.get(fold(one.name), one.code) for one in draft.options}
    if all(code == ours for code, ours in codes.items()):
        return draft
    return replace(
        draft,
        options=tuple(replace(one, code=codes[one.code]) for one in draft.options),
        variants=tuple(
            replace(one, options={codes.get(code, code): v for code, v in one.options.items()})
            for one in draft.variants
        ),
    )


def _in_order(known: Product, some: list[Variant]) -> bool:
    """Whether they stand in the order in which the product has them."""
    places = {one.id: place for place, one in enumerate(known.variants)}
    order = [places[one.id] for one in some]
    return order == sorted(order)


def _key(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, fold(value)) for code, value in options.items()))


def _match(
    known: tuple[Variant, ...], drafts: tuple[VariantDraft, ...]
) -> tuple[list[tuple[int, Variant, VariantDraft]], list[tuple[int, VariantDraft]]]:
    """Pairs of what is there and its draft, and drafts of new variants, with their places."""
    by_options = {_key(one.options): one for one in known}
    exact = {place: by_options.get(_key(one.options)) for place, one in enumerate(drafts)}
    taken = {one.id for one in exact.values() if one}
    by_sku: dict[str, list[Variant]] = {}
    for one in known:
        if one.sku and one.id not in taken:
            by_sku.setdefault(one.sku, []).append(one)
    pairs, new = [], []
    for place, draft in enumerate(drafts):
        found = exact[place]
        same_sku = by_sku.get(draft.sku, [])
        if found is None and len(same_sku) == 1:
            found = same_sku.pop()
        if found is None:
            new.append((place, draft))
        else:
            pairs.append((place, found, draft))
    return pairs, new


def _new_row(variant_id: UUID, draft: VariantDraft, product_id: UUID, place: int) -> Row:
    return {
        "id": str(variant_id),
        "product_id": str(product_id),
        "sku": draft.sku,
        "options": draft.options,
        "price": draft.price,
        "compare_at_price": draft.compare_at_price,
        "image_url": draft.image_url,
        "position": place,
        "low_stock_threshold": draft.low_stock_threshold,
        "discount": None if draft.discount is UNSET else draft.discount,
        "weight_grams": None if draft.weight_grams is UNSET else draft.weight_grams,
        "barcode": "" if draft.barcode is UNSET else draft.barcode,
    }


def _variant_row(
    old: Variant, draft: VariantDraft, product_id: UUID, place: int, copies: Copies
) -> Row | None:
    """The variant as it should be, or None when it is so already. Its threshold is staff's, and
    what the source does not speak of stays."""
    row = _new_row(old.id, draft, product_id, place)
    copy = copies.get(draft.image_url)
    row["image_url"] = copy.url if copy else draft.image_url or old.image_url
    for field in ("discount", "weight_grams", "barcode"):
        if getattr(draft, field) is UNSET:
            row[field] = getattr(old, field)
    compared = row.keys() - {"id", "product_id", "low_stock_threshold"}
    same = old.active and all(row[field] == getattr(old, field) for field in compared)
    return None if same else row | {"active": True}


def _product_row(
    known: Product | None,
    draft: ProductDraft,
    product_id: UUID,
    terms: MergeTerms,
    images: tuple[Image, ...],
) -> Row:
    speaks = bool(draft.name) or known is None  # rows without a title only add to a product
    source: Product | ProductDraft = draft if speaks or known is None else known
    category = known.category_id if known else None
    if speaks and draft.category is not UNSET:
        category = terms.categories.get(tuple(one.name for one in draft.category))
    attributes = (known.attributes if known else {}) | draft.attributes
    currency = draft.currency or terms.currency
    if known is not None and not draft.variants:  # without a price no currency is said
        currency = known.currency
    seller = known.seller_id if known else terms.sellers.get(draft.handle)
    return {
        "id": str(product_id),
        "handle": draft.handle,
        "name": source.name,
        "description": source.description,
        "category_id": str(category) if category else None,
        "seller_id": str(seller) if seller else None,
        "currency": currency,
        "status": source.status,
        "vendor": source.vendor,
        "tags": list(source.tags),
        "translations": to_builtins(draft.translations or (known.translations if known else {})),
        "options": to_builtins(_options(known, draft)),
        "attributes": {code: value for code, value in attributes.items() if value is not None},
        "images": to_builtins(images),
        "hold_units": known.hold_units if known else None,  # staff's, not the source's
    }


def as_row(known: Product) -> Row:
    """The product's row, as it would be written."""
    return {
        "id": str(known.id),
        "handle": known.handle,
        "name": known.name,
        "description": known.description,
        "category_id": str(known.category_id) if known.category_id else None,
        "seller_id": str(known.seller_id) if known.seller_id else None,
        "currency": known.currency,
        "status": known.status,
        "vendor": known.vendor,
        "tags": list(known.tags),
        "translations": to_builtins(known.translations),
        "options": to_builtins(known.options),
        "attributes": known.attributes,
        "images": to_builtins(known.images),
        "hold_units": known.hold_units,
    }


def _options(known: Product | None, draft: ProductDraft) -> tuple[Option, ...]:
    """The draft's choices, and behind them those of variants it does not mention."""
    before = {option.code: option for option in known.options} if known else {}
    options = []
    for option in draft.options:
        old = before.pop(option.code, None)
        known_values = old.values if old else ()
        # What is only said again keeps its order.
        first = () if set(option.values) <= set(known_values) else option.values
        values = dict.fromkeys(first + known_values)
        swatches = (old.swatches if old else {}) | option.swatches
        options.append(Option(option.code, option.name, tuple(values), swatches))
    return (*options, *before.values())


def _images(
    known: Product | None, draft: ProductDraft, copies: Copies, goes_on: bool
) -> tuple[Image, ...]:
    """The draft's images; of those fetched before, our copies."""
    if known is None:
        return draft.images
    if not draft.images:
        return known.images
    images = [
        replace(copies[one.url], alt=one.alt) if one.url in copies else one for one in draft.images
    ]
    if goes_on:
        urls = {one.url for one in known.images}
        return (*known.images, *(one for one in images if one.url not in urls))
    return tuple(images)
