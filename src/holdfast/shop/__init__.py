"""The shop itself: what a merchant decides about it."""

from holdfast.shop.settings import (
    CurrentSettings,
    Refunds,
    ShopSettings,
    change_settings,
    read_settings,
)
