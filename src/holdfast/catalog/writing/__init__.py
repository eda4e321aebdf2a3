"""Writing the catalogue: what a draft or a form changes, and the statements that write it."""

from holdfast.catalog.writing.editing import (
    Edit,
    OptionEdit,
    ProductEdit,
    VariantEdit,
    edit_faults,
    edited,
)
from holdfast.catalog.writing.merging import Change, as_left, merge
from holdfast.catalog.writing.statements import (
    PRODUCT_ROWS,
    VARIANT_ROWS,
    add_variants,
    find_product,
    find_products,
    free_handle,
    learn_sizes,
    lock_catalogue,
    product_row,
    put_products,
    put_variants,
    refresh_prices,
    set_threshold,
    variant_row,
)
