"""What of an order each tax is of, as it is kept with the order: invoices say it by rate."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import BookedPart
from holdfast.kit.sentences import called, kept, say
from holdfast.ledger import Rider
from holdfast.orders import Breakdown, Order, OrderChanged, OrderPart, OrderTax, repriced
from holdfast.packages import Item, PackageTerms
from holdfast.pricing import PricedLine, Quote, Tax, contained, spread, tax_part, title_of
from holdfast.shop import CurrentSettings, ShopSettings, TaxRate, service_rate

__all__ = [
    "TaxedSum", "as_sold", "order_taxes", "package_taxes", "session_repriced", "session_taxes",
    "tax_of_rate", "with_beside",
]  # fmt: skip

_NOTHING: Final = Breakdown((), included=True)


class TaxedSum(Struct, frozen=True):
    """So much of a price, and the tax in it; None: there is none."""

    amount: int
    tax: Tax | None


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


def session_taxes(
    shop: ShopSettings, service_id: UUID, parts: Sequence[BookedPart], amount: int
) -> tuple[TaxedSum, ...]:
    """Of an ``amount`` that is paid for a session of a service; of a visit each service's share of
    it, by their prices. What is added is the first one's."""
    prices: dict[Tax | None, int] = {}
    for part in parts:
        of = UUID(part.id) if part.kind == "service" else service_id
        tax = _service_tax(shop, of)
        prices[tax] = prices.get(tax, 0) + part.price
    if not any(prices.values()):
        return (TaxedSum(amount, _service_tax(shop, service_id)),)
    shares = spread(amount, list(prices.values()))
    return tuple(TaxedSum(*one) for one in zip(shares, prices, strict=True))


def as_sold(shop: ShopSettings, terms: PackageTerms) -> PackageTerms:
    """A package as it is sold by the rates of now: what is good for services of several is taxed
    when it is used, as a certificate of an amount is."""
    items = (
        replace(one, taxed_when_used=one.kind != "certificate" and len(_rates(shop, one)) > 1)
        for one in terms.items
    )
    return replace(terms, items=tuple(items))


def package_taxes(shop: ShopSettings, terms: PackageTerms) -> tuple[TaxedSum, ...]:
    """Of what is prepaid for sessions with a package as it is sold, by the rate of the services
    that each of it is good for."""
    sums: dict[Tax | None, int] = {}
    for item in terms.items:
        if item.is_taxed:
            tax = next(iter(_rates(shop, item).values()))
            sums[tax] = sums.get(tax, 0) + item.cost * item.count
    return tuple(TaxedSum(amount, tax) for tax, amount in sums.items())


def _rates(shop: ShopSettings, item: Item) -> dict[int, Tax | None]:
    """The taxes of the services that it is good for, by their rates; of all services those of
    each that has one of its own, and that of the others."""
    named = [one.service_id for one in shop.tax_rates if one.service_id is not None]
    services: Sequence[UUID | None] = item.services or (None, *named)
    taxes = [_service_tax(shop, one) for one in services]
    return {0 if tax is None else tax.rate: tax for tax in taxes}


def _service_tax(shop: ShopSettings, service_id: UUID | None) -> Tax | None:
    """That of its sessions; None: of services that have none of their own."""
    return tax_of_rate(service_rate(shop.tax_rates, shop.region, service_id))


def with_beside(
    told: Breakdown | None, name: str, sums: Sequence[TaxedSum], currency: str
) -> Breakdown | None:
    """What an order keeps of its prices, with what it sells beside goods under this ``name`` for
    these ``sums``, in place of what it was ``told`` of that before."""
    bare = None if told is None else _bare(told)
    base = sum(one.amount for one in sums)
    if bare is not None and base and any(one.kind == "goods" for one in bare.parts):
        session = OrderPart(
            "goods", base, kept(say("Session")), kept(called(name, {})), beside=True
        )
        bare = replace(bare, parts=(bare.parts[0], session, *bare.parts[1:]))
    for one in sorted(sums, key=lambda one: 0 if one.tax is None else -one.tax.rate):
        if one.tax is not None and one.amount:
            bare = _and_taxed(_NOTHING if bare is None else bare, one.amount, one.tax, currency)
    return bare


def _and_taxed(before: Breakdown, base: int, tax: Tax, currency: str) -> Breakdown:
    """With the tax that is in so much of what is sold beside goods."""
    taxed = contained(base, tax)
    part = tax_part(taxed, currency, included=True)
    said = OrderPart(part.kind, part.amount, kept(part.title), kept(part.why), True, beside=True)
    row = OrderTax(kept(part.title), tax.rate, beside=base, beside_tax=taxed.amount)
    return replace(
        before,
        parts=(*before.parts, said),
        taxes=_and_beside(before.taxes, row),
        beside_tax=before.beside_tax + taxed.amount,
    )


async def session_repriced(
    settings: CurrentSettings,
    order: Order,
    fact: OrderChanged,
    service_id: UUID,
    parts: Sequence[BookedPart],
    base: int,
) -> tuple[Rider, ...]:
    """The order as it is told by now: so much of it is its session's, taxed as today."""
    before = order.breakdown
    sums = session_taxes(await settings.now(), service_id, parts, base)
    told = with_beside(before, order.description or "", sums, fact.currency)
    tax = order.tax - _beside_tax(before) + _beside_tax(told)
    return repriced(order.id, fact, order.discount, tax, order.shipping, told)


def _beside_tax(told: Breakdown | None) -> int:
    return 0 if told is None else told.beside_tax


def _bare(told: Breakdown) -> Breakdown:
    """Without what is told of what is sold beside goods."""
    taxes = [replace(one, beside=0, beside_tax=0) for one in told.taxes]
    return replace(
        told,
        parts=tuple(one for one in told.parts if not one.beside),
        taxes=tuple(one for one in taxes if one.lines or one.delivery),
        beside_tax=0,
    )


def _and_beside(taxes: Sequence[OrderTax], new: OrderTax) -> tuple[OrderTax, ...]:
    """In one row with goods at the same rate."""
    same = [one for one in taxes if (one.title, one.rate) == (new.title, new.rate)]
    row = replace(same[0], beside=new.beside, beside_tax=new.beside_tax) if same else new
    found = [*(one for one in taxes if one not in same), row]
    return tuple(sorted(found, key=lambda one: -one.rate))
