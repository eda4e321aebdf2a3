"""Writing the catalogue: what a draft changes, and the statements that write it."""

from holdfast.catalog.writing.merging import Change, as_left, merge
from holdfast.catalog.writing.statements import (
    VARIANT_ROWS,
    find_products,
    learn_sizes,
    lock_catalogue,
    put_products,
    put_variants,
    refresh_prices,
    set_threshold,
    variant_row,
)

__all__ = [
    "VARIANT_ROWS",
    "Change",
    "as_left",
    "find_products",
    "learn_sizes",
    "lock_catalogue",
    "merge",
    "put_products",
    "put_variants",
    "refresh_prices",
    "set_threshold",
    "variant_row",
]
