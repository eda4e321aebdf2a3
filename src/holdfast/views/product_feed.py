"""The goods on sale as a feed that Google Merchant Center reads: RSS with Google's own words.

One item a variant, in one language, some products at a time: as long as the catalogue, never held
whole. What costs points is no offer for money and is left out.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import Measure, MeasureUnit, Product, Variant, load_products, plain_text
from holdfast.db.engine import Database
from holdfast.kit.money import POINTS, coded
from holdfast.kit.xml_text import xml_text
from holdfast.views.directory import Directory, DirectoryReads
from holdfast.views.heads.head import short
from holdfast.views.heads.schema_org import Told, gtin, product_path
from holdfast.views.stock import ProductStock, VariantStock, read_stock

__all__ = ["FeedAsked", "feed_lines"]

AT_ONCE: Final = 200
MOST_PICTURES: Final = 10  # beside the first
MOST_LETTERS: Final = 5_000
_GOOGLES: Final[Mapping[MeasureUnit, str]] = {"m3": "cbm", "m2": "sqm", "item": "ct"}
_NOT_GOOGLES: Final[frozenset[MeasureUnit]] = frozenset({"mm", "cm2"})
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
)
_SOME: Final = """
SELECT id FROM products WHERE id > $1 AND status = 'active' AND currency <> $3
AND ($4::text IS NULL OR currency = $4) ORDER BY id LIMIT $2
"""


class FeedAsked(Struct, frozen=True):
    """For whom, and of goods in which currency (None: any)."""

    told: Told
    currency: str | None = None


async def feed_lines(
    database: Database, directory: DirectoryReads, asked: FeedAsked, partitions: int
) -> AsyncIterator[str]:
    """The document in parts, each as of one moment."""
    told = asked.told
    yield _HEAD + _element("title", told.shop) + _element("link", told.at("/"))
    yield _element("description", told.shop)
    last = UUID(int=0)
    while True:
        rows = await database.pool.fetch(_SOME, last, AT_ONCE, POINTS, asked.currency)
        if not rows:
            break
        ids = [UUID(int=row[0].int) for row in rows]
        last = ids[-1]
        found = await load_products(database.pool, ids)
        stocks = await read_stock(database.pool, ids, partitions)
        here = await directory.now()
        yield "".join(
            _item(found[one], variant, stocks.get(one), here, told)
            for one in ids
            if one in found and found[one].active
            for variant in found[one].on_sale
        )
    yield "</channel>\n</rss>\n"


def _item(
    product: Product,
    one: Variant,
    stock: ProductStock | None,
    directory: Directory,
    told: Told,
) -> str:
    parts = _words_of(product, one, directory, told)
    numbers = stock.variants.get(one.id) if stock else None
    return f"<item>\n{''.join(_element(name, text) for name, text in parts)}" + (
        "".join(_element(name, text) for name, text in _offer(product, one, numbers, told))
        + "</item>\n"
    )


def _words_of(
    product: Product, one: Variant, directory: Directory, told: Told
) -> Iterator[tuple[str, str]]:
    several = len(product.on_sale) > 1
    name = product.name_in(told.locale)
    options = product.options_in(one.options, told.locale)
    words = product.translations.get(told.locale)
    text = plain_text((words.description if words else None) or product.description)
    yield "g:id", str(one.id)
    if several:
        yield "g:item_group_id", str(product.id)
    yield "g:title", short(" ".join([name, *(options.values() if several else ())]), 150)
    yield "g:description", short(text or name, MOST_LETTERS)
    yield "g:link", told.at(product_path(product, one if several else None))
    pictures = [image.url for image in product.images]
    if one.image_url:
        pictures = [one.image_url, *(url for url in pictures if url != one.image_url)]
    for place, url in enumerate(pictures[: MOST_PICTURES + 1]):
        yield "g:additional_image_link" if place else "g:image_link", told.picture(url)
    way = directory.categories.way(product.category_id)
    if way:
        yield "g:product_type", " > ".join(each.name_in(told.locale) for each in way)
    for code, value in options.items():
        if code in ("color", "size", "material", "pattern"):
            yield f"g:{code}", value


def _offer(
    product: Product, one: Variant, numbers: VariantStock | None, told: Told
) -> Iterator[tuple[str, str]]:
    there = numbers is not None and numbers.stock > 0
    before_it_is = None if numbers is None or there else numbers.preorder(told.now)
    if before_it_is is not None:
        yield "g:availability", "preorder"
        yield "g:availability_date", f"{before_it_is.expected_on}T00:00Z"
    else:
        yield "g:availability", "in_stock" if there else "out_of_stock"
    now = one.price_at(told.now)
    before = max(one.price, one.compare_at_price or 0)
    yield "g:price", coded(before, product.currency)
    if now < before:
        yield "g:sale_price", coded(now, product.currency)
        off = one.discount
        if off is not None and now < one.price and off.begins and off.ends:
            yield "g:sale_price_effective_date", f"{_minute(off.begins)}/{_minute(off.ends)}"
    yield from _by_measure(one.measure)
    number = gtin(one.barcode)
    if number is not None:
        yield "g:gtin", number
    if product.vendor:
        yield "g:brand", product.vendor
    if one.sku:
        yield "g:mpn", one.sku
    if number is None and not (product.vendor and one.sku):
        yield "g:identifier_exists", "no"
    yield "g:condition", "new"
    if one.weight_grams:
        yield "g:shipping_weight", f"{one.weight_grams} g"


def _by_measure(of: Measure | None) -> Iterator[tuple[str, str]]:
    if of is None or {of.unit, of.per_unit} & _NOT_GOOGLES:
        return
    yield "g:unit_pricing_measure", f"{of.amount_text} {_GOOGLES.get(of.unit, of.unit)}"
    yield "g:unit_pricing_base_measure", f"{of.per} {_GOOGLES.get(of.per_unit, of.per_unit)}"


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _element(name: str, text: str) -> str:
    return f"<{name}>{xml_text(text)}</{name}>\n"
