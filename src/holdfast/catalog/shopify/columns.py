"""The columns we read, under the names Shopify gave and gives them. All others are ignored."""

import re
from typing import Final

from holdfast.catalog.shopify.faults import UnusableFile
from holdfast.kit.sentences import say

MAX_OPTIONS: Final = 3
MAX_COLUMNS: Final = 1000
ATTRIBUTE: Final = "Attribute: "
"""Before the code, in the title of a column of attributes."""
# What an export quoted so that no spreadsheet takes it for a formula.
_QUOTED: Final = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

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
    "currency": ("currency",),
    "discount_price": ("discount price",),
    "discount_from": ("discount from",),
    "discount_until": ("discount until",),
    **{f"option{n}_name": (f"option{n} name",) for n in range(1, MAX_OPTIONS + 1)},
    **{f"option{n}": (f"option{n} value",) for n in range(1, MAX_OPTIONS + 1)},
}
_NEEDED: Final = {"handle", "title", "price"}
NOT_OURS: Final = say(
    "This is not a Shopify product CSV: it needs the columns Handle, Title and Variant Price."
)


class Columns:
    """Where each column stands; ``width`` is how many the header has, ``attributes`` the codes
    that have a column."""

    def __init__(self, places: dict[str, int], width: int, attributes: tuple[str, ...]) -> None:
        self._places = places
        self.width = width
        self.attributes = attributes

    def has(self, *columns: str) -> bool:
        """Whether the file has one of them."""
        return any(column in self._places for column in columns)

    def place(self, column: str) -> int | None:
        """Where it stands in a row, from 0 on."""
        return self._places.get(column)

    def get(self, row: list[str], column: str) -> str:
        """The trimmed value, empty when the row or the file has no such column."""
        place = self._places.get(column)
        text = row[place].strip() if place is not None and place < len(row) else ""
        return text[1:] if _QUOTED.match(text) else text


def read_header(fields: list[str]) -> Columns:
    """Match the header, whatever its case; raise :class:`UnusableFile` for another kind of file."""
    if len(fields) > MAX_COLUMNS:
        raise UnusableFile(say("The file has more than {most} columns.", most=MAX_COLUMNS))
    found: dict[str, int] = {}
    for place, title in enumerate(fields):
        found.setdefault(re.sub(r"\s+", " ", title.strip().casefold()), place)
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
    return Columns(
        places | {f"{ATTRIBUTE}{code}": place for code, place in codes.items()},
        len(fields),
        tuple(codes),
    )
