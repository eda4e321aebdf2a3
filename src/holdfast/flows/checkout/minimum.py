"""What an order must come to at least: a parcel costs as much to pack, however little is in it."""

from holdfast.flows.checkout.basket import Basket
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.kit import Money, Problem
from holdfast.kit.sentences import say
from holdfast.shop import ShopSettings

__all__ = ["OrderTooSmall", "must_reach_minimum"]


class OrderTooSmall(Problem):
    """Its goods, before discounts, come to less than the shop takes orders for. ``minimum`` says
    that, ``missing`` by how much."""

    status = 409
    code = "order-too-small"
    title = "The order is too small"


def must_reach_minimum(shop: ShopSettings, basket: Basket, behalf: OnBehalf | None) -> None:
    """Of goods in the shop's own currency; what is booked, prepaid or of a flash sale has its own
    price, and staff who order for somebody know what they do. Raises :class:`OrderTooSmall`."""
    least, currency = shop.minimum_order, basket.currency
    goods = behalf is None and bool(basket.lines) and basket.booking is None and basket.sale is None
    missing = least - basket.quote.subtotal
    if not goods or currency != shop.currency or missing <= 0:
        return
    raise OrderTooSmall(
        say(
            "Orders begin at {minimum}. {missing} is missing.",
            minimum=Money(least, currency),
            missing=Money(missing, currency),
        ),
        extra={"minimum": {"total": least, "missing": missing, "currency": currency}},
    )
