"""What staff's form makes of a product: which variants stay, are new, are put away. Pure.

A variant of the form that names an id is that variant, whatever its values are now; one that names
none is the variant with the same values, if there ever was one, else new. What the form leaves out
is put away: no longer on sale, its history kept, there again when its values come back.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct, to_builtins

from holdfast.catalog.measures import Measure
from holdfast.catalog.options import fold, option_code
from holdfast.catalog.products import (
    AttributeValue,
    Discount,
    HeadWords,
    Image,
    Option,
    Product,
    Status,
    Translation,
    Variant,
)
from holdfast.catalog.writing.wording import ProductWords, translations_of, words_faults
from holdfast.kit.errors import FieldError
from holdfast.kit.ids import new_id
from holdfast.kit.sentences import say
from holdfast.kit.slugs import slug_of

Row = dict[str, object]
MAX_NEW: Final = 100
"""New variants of one form: their stock opens in one command. An import brings more."""


class OptionEdit(Struct, frozen=True):
    """``code`` of an option that is there already; a new one gets it from its name."""

    name: str
    values: tuple[str, ...]
    code: str | None = None


class VariantEdit(Struct, frozen=True):
    """``values`` in the order of the options; ``stock`` opens a new variant."""

    values: tuple[str, ...]
    price: int
    sku: str = ""
    compare_at_price: int | None = None
    stock: int | None = None
    id: UUID | None = None
    discount: Discount | None = None
    weight_grams: int | None = None
    barcode: str = ""
    measure: Measure | None = None


class ProductEdit(Struct, frozen=True):
    """A product as the form has it; ``description`` is clean. Without a ``handle`` it stays as it
    is, and of a new one is made of the name; without ``words`` those in other languages stay, and
    what search engines show in languages that ``heads`` does not name. Only a draft goes on sale by
    itself."""

    name: str
    variants: tuple[VariantEdit, ...]
    description: str = ""
    category_id: UUID | None = None
    seller_id: UUID | None = None
    vendor: str = ""
    tags: tuple[str, ...] = ()
    status: Status = "draft"
    options: tuple[OptionEdit, ...] = ()
    attributes: Mapping[str, AttributeValue] = {}
    images: tuple[Image, ...] = ()
    hold_units: int | None = None
    handle: str = ""
    words: Mapping[str, ProductWords] | None = None
    publish_at: datetime | None = None
    heads: Mapping[str, HeadWords] = {}


class Edit(Struct, frozen=True):
    """``product`` and ``updates`` are rows to write, ``additions`` rows of new variants with what
    the form says of them, ``away`` variants that leave the shelf."""

    product: Row
    updates: tuple[Row, ...]
    additions: tuple[tuple[Row, VariantEdit], ...]
    away: tuple[Variant, ...]


def edit_faults(known: Product | None, edit: ProductEdit) -> Iterator[FieldError]:
    """What is wrong with the form, field by field."""
    if not edit.name:
        yield FieldError("name", "missing", "Give the product a name.")
    stays = known is not None and edit.handle == known.handle  # as a file may have brought it
    if not stays and edit.handle != slug_of(edit.handle):
        yield FieldError("handle", "not-a-slug", "Use latin letters, digits and hyphens.")
    codes = [_code(option) for option in edit.options]
    for place, option in enumerate(edit.options):
        at = f"options[{place}]"
        if not option.name:
            yield FieldError(f"{at}.name", "missing", "Give the option a name, such as Colour.")
        elif codes[place] in codes[:place]:
            yield FieldError(
                f"{at}.name", "twice", say("There are two options named {name}.", name=option.name)
            )
        if not option.values:
            yield FieldError(
                f"{at}.values", "missing", say("Add a value of {name}.", name=option.name)
            )
        seen: set[str] = set()
        for number, value in enumerate(option.values):
            if not value:
                yield FieldError(f"{at}.values[{number}]", "missing", "The value is empty.")
            elif fold(value) in seen:
                detail = say("{value} is listed twice.", value=value)
                yield FieldError(f"{at}.values[{number}]", "twice", detail)
            seen.add(fold(value))
    yield from words_faults(edit.words or {}, [(one.name, one.values) for one in edit.options])
    yield from _variant_faults(known, edit)
    seen = set()
    for place, image in enumerate(edit.images):
        if image.url in seen:
            yield FieldError(f"images[{place}].url", "twice", "The picture is listed twice.")
        seen.add(image.url)


def _variant_faults(known: Product | None, edit: ProductEdit) -> Iterator[FieldError]:
    if sum(one.id is None for one in edit.variants) > MAX_NEW:
        detail = say("Add at most {most} variants at once.", most=MAX_NEW)
        yield FieldError("variants", "too-many", detail)
    ours = {one.id: one for one in known.variants} if known else {}
    claimed = {one.id for one in edit.variants if one.id}
    choices = [frozenset(option.values) for option in edit.options]
    left = {_key(one.options) for one in ours.values() if one.id not in claimed}
    values: set[tuple[str, ...]] = set()
    ids: set[UUID] = set()
    for place, one in enumerate(edit.variants):
        at = f"variants[{place}]"
        if len(one.values) != len(edit.options):
            detail = say("Give a value of each option: {count} of them.", count=len(edit.options))
            yield FieldError(f"{at}.values", "values-of-options", detail)
            continue
        for number, (option, value) in enumerate(zip(edit.options, one.values, strict=True)):
            if value not in choices[number]:
                detail = say("{value} is not a value of {name}.", value=value, name=option.name)
                yield FieldError(f"{at}.values[{number}]", "not-a-value", detail)
        if one.values in values:
            yield FieldError(f"{at}.values", "twice", "There are two variants with these values.")
        values.add(one.values)
        yield from _discount_faults(one, f"{at}.discount")
        if one.id is None:
            continue
        if one.id not in ours or one.id in ids:
            missing, twice = (
                say("The product has no such variant."),
                say("The variant is listed twice."),
            )
            detail = missing if one.id not in ours else twice
            yield FieldError(f"{at}.id", "variant-not-found", detail)
        elif _key(_options(edit, one)) in left:
            detail = say(
                "There was a variant {name} before, and its history is kept. "
                "Add that value again instead of renaming another to it.",
                name=" / ".join(one.values),
            )
            yield FieldError(f"{at}.values", "was-another", detail)
        if one.stock is not None:
            detail = say("Change the stock of an existing variant separately, with a reason.")
            yield FieldError(f"{at}.stock", "not-here", detail)
        ids.add(one.id)


def _discount_faults(one: VariantEdit, at: str) -> Iterator[FieldError]:
    off = one.discount
    if off is None:
        return
    if off.price >= one.price:
        detail = say("A discount price is below the price.")
        yield FieldError(f"{at}.price", "not-less", detail)
    if off.begins and off.ends and off.begins >= off.ends:
        yield FieldError(f"{at}.ends", "before-it-begins", "It ends before it begins.")


def edited(
    known: Product | None, edit: ProductEdit, product_id: UUID, handle: str, currency: str
) -> Edit:
    """The rows to write. The form has no faults."""
    ours = {one.id: one for one in known.variants} if known else {}
    claimed = {one.id for one in edit.variants if one.id}
    by_options = {_key(one.options): one for one in ours.values() if one.id not in claimed}
    gone = _gone(known, edit)
    updates, additions, kept = [], [], set()
    for place, one in enumerate(edit.variants):
        options = _options(edit, one)
        old = ours.get(one.id) if one.id else by_options.get(_key(options))
        row: Row = {
            "id": str(old.id if old else new_id()),
            "product_id": str(product_id),
            "sku": one.sku,
            "options": options,
            "price": one.price,
            "compare_at_price": one.compare_at_price,
            "image_url": old.image_url if old and old.image_url not in gone else None,
            "position": place,
            "low_stock_threshold": None,
            "active": True,
            "discount": one.discount,
            "weight_grams": one.weight_grams,
            "barcode": one.barcode,
            "measure": one.measure,
        }
        if old is None:
            additions.append((row, one))
        else:
            kept.add(old.id)
            updates.append(row)
    away = tuple(one for one in ours.values() if one.active and one.id not in kept)
    updates += [to_builtins(one) | {"product_id": str(product_id), "active": False} for one in away]
    product = _product(known, edit, product_id, handle, currency)
    return Edit(product, tuple(updates), tuple(additions), away)


def _product(
    known: Product | None, edit: ProductEdit, product_id: UUID, handle: str, currency: str
) -> Row:
    before = {option.code: option for option in known.options} if known else {}
    options = []
    for option in edit.options:
        old = before.get(_code(option))
        swatches = old.swatches if old else {}
        kept = {value: hue for value, hue in swatches.items() if value in option.values}
        options.append(Option(_code(option), option.name, option.values, kept))
    return {
        "id": str(product_id),
        "handle": handle,
        "name": edit.name,
        "description": edit.description,
        "category_id": str(edit.category_id) if edit.category_id else None,
        "seller_id": str(edit.seller_id) if edit.seller_id else None,
        "currency": currency,
        "status": edit.status,
        "vendor": edit.vendor,
        "tags": list(edit.tags),
        "translations": to_builtins(_translations(known, edit)),
        "options": to_builtins(options),
        "attributes": dict(edit.attributes),
        "images": to_builtins(edit.images),
        "hold_units": edit.hold_units,
        "publish_at": edit.publish_at if edit.status == "draft" else None,
        "heads": to_builtins(_heads(known, edit)),
    }


def _translations(known: Product | None, edit: ProductEdit) -> dict[str, Translation]:
    if edit.words is None:
        return known.translations if known else {}
    return translations_of(edit.words, [(_code(one), one.values) for one in edit.options])


def _heads(known: Product | None, edit: ProductEdit) -> Mapping[str, HeadWords]:
    heads = {**(known.heads if known else {}), **edit.heads}
    return {locale: one for locale, one in heads.items() if one != HeadWords()}


def _gone(known: Product | None, edit: ProductEdit) -> set[str | None]:
    """Addresses of pictures that the product had and has no more."""
    left = {one.url for one in edit.images}
    return {one.url for one in known.images if one.url not in left} if known else set()


def _code(option: OptionEdit) -> str:
    return option.code or option_code(option.name)


def _options(edit: ProductEdit, one: VariantEdit) -> dict[str, str]:
    return dict(zip(map(_code, edit.options), one.values, strict=True))


def _key(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, fold(value)) for code, value in options.items()))
