"""The shop itself: what a merchant decides about it."""

from holdfast.shop.settings import ShopSettings, change_settings, read_settings

__all__ = ["ShopSettings", "change_settings", "read_settings"]
