"""Where a file puts a product: the merchant's own type, or a path of the standard taxonomy."""

from collections.abc import Mapping
from typing import Final

from msgspec import UNSET, UnsetType

from holdfast.catalog.categories import MAX_DEPTH, CategoryDraft
from holdfast.catalog.shopify.columns import Columns

MAX_NAME: Final = 255


def category_of(
    columns: Columns, cells: Mapping[str, str]
) -> tuple[CategoryDraft, ...] | UnsetType:
    """The merchant's own type, which may be a path; else the standard taxonomy's path. Where that
    ends with the type, it says the same and more. Unset if the file has no column for it."""
    if not columns.has("type", "category"):
        return UNSET
    own, standard = (_names(cells.get(cell, "")) for cell in ("type", "category"))
    same = own and standard and own == standard[-1:]
    names = standard if same or not own else own
    return tuple(CategoryDraft(name) for name in names)


def _names(path: str) -> tuple[str, ...]:
    names = (name.strip()[:MAX_NAME] for name in path.split(">"))
    return tuple(filter(None, names))[:MAX_DEPTH]
