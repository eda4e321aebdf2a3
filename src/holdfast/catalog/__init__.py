"""The catalogue: products, their options and variants.

Stock is not here: ``stock_key`` names the ledger account that counts a variant.
"""

from holdfast.catalog.currencies import priced_in
from holdfast.catalog.html import clean_html
from holdfast.catalog.locales import LOCALES, choose_locale
from holdfast.catalog.offers import (
    AmbiguousOptions,
    Offer,
    OptionUnknown,
    ProductNotFound,
    Selection,
    VariantNotFound,
    load_offers,
    resolve,
)
from holdfast.catalog.options import COLOR, MEMORY, option_code
from holdfast.catalog.products import (
    Image,
    Option,
    OptionTranslation,
    Product,
    ProductDraft,
    Translation,
    Variant,
    VariantDraft,
)
from holdfast.catalog.shelf import Shelf, Stamp, stamp_of
from holdfast.catalog.stock import STOCK_PREFIX, stock_key, stock_variant

__all__ = [
    "COLOR",
    "LOCALES",
    "MEMORY",
    "STOCK_PREFIX",
    "AmbiguousOptions",
    "Image",
    "Offer",
    "Option",
    "OptionTranslation",
    "OptionUnknown",
    "Product",
    "ProductDraft",
    "ProductNotFound",
    "Selection",
    "Shelf",
    "Stamp",
    "Translation",
    "Variant",
    "VariantDraft",
    "VariantNotFound",
    "choose_locale",
    "clean_html",
    "load_offers",
    "option_code",
    "priced_in",
    "resolve",
    "stamp_of",
    "stock_key",
    "stock_variant",
]
