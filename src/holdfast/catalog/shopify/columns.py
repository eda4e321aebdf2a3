"""The columns we read, under the names Shopify gave and gives them. Others are told of where they
say something."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from holdfast.catalog.shopify.faults import UnusableFile
from holdfast.kit.sentences import say
from holdfast.kit.sheets import unguarded

MAX_OPTIONS: Final = 3
MAX_COLUMNS: Final = 1000
ATTRIBUTE: Final = "Attribute: "
"""Before the code, in the title of a column of attributes."""

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "description"),
    "vendor": ("vendor",),
    "type": ("type", "custom product type"),
    "category": (
        "product category",
        "standard product type",
        "google shopping / google product category",
    ),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    "sku": ("variant sku", "sku"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "price": ("variant price", "price"),
    "compare_at": ("variant compare at price", "compare-at price"),
    "image": ("image src", "product image url"),
    "image_position": ("image position",),
    "image_alt": ("image alt text",),
    "variant_image": ("variant image", "variant image url"),
    "weight": ("variant grams", "weight value (grams)"),
    "barcode": ("variant barcode", "barcode"),
    "measure": ("unit price total measure",),
    "measure_unit": ("unit price total measure unit",),
    "measure_per": ("unit price base measure",),
    "measure_per_unit": ("unit price base measure unit",),
    "gift_card": ("gift card",),
    "seo_title": ("seo title",),
    "seo_description": ("seo description",),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "currency": ("currency",),
    "discount_price": ("discount price",),
    "discount_from": ("discount from",),
    "discount_until": ("discount until",),
    **{f"option{n}_name": (f"option{n} name",) for n in range(1, MAX_OPTIONS + 1)},
    **{f"option{n}": (f"option{n} value",) for n in range(1, MAX_OPTIONS + 1)},
}
_READ: Final = frozenset(name for names in _NAMES.values() for name in names)
_UNITS: Final = ("g", "kg", "lb", "oz")
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "variant fulfillment service": ("manual",),
    "fulfillment service": ("manual",),
    "variant requires shipping": ("true",),
    "requires shipping": ("true",),
    "variant taxable": ("true",),
    "charge tax": ("true",),
    "variant weight unit": _UNITS,
    "weight unit for display": _UNITS,
    "google shopping / condition": ("new",),
    "is featured?": ("0",),
    "visibility in catalog": ("visible",),
    "tax status": ("taxable",),
    "tax class": ("parent", "standard"),
    "sold individually?": ("0",),
    "allow customer reviews?": ("0", "1"),
    "google shopping / custom product": ("true", "false"),
}
"""What stands in columns that are not read, and is so here for everything that is sold."""
ADDED: Final = ("Line", "Problem")
"""Columns of a file of damaged rows, of our own making."""
_TOLD: Final = 100
_NEEDED: Final = {"handle", "title", "price"}
NOT_OURS: Final = say(
    "This is not a product CSV of Shopify or WooCommerce: it needs the columns Handle, Title and"
    " Variant Price, or Type, Name and Regular price."
)


class Columns:
    """Where each column stands; ``width`` is how many the header has, ``attributes`` the codes
    that have a column, ``unread`` the titles of those that are not read."""

    def __init__(
        self,
        places: dict[str, int],
        width: int,
        attributes: tuple[str, ...],
        unread: Mapping[str, int],
    ) -> None:
        self._places = places
        self._unread = [
            (title[:_TOLD], place, _USUAL.get(plain_title(title), ()))
            for title, place in unread.items()
        ]
        self.width = width
        self.attributes = attributes

    def has(self, *columns: str) -> bool:
        """Whether the file has one of them."""
        return any(column in self._places for column in columns)

    def place(self, column: str) -> int | None:
        """Where it stands in a row, from 0 on."""
        return self._places.get(column)

    def not_taken(self, row: list[str]) -> Iterator[str]:
        """Titles of columns in which the row says something that is not read."""
        for title, place, usual in self._unread:
            text = row[place].strip() if place < len(row) else ""
            if text and text.casefold() not in usual:
                yield title

    def get(self, row: list[str], column: str) -> str:
        """The trimmed value, empty when the row or the file has no such column."""
        place = self._places.get(column)
        text = row[place].strip() if place is not None and place < len(row) else ""
        return unguarded(text)


def plain_title(title: str) -> str:
    """As titles are compared: whatever their case and spaces."""
    return re.sub(r"\s+", " ", title.strip().casefold())


def read_header(fields: list[str]) -> Columns:
    """Match the header, whatever its case; raise :class:`UnusableFile` for another kind of file."""
    if len(fields) > MAX_COLUMNS:
        raise UnusableFile(say("The file has more than {most} columns.", most=MAX_COLUMNS))
    found: dict[str, int] = {}
    for place, title in enumerate(fields):
        found.setdefault(plain_title(title), place)
    places = {
        column: next(found[name] for name in names if name in found)
        for column, names in _NAMES.items()
        if any(name in found for name in names)
    }
    if not places.keys() >= _NEEDED:
        raise UnusableFile(NOT_OURS)
    mark = ATTRIBUTE.casefold()
    described = {title: place for title, place in found.items() if title.startswith(mark.strip())}
    codes = {title[len(mark.strip()) :].strip(): place for title, place in described.items()}
    codes.pop("", None)
    known = _READ | described.keys() | {title.casefold() for title in ADDED}
    unread = {
        title.strip(): place
        for place, title in enumerate(fields)
        if title.strip() and plain_title(title) not in known
    }
    return Columns(
        places | {f"{ATTRIBUTE}{code}": place for code, place in codes.items()},
        len(fields),
        tuple(codes),
        unread,
    )
