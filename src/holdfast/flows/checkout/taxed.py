"""What of an order each tax is of, as it is kept with the order: invoices say it by rate."""

from collections.abc import Sequence

from holdfast.kit.sentences import kept
from holdfast.orders import OrderTax
from holdfast.pricing import PricedLine, Quote, title_of

__all__ = ["order_taxes"]


def order_taxes(found: Quote, lines: Sequence[PricedLine]) -> tuple[OrderTax, ...]:
    """Of a quote of these lines, the highest rate first."""
    shipped = None if found.delivery is None else found.delivery.tax
    return tuple(
        OrderTax(
            kept(title_of(one.tax.name)),
            one.tax.rate,
            tuple(at for at, line in enumerate(lines) if line.tax == one.tax),
            delivery=shipped == one.tax,
        )
        for one in found.taxed
    )
