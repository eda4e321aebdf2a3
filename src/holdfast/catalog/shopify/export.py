"""Products as rows of Shopify's CSV, with columns of our own for what it has none for. Read again,
they change nothing. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from holdfast.catalog.categories import BETWEEN, CategoryPath
from holdfast.catalog.measures import Measure
from holdfast.catalog.products import AttributeValue, HeadWords, Product, Variant
from holdfast.catalog.shopify.columns import ATTRIBUTE, MAX_OPTIONS
from holdfast.catalog.stock import NO_LIMIT
from holdfast.kit.clock import iso
from holdfast.kit.money import exponent
from holdfast.kit.sheets import as_text

_OF_PRODUCT: Final = (
    "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "SEO Title",
    "SEO Description",
)  # fmt: skip
_OF_VARIANT: Final = (
    "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price",
    "Variant Compare At Price", "Variant Barcode", "Variant Image", "Discount Price",
    "Discount From", "Discount Until", "Unit Price Total Measure", "Unit Price Total Measure Unit",
    "Unit Price Base Measure", "Unit Price Base Measure Unit",
)  # fmt: skip
_OF_IMAGE: Final = ("Image Src", "Image Position", "Image Alt Text")
_NO_OPTIONS: Final = ("Title", "Default Title")


def header_row(attributes: Sequence[str]) -> list[str]:
    """The titles, with a column for each attribute."""
    options = [
        f"Option{place} {word}" for place in range(1, MAX_OPTIONS + 1) for word in ("Name", "Value")
    ]
    described = [f"{ATTRIBUTE}{code}" for code in attributes]
    return [
        "Handle", *_OF_PRODUCT, *options, *_OF_VARIANT, *_OF_IMAGE, "Status", "Currency",
        *described,
    ]  # fmt: skip


def product_rows(
    product: Product,
    category: CategoryPath,
    on_hand: Mapping[UUID, int],
    attributes: Sequence[str],
) -> Iterator[list[str]]:
    """A row for each variant on sale and for each picture, those of the same place in one."""
    variants, images = product.on_sale, product.images
    for place in range(max(len(variants), len(images))):
        first = place == 0
        row = [product.handle, *(_product(product, category) if first else [""] * len(_OF_PRODUCT))]
        if place < len(variants):
            one = variants[place]
            row += _options(product, one, named=first)
            row += _variant(product, one, on_hand.get(one.id, 0))
        else:
            row += [""] * (2 * MAX_OPTIONS + len(_OF_VARIANT))
        if place < len(images):
            row += [images[place].url, str(place + 1), images[place].alt]
        else:
            row += [""] * len(_OF_IMAGE)
        row += [product.status if first else "", product.currency]
        row += [_value(product.attributes.get(code)) if first else "" for code in attributes]
        yield [as_text(cell) for cell in row]


def _product(product: Product, category: CategoryPath) -> list[str]:
    head = product.heads.get("") or HeadWords()
    return [
        product.name,
        product.description,
        product.vendor,
        BETWEEN.join(category),
        category[-1] if category else "",
        ", ".join(product.tags),
        "true" if product.active else "false",
        head.title,
        head.description,
    ]


def _options(product: Product, one: Variant, *, named: bool) -> list[str]:
    if not product.options:
        cells = list(_NO_OPTIONS) if named else ["", _NO_OPTIONS[1]]
        return cells + [""] * (2 * MAX_OPTIONS - 2)
    cells = []
    for option in product.options[:MAX_OPTIONS]:
        cells += [option.name if named else "", one.options.get(option.code, "")]
    return cells + [""] * (2 * MAX_OPTIONS - len(cells))


def _variant(product: Product, one: Variant, on_hand: int) -> list[str]:
    off, currency = one.discount, product.currency
    return [
        one.sku,
        "" if one.weight_grams is None else str(one.weight_grams),
        "" if on_hand >= NO_LIMIT else str(on_hand),
        _amount(one.price, currency),
        _amount(one.compare_at_price, currency),
        one.barcode,
        one.image_url or "",
        _amount(off.price if off else None, currency),
        iso(off.begins) or "" if off else "",
        iso(off.ends) or "" if off else "",
        *_measure(one.measure),
    ]


def _measure(one: Measure | None) -> tuple[str, str, str, str]:
    if one is None:
        return "", "", "", ""
    return one.amount_text, one.unit, str(one.per), one.per_unit


def _amount(amount: int | None, currency: str) -> str:
    if amount is None:
        return ""
    decimals = exponent(currency)
    whole, part = divmod(amount, 10**decimals)
    return f"{whole}.{part:0{decimals}d}" if decimals else str(whole)


def _value(value: AttributeValue | None) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
