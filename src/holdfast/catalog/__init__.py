"""The catalogue: products, their options and variants.

Stock is not here: ``stock_key`` names the ledger account that counts a variant.
"""

from holdfast.catalog.attributes import (
    MAX_ATTRIBUTES,
    MAX_NUMBER,
    AttributeKind,
    AttributeType,
    load_attribute_types,
)
from holdfast.catalog.categories import (
    BETWEEN,
    MAX_CATEGORIES,
    MAX_DEPTH,
    Category,
    CategoryChangedMeanwhile,
    CategoryDraft,
    CategoryNotFound,
    CategoryPath,
    CategoryTree,
    category_paths,
    load_categories,
    path_of,
)
from holdfast.catalog.currencies import priced_in
from holdfast.catalog.delivery import deliver_as
from holdfast.catalog.facts import (
    AttributeChanged,
    CategoryChange,
    CategoryChanged,
    LowThere,
    ProductChanged,
    StockChanged,
    StockLow,
    StockMoved,
    ThresholdChanged,
)
from holdfast.catalog.html import MAX_HTML, clean_html, plain_text
from holdfast.catalog.imports import (
    ImportBook,
    ImportLine,
    ImportPhase,
    ImportState,
    ImportTask,
    ShownImport,
)
from holdfast.catalog.kept_tree import KeptCategories
from holdfast.catalog.measures import (
    MEASURE_UNITS,
    MOST_HELD,
    MOST_PER,
    Measure,
    MeasureUnit,
    UnitPrice,
    comparable,
    unit_price,
)
from holdfast.catalog.offers import (
    AmbiguousOptions,
    OptionUnknown,
    ProductNotFound,
    Selection,
    VariantNotFound,
    load_offers,
    resolve,
)
from holdfast.catalog.options import COLOR, MEMORY, option_code
from holdfast.catalog.parts import (
    MOST_PARTS,
    MOST_UNITS,
    MayBePart,
    also_made_of,
    inside_sql,
    locked_variants,
    made_of_others,
    parts_of,
    put_parts,
    shared_with_others,
)
from holdfast.catalog.past_prices import lowest_before
from holdfast.catalog.picture_sizes import (
    PICTURE_KINDS,
    KeptPicture,
    address,
    picture_at,
    picture_name,
    srcset,
)
from holdfast.catalog.products import (
    MAX_HEAD_TEXT,
    MAX_HEAD_TITLE,
    MAX_IMAGES,
    MAX_PRICE,
    MAX_TAGS,
    MAX_VARIANTS,
    AttributeValue,
    DeliveredAs,
    Discount,
    HeadWords,
    Image,
    Option,
    OptionTranslation,
    PastCost,
    Product,
    ProductDraft,
    Status,
    Translation,
    Variant,
    VariantDraft,
    least_cost,
)
from holdfast.catalog.shelf import Shelf, Stamp, load_products, stamp_of
from holdfast.catalog.stock import (
    NO_LIMIT,
    STOCK_PREFIX,
    delivery_key,
    goods_key,
    stock_key,
    stock_variant,
)
from holdfast.catalog.tables import MADE_OF, SMALL_PICTURE
from holdfast.catalog.whose import seller_of_variant, seller_selling
