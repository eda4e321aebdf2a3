"""How far a new shop has come: each step is read from what is there."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.shop import ShopSettings, read_settings

__all__ = ["FirstSteps", "first_steps"]

_DONE: Final = sa.text(r"""
    SELECT EXISTS (SELECT FROM products WHERE status = 'active')
               OR EXISTS (SELECT FROM services WHERE active)
               OR EXISTS (SELECT FROM packages WHERE active),
           EXISTS (SELECT FROM orders WHERE paid_at IS NOT NULL),
           EXISTS (SELECT FROM shop_settings WHERE key LIKE 'manual\_%'),
           EXISTS (SELECT FROM products WHERE status = 'active' AND images <> '[]'),
           EXISTS (SELECT FROM categories),
           EXISTS (SELECT FROM shop_settings WHERE key IN ('tax_rates', 'shipping_methods')),
           EXISTS (SELECT FROM shop_policies),
           EXISTS (SELECT FROM shop_home),
           EXISTS (SELECT FROM promotions) OR EXISTS (SELECT FROM coupon_campaigns),
           EXISTS (SELECT FROM resources WHERE status = 'active'),
           EXISTS (SELECT FROM schedules),
           EXISTS (SELECT FROM services WHERE active)
""")


class FirstSteps(Struct, frozen=True):
    """The steps to a first sale, those that make the shop the merchant's own, and those of who
    sells time. ``product``: whether anything is on sale: a product, a service or a package;
    ``payment``: whether there is a way to be paid that somebody chose; ``charges``: whether
    somebody chose what delivery and tax cost, be it nothing; ``order``: whether one was paid.
    """

    name: bool
    currency: bool
    product: bool
    picture: bool
    category: bool
    payment: bool
    charges: bool
    policies: bool
    home: bool
    order: bool
    promotion: bool
    resource: bool
    hours: bool
    service: bool

    @property
    def left(self) -> int:
        """Of those to a first sale."""
        steps = (self.name, self.currency, self.product, self.payment, self.order)
        return steps.count(False)


async def first_steps(connection: AsyncConnection, cards: Collection[str]) -> FirstSteps:
    """Which of the first steps are done. ``cards``: the providers besides paying by hand."""
    settings = await read_settings(connection)
    product, order, chosen, *others = (await connection.execute(_DONE)).one()
    picture, category, charges, policies, home, promotion, *time = others
    resource, hours, service = time
    return FirstSteps(
        name=settings.name != ShopSettings().name,
        currency=settings.currency is not None,
        product=product,
        picture=picture,
        category=category,
        payment=bool(cards) or (settings.manual_payment and chosen),
        charges=charges,
        policies=policies,
        home=home,
        order=order,
        promotion=promotion,
        resource=resource,
        hours=hours,
        service=service,
    )
