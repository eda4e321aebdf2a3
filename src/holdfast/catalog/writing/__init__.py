"""Writing the catalogue: what a draft or a form changes, and the statements that write it."""

from holdfast.catalog.writing.attribute_rows import (
    put_attribute,
    read_attributes,
    remove_attribute,
)
from holdfast.catalog.writing.bulk import (
    BulkChange,
    PercentOff,
    PriceChange,
    bulk_edited,
    bulk_faults,
)
from holdfast.catalog.writing.category_moves import (
    CategoryEdit,
    change_category,
    made_under,
    move_category,
    products_in,
    read_tree,
    remove_category,
)
from holdfast.catalog.writing.category_paths import (
    Wanted,
    add_category,
    find_paths,
    free_category_slug,
    make_paths,
    raise_directory,
    rehearsed,
)
from holdfast.catalog.writing.differences import difference
from holdfast.catalog.writing.editing import (
    MAX_NEW,
    Edit,
    OptionEdit,
    ProductEdit,
    VariantEdit,
    edit_faults,
    edited,
)
from holdfast.catalog.writing.merging import (
    Change,
    MergeTerms,
    as_left,
    keeps_other_money,
    merge,
)
from holdfast.catalog.writing.on_sale import goes_on_sale
from holdfast.catalog.writing.others import Others, kept_by_others
from holdfast.catalog.writing.past_costs import keep_costs_of
from holdfast.catalog.writing.price_faults import VariantFault
from holdfast.catalog.writing.publishing import any_to_publish, publish, to_publish
from holdfast.catalog.writing.references import reference_faults
from holdfast.catalog.writing.seeding import (
    SEEDED_COUNT_ROWS,
    SEEDED_PRODUCT_ROWS,
    SEEDED_VARIANT_ROWS,
    seeded_count_row,
    seeded_product_row,
    seeded_variant_rows,
)
from holdfast.catalog.writing.star_counts import count_stars
from holdfast.catalog.writing.statements import (
    PRODUCT_ROWS,
    VARIANT_ROWS,
    add_variants,
    any_fallen_due,
    fallen_due,
    find_product,
    find_products,
    find_products_by_id,
    free_handle,
    learn_sizes,
    lock_catalogue,
    move_handle,
    product_row,
    put_products,
    refresh_prices,
    set_threshold,
    variant_row,
)
from holdfast.catalog.writing.wording import OptionWords, ProductWords
