"""The shop itself: what a merchant decides about it."""

from holdfast.shop.charges import (
    MAX_METHODS,
    MAX_RATES,
    ShippingMethod,
    TaxRate,
    charge_faults,
    marketplace,
    rate_for,
)
from holdfast.shop.settings import (
    CurrentSettings,
    Refunds,
    ShopSettings,
    change_settings,
    read_settings,
)
