"""What a shop charges beside its goods, as its merchant said: rates of tax, and the preset.
Pure. Amounts are minor units; a rate is in thousandths of a percent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.kit.money import exponent
from holdfast.kit.sentences import say
from holdfast.shop.delivery import ShippingMethod

MAX_RATES: Final = 500
_REGION: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


# What delivery costs and from what it is free, in whole units: what is usual where one of them buys
# much less, or much more, than a dollar. In all others it is 5.99 and 50.
_USUAL: Final[dict[str, tuple[str, int]]] = {
    "ARS": ("5990", 50_000), "BHD": ("1.9", 20), "BRL": ("29.9", 250), "CLP": ("4990", 50_000),
    "CNY": ("39", 350), "COP": ("19900", 200_000), "CZK": ("119", 1_200), "DKK": ("49", 400),
    "HKD": ("49", 400), "HUF": ("1990", 20_000), "IDR": ("29000", 500_000), "INR": ("99", 1_000),
    "ISK": ("990", 8_000), "JPY": ("600", 5_000), "KRW": ("3000", 50_000), "KWD": ("1.5", 15),
    "KZT": ("2500", 25_000), "MXN": ("99", 900), "NOK": ("59", 500), "OMR": ("1.9", 20),
    "PHP": ("149", 2_000), "PYG": ("29000", 350_000), "RSD": ("490", 5_000), "RUB": ("490", 5_000),
    "SEK": ("59", 500), "THB": ("100", 1_500), "TRY": ("149", 1_500), "TWD": ("100", 1_500),
    "UAH": ("150", 2_000), "UGX": ("20000", 200_000), "VND": ("30000", 500_000),
    "XAF": ("3000", 30_000), "XOF": ("3000", 30_000), "ZAR": ("99", 900),
}  # fmt: skip
_ELSEWHERE: Final = ("5.99", 50)


class TaxRate(Struct, frozen=True):
    """``region``: a country (``DE``) or a part of it (``US-CA``) by ISO 3166, empty: anywhere.
    ``product_id``: of this product; ``category_id``: of goods in this category and below;
    ``services``: of sessions and what is prepaid for them, in place of goods, with ``service_id``
    of those of this service; none of them: of all goods. ``translations``: its name in other
    languages."""

    name: str
    rate: int
    region: str = ""
    category_id: UUID | None = None
    translations: Mapping[str, str] = {}
    product_id: UUID | None = None
    services: bool = False
    service_id: UUID | None = None


def rate_for(
    rates: Sequence[TaxRate],
    region: str | None,
    path: Sequence[UUID] = (),
    product: UUID | None = None,
) -> TaxRate | None:
    """The rate of a ``product`` whose category has this ``path`` from the root, delivered to
    ``region``: that of the nearest place, and of those its own, then that of the nearest
    category."""
    best: tuple[int, int] | None = None
    found = None
    for one in rates:
        if one.services or not _there(one, region):
            continue
        depth = _depth(one, path, product)
        if depth is None:
            continue
        near = len(one.region), depth
        if best is None or near > best:
            best, found = near, one
    return found


def service_rate(
    rates: Sequence[TaxRate], region: str | None, service: UUID | None
) -> TaxRate | None:
    """The rate of sessions of a ``service``, which are where the shop is: that of the nearest
    place, and of those its own; None: of a service that has none of its own."""
    found = [
        one
        for one in rates
        if one.services and one.service_id in (None, service) and _there(one, region)
    ]
    return max(found, key=lambda one: (len(one.region), one.service_id is not None), default=None)


def _there(rate: TaxRate, region: str | None) -> bool:
    """Whether it holds in this place; of a place that is not known those of anywhere."""
    return rate.region in ("", region, (region or "")[:2])


def _depth(rate: TaxRate, path: Sequence[UUID], product: UUID | None) -> int | None:
    """How near to the product it is; None: it is of others."""
    if rate.product_id is not None:
        return len(path) + 1 if rate.product_id == product else None
    if rate.category_id is None:
        return 0
    return path.index(rate.category_id) + 1 if rate.category_id in path else None


def marketplace(currency: str) -> dict[str, object]:
    """The preset: 10% on top of goods less discounts, and delivery to an address, untaxed, at 5.99
    up to 50.00, or what is as usual in the shop's currency."""
    price, free_over = _USUAL.get(currency, _ELSEWHERE)
    unit = 10 ** exponent(currency)
    method = ShippingMethod(
        "standard",
        "Delivery",
        round(Decimal(price) * unit),
        currency,
        free_over * unit,
        to_address=True,
        days_from=2,
        days_to=5,
        translations={"ru": "Доставка", "ko": "배송"},
    )
    return {
        "tax_rates": (TaxRate("Tax", 10_000, translations={"ru": "Налог", "ko": "세금"}),),
        "tax_included": False,
        "tax_on_shipping": False,
        "shipping_methods": (method,),
    }


def charge_faults(region: str | None, rates: Sequence[TaxRate]) -> Iterator[tuple[str, str]]:
    """What is wrong with them, by field."""
    if region is not None and not _REGION.fullmatch(region):
        yield "region", _bad_region()
    for at, rate in enumerate(rates):
        if rate.region and not _REGION.fullmatch(rate.region):
            yield f"taxRates[{at}].region", _bad_region()
        if rate.category_id is not None and rate.product_id is not None:
            yield f"taxRates[{at}].productId", say("Name a category or a product, not both.")
        if rate.services and (rate.category_id is not None or rate.product_id is not None):
            yield f"taxRates[{at}].services", say("A rate of services is of no goods.")
        if rate.service_id is not None and not rate.services:
            yield f"taxRates[{at}].serviceId", say("Only a rate of services is of one service.")
        if any(_of_what(one) == _of_what(rate) for one in rates[:at]):
            yield f"taxRates[{at}].region", say("There are two rates for the same goods.")


def _of_what(rate: TaxRate) -> tuple[object, ...]:
    return rate.region, rate.category_id, rate.product_id, rate.services, rate.service_id


def _bad_region() -> str:
    return say("Use a country by ISO 3166, such as DE, or a part of one, such as US-CA.")
