"""What of an order each tax is of, as it is kept with the order: invoices say it by rate."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from holdfast.kit.sentences import called, kept, say
from holdfast.ledger import Rider
from holdfast.orders import Breakdown, Order, OrderChanged, OrderPart, OrderTax, repriced
from holdfast.pricing import PricedLine, Quote, Tax, contained, tax_part, title_of
from holdfast.shop import CurrentSettings, ShopSettings, TaxRate, service_rate

__all__ = ["order_taxes", "service_tax", "session_repriced", "tax_of_rate", "with_beside"]

_NOTHING: Final = Breakdown((), included=True)


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


def tax_of_rate(rate: TaxRate | None) -> Tax | None:
    """What a price is taxed with by it; None: with nothing."""
    if rate is None or not rate.rate:
        return None
    return Tax(called(rate.name, rate.translations), rate.rate)


def service_tax(shop: ShopSettings) -> Tax | None:
    """That of sessions and of what is prepaid for them."""
    return tax_of_rate(service_rate(shop.tax_rates, shop.region))


def with_beside(
    told: Breakdown | None, name: str, base: int, currency: str, tax: Tax | None
) -> Breakdown | None:
    """What an order keeps of its prices, with what it sells beside goods under this ``name`` and
    the ``tax`` in its ``base``, in place of what it was ``told`` of that before."""
    bare = None if told is None else _bare(told)
    if bare is not None and base and any(one.kind == "goods" for one in bare.parts):
        session = OrderPart(
            "goods", base, kept(say("Session")), kept(called(name, {})), beside=True
        )
        bare = replace(bare, parts=(bare.parts[0], session, *bare.parts[1:]))
    if tax is None or not base:
        return bare
    taxed = contained(base, tax)
    part = tax_part(taxed, currency, included=True)
    said = OrderPart(part.kind, part.amount, kept(part.title), kept(part.why), True, beside=True)
    before = _NOTHING if bare is None else bare
    return replace(
        before,
        parts=(*before.parts, said),
        taxes=_and_beside(before.taxes, OrderTax(kept(part.title), tax.rate, beside=base)),
        beside_tax=taxed.amount,
    )


async def session_repriced(
    settings: CurrentSettings, order: Order, fact: OrderChanged, base: int
) -> tuple[Rider, ...]:
    """The order as it is told by now: so much of it is its session's, taxed as today."""
    before = order.breakdown
    tax_now = service_tax(await settings.now())
    told = with_beside(before, order.description or "", base, fact.currency, tax_now)
    tax = order.tax - _beside_tax(before) + _beside_tax(told)
    return repriced(order.id, fact, order.discount, tax, order.shipping, told)


def _beside_tax(told: Breakdown | None) -> int:
    return 0 if told is None else told.beside_tax


def _bare(told: Breakdown) -> Breakdown:
    """Without what is told of what is sold beside goods."""
    taxes = [replace(one, beside=0) for one in told.taxes]
    return replace(
        told,
        parts=tuple(one for one in told.parts if not one.beside),
        taxes=tuple(one for one in taxes if one.lines or one.delivery),
        beside_tax=0,
    )


def _and_beside(taxes: Sequence[OrderTax], new: OrderTax) -> tuple[OrderTax, ...]:
    """In one row with goods at the same rate."""
    same = [one for one in taxes if (one.title, one.rate) == (new.title, new.rate)]
    row = replace(same[0], beside=new.beside) if same else new
    found = [*(one for one in taxes if one not in same), row]
    return tuple(sorted(found, key=lambda one: -one.rate))
