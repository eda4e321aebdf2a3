"""The shop itself: what a merchant decides about it."""

from holdfast.shop.accent import Accent, Shades, accent_of, is_colour
from holdfast.shop.charges import (
    MAX_METHODS,
    MAX_RATES,
    ShippingMethod,
    TaxRate,
    charge_faults,
    marketplace,
    rate_for,
)
from holdfast.shop.policies import (
    POLICIES,
    Policy,
    PolicyName,
    PolicyNotFound,
    policy_in,
    policy_names,
    put_policy,
    read_policies,
)
from holdfast.shop.settings import (
    CurrentSettings,
    Refunds,
    ShopSettings,
    change_settings,
    raise_shop,
    read_settings,
    shop_revision,
)
