"""A campaign's discount as pricing takes it: where promotions and pricing meet."""

from holdfast.pricing import Discount, Fixed, Percent
from holdfast.promotions import Campaign

__all__ = ["discount_of"]


def discount_of(campaign: Campaign, currency: str) -> Discount:
    """The discount a coupon of this campaign gives a cart in ``currency``; a campaign of another
    currency makes one that ``quote`` finds not applicable."""
    rule = (
        Fixed(campaign.value) if campaign.rule == "fixed" else Percent(campaign.value, campaign.cap)
    )
    return Discount(rule, campaign.currency or currency, campaign.minimum, campaign.scope)
