"""What a draft changes of what is there: which product, which variants, which are new. Pure.

A product is known by its handle. What a draft does not mention stays.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, TypeVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, convert, to_builtins
from msgspec.structs import replace

from holdfast.catalog.categories import CategoryPath
from holdfast.catalog.products import (
    HeadWords,
    Image,
    Option,
    Product,
    ProductDraft,
    Variant,
    VariantDraft,
)
from holdfast.catalog.writing.matching import in_codes, in_order, match
from holdfast.catalog.writing.price_faults import VariantFault, price_faults, undercuts
from holdfast.kit.ids import new_id
from holdfast.kit.sentences import say

Row = dict[str, object]
_Value = TypeVar("_Value")
_OFTEN_UNSAID: Final = (
    "sku", "options", "compare_at_price", "discount", "weight_grams", "barcode",
    "measure",
)  # fmt: skip
UNNAMED: Final = say("neither options nor a SKU say which variant of the product it is")
Copies = dict[str | None, Image]
"""Our copies of pictures, by where they came from."""


class Change(Struct, frozen=True):
    """``product`` is its row if it must be written; ``updates`` are rows of variants to rewrite,
    ``additions`` new ones with the draft they come from, ``matched`` all that were there, whose
    SKU and options are said; ``faults``: what cannot go in, or not quite as it stands."""

    id: UUID
    handle: str
    is_new: bool
    product: Row | None
    updates: tuple[Row, ...]
    additions: tuple[tuple[Row, VariantDraft], ...]
    matched: tuple[tuple[UUID, VariantDraft], ...]
    faults: tuple[VariantFault, ...] = ()


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
    draft = in_codes(known, draft)
    copies: Copies = {one.url: one for one in known.images} if known else {}
    copies |= {one.source: one for one in known.images if one.source} if known else {}
    matched = match(known.variants if known else (), draft.variants)
    pairs = [one for one in matched.pairs if not undercuts(*one[1:])]
    new = matched.new
    steady = not new and known is not None and in_order(known, [old for _, old, _ in pairs])
    updates = tuple(
        row
        for place, old, one in pairs
        for at in (old.position if steady or one.options is UNSET else place,)
        if (row := _variant_row(old, one, product_id, at, copies))
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
        matched=tuple((old.id, _named(old, one)) for _, old, one in pairs),
        faults=(
            *(VariantFault(one, UNNAMED) for one in matched.unnamed),
            *price_faults(one[1:] for one in matched.pairs),
        ),
    )


def keeps_other_money(known: Product | None, change: Change) -> bool:
    """Whether the product would be in another currency, while the source prices only a part of
    what is there: the rest would be the old numbers in the new money."""
    if known is None or change.product is None or change.product["currency"] == known.currency:
        return False
    said = dict(change.matched)
    return any(one.id not in said or _keeps_money(one, said[one.id]) for one in known.variants)


def _keeps_money(old: Variant, draft: VariantDraft) -> bool:
    """Whether it has an amount that the source does not speak of."""
    discount = old.discount is not None and draft.discount is UNSET
    return discount or (old.compare_at_price is not None and draft.compare_at_price is UNSET)


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


def _new_row(variant_id: UUID, draft: VariantDraft, product_id: UUID, place: int) -> Row:
    return {
        "id": str(variant_id),
        "product_id": str(product_id),
        "sku": _said(draft.sku, ""),
        "options": _said(draft.options, {}),
        "price": draft.price,
        "compare_at_price": _said(draft.compare_at_price, None),
        "image_url": draft.image_url,
        "position": place,
        "low_stock_threshold": draft.low_stock_threshold,
        "discount": _said(draft.discount, None),
        "weight_grams": _said(draft.weight_grams, None),
        "barcode": _said(draft.barcode, ""),
        "measure": _said(draft.measure, None),
    }


def _variant_row(
    old: Variant, draft: VariantDraft, product_id: UUID, place: int, copies: Copies
) -> Row | None:
    """The variant as it should be, or None when it is so already. Its threshold is staff's, and
    what the source does not speak of stays, without options also that it is put away."""
    row = _new_row(old.id, draft, product_id, place)
    copy = copies.get(draft.image_url)
    row["image_url"] = copy.url if copy else draft.image_url or old.image_url
    for field in _OFTEN_UNSAID:
        if getattr(draft, field) is UNSET:
            row[field] = getattr(old, field)
    compared = row.keys() - {"id", "product_id", "low_stock_threshold"}
    active = old.active or draft.options is not UNSET
    same = old.active == active and all(row[field] == getattr(old, field) for field in compared)
    return None if same else row | {"active": active}


def _named(old: Variant, draft: VariantDraft) -> VariantDraft:
    sku, options = _said(draft.sku, old.sku), _said(draft.options, old.options)
    return replace(draft, sku=sku, options=options)


def _said(value: _Value | UnsetType, before: _Value) -> _Value:
    """What the source says; what is there, if it says nothing."""
    return before if isinstance(value, UnsetType) else value


def _product_row(
    known: Product | None,
    draft: ProductDraft,
    product_id: UUID,
    terms: MergeTerms,
    images: tuple[Image, ...],
) -> Row:
    category = known.category_id if known else None
    if draft.category is not UNSET:
        category = terms.categories.get(tuple(one.name for one in draft.category))
    attributes = (known.attributes if known else {}) | draft.attributes
    currency = draft.currency or terms.currency
    if known is not None and not draft.variants:  # without a price no currency is said
        currency = known.currency
    seller = known.seller_id if known else terms.sellers.get(draft.handle)
    return {
        "id": str(product_id),
        "handle": draft.handle,
        "name": draft.name or (known.name if known else ""),
        "description": _said(draft.description, known.description if known else ""),
        "category_id": str(category) if category else None,
        "seller_id": str(seller) if seller else None,
        "currency": currency,
        "status": _said(draft.status, known.status if known else "active"),
        "vendor": _said(draft.vendor, known.vendor if known else ""),
        "tags": list(_said(draft.tags, known.tags if known else ())),
        "translations": to_builtins(draft.translations or (known.translations if known else {})),
        "options": to_builtins(_options(known, draft)),
        "attributes": {code: value for code, value in attributes.items() if value is not None},
        "images": to_builtins(images),
        "hold_units": known.hold_units if known else None,  # staff's, not the source's
        "publish_at": known.publish_at if known else None,
        "heads": to_builtins(_heads(known, draft)),
    }


def _heads(known: Product | None, draft: ProductDraft) -> dict[str, HeadWords]:
    heads = dict(known.heads) if known else {}
    if not isinstance(draft.head, UnsetType):
        heads[""] = draft.head
    return {locale: one for locale, one in heads.items() if one != HeadWords()}


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
        "publish_at": known.publish_at,
        "heads": to_builtins(known.heads),
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
    images = [_copied(one, copies, tells_alts=draft.tells_alts) for one in draft.images]
    if goes_on:
        urls = {one.url for one in known.images}
        return (*known.images, *(one for one in images if one.url not in urls))
    return tuple(images)


def _copied(image: Image, copies: Copies, *, tells_alts: bool) -> Image:
    copy = copies.get(image.url)
    if copy is None:
        return image
    return replace(copy, alt=image.alt) if tells_alts else copy
