"""Which payments set their money aside until the order is sent."""

from holdfast.ledger import Rider
from holdfast.orders import Order
from holdfast.payments import HoldsMoney, Payment, PaymentProvider, held_until_sent
from holdfast.shop import ShopSettings

__all__ = ["held_money"]


def held_money(
    shop: ShopSettings, provider: PaymentProvider, order: Order, payment: Payment
) -> tuple[Rider, ...]:
    """What notes, with the payment's begin, that its money is taken when the order is sent."""
    if shop.capture_on == "payment" or not order.is_sent or not isinstance(provider, HoldsMoney):
        return ()
    return (held_until_sent(payment.id),)
