"""WooCommerce's product CSV, as rows of Shopify's: a product, its variations and its pictures
follow each other. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from holdfast.catalog.shopify.columns import MAX_COLUMNS, MAX_OPTIONS, plain_title
from holdfast.catalog.shopify.faults import RowFault, UnusableFile, fault_at
from holdfast.catalog.shopify.records import Record
from holdfast.kit.sentences import say
from holdfast.kit.slugs import slug_of

__all__ = ["is_woocommerce", "shopify_rows"]

MAX_ROWS: Final = 200_000
"""Rows are put in order before the first is read: variations may stand far from their product."""
_NEEDED: Final = {"type", "name", "regular price"}
_SOLD: Final = {"simple", "variable", "variation"}
_GRAMS: Final[Mapping[str, float]] = {"kg": 1000, "g": 1, "lbs": 453.59237, "oz": 28.349523125}
_YES: Final = {"1", "yes", "true"}
_HTML: Final = re.compile(r"<(?:p|br|div|ul|ol|h[1-6]|table)\b", re.IGNORECASE)
_READ: Final = {
    *_NEEDED, "id", "sku", "parent", "published", "short description", "description",
    "date sale price starts", "date sale price ends", "sale price", "stock", "in stock?",
    "backorders allowed?", "categories", "tags", "images", "position", "brands",
    "gtin, upc, ean, or isbn", *(f"weight ({unit})" for unit in _GRAMS),
}  # fmt: skip
_TARGET: Final = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Variant SKU",
    "Variant Barcode", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty",
    "Variant Inventory Policy", "Variant Price", "Discount Price", "Discount From",
    "Discount Until", "Image Src", "Variant Image",
    *(f"Option{n} {word}" for n in range(1, MAX_OPTIONS + 1) for word in ("Name", "Value")),
)  # fmt: skip


class _Sold(Struct):
    """A row of one product, with those of its variations."""

    line: int
    row: list[str]
    variations: list[Record] = field(default_factory=list)


def is_woocommerce(header: list[str]) -> bool:
    return {plain_title(title) for title in header} >= _NEEDED


def shopify_rows(
    header: list[str], records: Iterable[Record | RowFault]
) -> Iterator[Record | RowFault]:
    """Shopify's header first, as a record; then faults, then the products in the file's order."""
    if len(header) > MAX_COLUMNS:
        raise UnusableFile(say("The file has more than {most} columns.", most=MAX_COLUMNS))
    yield from _Translator(header).rows(records)


class _Translator:
    def __init__(self, header: list[str]) -> None:
        self._places: dict[str, int] = {}
        for place, title in enumerate(header):
            self._places.setdefault(plain_title(title), place)
        self._attributes = sum(
            1 for title in self._places if re.fullmatch(r"attribute \d+ name", title)
        )
        known = _READ | {
            f"attribute {n} {word}"
            for n in range(1, self._attributes + 1)
            for word in ("name", "value(s)", "visible", "global", "default")
        }
        self._unread = [
            (title.strip(), place)
            for place, title in enumerate(header)
            if title.strip() and plain_title(title) not in known
        ]
        self._handles: set[str] = set()

    def rows(self, records: Iterable[Record | RowFault]) -> Iterator[Record | RowFault]:
        yield 1, [*_TARGET, "More categories", "Attributes", *(title for title, _ in self._unread)]
        products: list[_Sold] = []
        known: dict[str, _Sold] = {}
        variations: list[Record] = []
        for count, record in enumerate(records):
            if count >= MAX_ROWS:
                raise UnusableFile(say("The file has more than {most} rows.", most=MAX_ROWS))
            if isinstance(record, RowFault):
                yield record
                continue
            line, row = record
            kind = self._cell(row, "type").casefold().split(",")[0].strip()
            if kind not in _SOLD:
                why = say("a product of the type {type} is not sold here", type=repr(kind[:40]))
                yield fault_at(line, why)
            elif kind == "variation":
                variations.append(record)
            else:
                products.append(_Sold(line, row))
                for key in self._keys(row):
                    known.setdefault(key, products[-1])
        for line, row in variations:
            parent = known.get(self._cell(row, "parent"))
            if parent is None:
                yield fault_at(line, say("the product of this variation is not in the file"))
            else:
                parent.variations.append((line, row))
        for sold in products:
            yield from self._product(sold)

    def _product(self, sold: _Sold) -> Iterator[Record | RowFault]:
        name = self._cell(sold.row, "name")
        if not name:
            yield fault_at(sold.line, say("the name is missing"))
            return
        handle = self._handle(name, sold)
        first, *more = self._images(sold.row) or [""]
        whole = self._whole(sold.row) | {"Image Src": first}
        names = self._options(sold)
        own = sold.variations or [(sold.line, sold.row)]
        for at, (line, row) in enumerate(own):
            cells = self._variant(row, names) if row is not sold.row else self._sellable(row)
            cells |= {"Handle": handle} | (whole if at == 0 else {})
            extra = self._not_taken(sold, row, names) if at == 0 else self._unread_of(row, ["", ""])
            yield line, [*(cells.get(title, "") for title in _TARGET), *extra]
        for image in more:
            cells = {"Handle": handle, "Image Src": image}
            yield sold.line, [cells.get(title, "") for title in _TARGET]

    def _whole(self, row: list[str]) -> dict[str, str]:
        """What is said of the product, not of one way it is sold."""
        published = self._cell(row, "published")
        return {
            "Title": self._cell(row, "name"),
            "Body (HTML)": _html(
                self._cell(row, "short description"), self._cell(row, "description")
            ),
            "Vendor": self._cell(row, "brands").split(",")[0].strip(),
            "Type": _split(self._cell(row, "categories"))[0],
            "Tags": self._cell(row, "tags"),
            "Published": "true" if published in ("", "1") else "false",
        }

    def _sellable(self, row: list[str]) -> dict[str, str]:
        stock = self._cell(row, "stock")
        none_left = self._cell(row, "in stock?") == "0"
        return {
            "Variant SKU": self._cell(row, "sku"),
            "Variant Barcode": self._cell(row, "gtin, upc, ean, or isbn"),
            "Variant Grams": self._grams(row),
            "Variant Inventory Tracker": "shopify" if stock or none_left else "",
            "Variant Inventory Qty": stock or ("0" if none_left else ""),
            "Variant Inventory Policy": (
                "continue"
                if self._cell(row, "backorders allowed?").casefold() in _YES | {"notify"}
                else "deny"
            ),
            "Variant Price": self._cell(row, "regular price"),
            "Discount Price": self._cell(row, "sale price"),
            "Discount From": self._cell(row, "date sale price starts"),
            "Discount Until": self._cell(row, "date sale price ends"),
        }

    def _variant(self, row: list[str], names: list[str]) -> dict[str, str]:
        said = self._said(row)
        options = {
            cell: text
            for n, name in enumerate(names[:MAX_OPTIONS], start=1)
            for cell, text in ((f"Option{n} Name", name), (f"Option{n} Value", said.get(name, "")))
        }
        image = self._images(row)
        return self._sellable(row) | options | {"Variant Image": image[0] if image else ""}

    def _options(self, sold: _Sold) -> list[str]:
        """Names of the attributes by which its variations differ, as the product has them."""
        told = {
            name for _, row in sold.variations for name, text in self._said(row).items() if text
        }
        return [name for name in self._said(sold.row) if name in told] or sorted(told)

    def _said(self, row: list[str]) -> dict[str, str]:
        named = (
            (self._cell(row, f"attribute {n} name"), self._cell(row, f"attribute {n} value(s)"))
            for n in range(1, self._attributes + 1)
        )
        return {name: text for name, text in named if name}

    def _not_taken(self, sold: _Sold, row: list[str], names: list[str]) -> list[str]:
        categories = _split(self._cell(sold.row, "categories"))[1:]
        attributes = [name for name in self._said(sold.row) if name not in names[:MAX_OPTIONS]]
        own = self._unread_of(sold.row, [", ".join(categories), ", ".join(attributes)])
        return [
            one or other for one, other in zip(own, self._unread_of(row, ["", ""]), strict=True)
        ]

    def _unread_of(self, row: list[str], more: list[str]) -> list[str]:
        return [*more, *(row[place] if place < len(row) else "" for _, place in self._unread)]

    def _handle(self, name: str, sold: _Sold) -> str:
        """From its name; of several of one name, with its id as well."""
        handle = slug_of(name) or f"product-{self._cell(sold.row, 'id') or sold.line}"
        if handle in self._handles:
            handle = f"{handle}-{self._cell(sold.row, 'id') or sold.line}"
        self._handles.add(handle)
        return handle

    def _keys(self, row: list[str]) -> list[str]:
        """How variations name it."""
        number, sku = self._cell(row, "id"), self._cell(row, "sku")
        return [key for key in (f"id:{number}" if number else "", sku) if key]

    def _images(self, row: list[str]) -> list[str]:
        return [one for one in _split(self._cell(row, "images")) if one]

    def _grams(self, row: list[str]) -> str:
        for unit, grams in _GRAMS.items():
            text = self._cell(row, f"weight ({unit})")
            if text:
                number = text.replace(",", ".")
                sound = re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", number)
                return str(round(float(number) * grams)) if sound else text
        return ""

    def _cell(self, row: list[str], title: str) -> str:
        place = self._places.get(title)
        return row[place].strip() if place is not None and place < len(row) else ""


def _split(text: str) -> list[str]:
    """At commas; one that belongs to a name has a backslash before it."""
    return [part.strip().replace("\\,", ",") for part in re.split(r"(?<!\\),", text)]


def _html(*texts: str) -> str:
    """One after the other; what is no HTML yet in paragraphs, as WooCommerce shows it."""
    shown = []
    for text in texts:
        lines = text.replace("\\n", "\n").strip()
        if lines and not _HTML.search(lines):
            parts = re.split(r"\n\s*\n", lines)
            lines = "".join(f"<p>{part.strip()}</p>".replace("\n", "<br>") for part in parts)
        shown.append(lines)
    return "\n".join(filter(None, shown))
