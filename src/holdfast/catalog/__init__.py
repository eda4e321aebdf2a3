"""The catalogue: products, their options and variants.

Stock is not here: ``stock_key`` names the ledger account that counts a variant.
"""

from holdfast.catalog.currencies import priced_in
from holdfast.catalog.facts import StockChanged, StockLow, ThresholdChanged
from holdfast.catalog.handles import handle_of
from holdfast.catalog.html import MAX_HTML, clean_html
from holdfast.catalog.imports import ImportBook, ImportPhase, ImportState, ImportTask, ShownImport
from holdfast.catalog.locales import choose_locale
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
from holdfast.catalog.products import (
    MAX_PRICE,
    Image,
    Option,
    OptionTranslation,
    Product,
    ProductDraft,
    Status,
    Translation,
    Variant,
    VariantDraft,
)
from holdfast.catalog.shelf import Shelf, Stamp, stamp_of
from holdfast.catalog.stock import STOCK_PREFIX, stock_key, stock_variant
