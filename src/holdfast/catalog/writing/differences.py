"""What a change of a product changes, before and after: for the audit log, and for who looks at a
change before it is made. Pure."""

from collections.abc import Iterable
from typing import Final

from msgspec import to_builtins

from holdfast.catalog.products import Product

Row = dict[str, object]

_PRODUCT: Final = (
    "handle", "name", "description", "category_id", "seller_id", "status", "vendor", "tags",
    "options", "attributes", "images", "hold_units", "translations", "publish_at", "heads",
)  # fmt: skip
_VARIANT: Final = (
    "sku", "options", "price", "compare_at_price", "discount", "weight_grams", "barcode", "measure",
    "active",
)  # fmt: skip
LONG: Final = 2000
"""Letters of a text that are kept; the whole of it stands in the product."""


def difference(known: Product, product: Row, variants: Iterable[Row]) -> dict[str, Row]:
    """``{"before": {...}, "after": {...}}`` of what differs, variants by their ids; of one that is
    new there is no before."""
    before, after = _apart(to_builtins(known), product, _PRODUCT)
    ours = {str(one.id): to_builtins(one) for one in known.variants}
    were: dict[str, Row] = {}
    are: dict[str, Row] = {}
    for row in variants:
        id_ = str(row["id"])
        old, new = _apart(ours.get(id_, {}), row, _VARIANT)
        if id_ in ours and old:
            were[id_] = old
        if new:
            are[id_] = new
    if were:
        before["variants"] = were
    if are:
        after["variants"] = are
    return {"before": before, "after": after}


def _apart(old: Row, row: Row, names: Iterable[str]) -> tuple[Row, Row]:
    before: Row = {}
    after: Row = {}
    for name in names:
        was, now = _told(old.get(name)), _told(row.get(name, old.get(name)))
        if was != now:
            before[name], after[name] = was, now
    return before, after


def _told(value: object) -> object:
    plain = to_builtins(value)
    if isinstance(plain, tuple):
        plain = list(plain)
    return plain[:LONG] if isinstance(plain, str) else plain
