"""A quote in words that a buyer understands: what each amount is, and how it came about."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.kit import Money
from holdfast.kit.percent import percent_of
from holdfast.kit.sentences import Sentence, called, say
from holdfast.pricing.quoting import Quote, TakenOff, Taxed
from holdfast.pricing.rules import Fixed, NthFree, Percent, SetOff

Kind: TypeAlias = Literal["goods", "discount", "shipping", "tax"]


class Part(Struct, frozen=True):
    """One amount of a quote: what is added, below zero what is taken off. A tax that prices
    contain adds nothing (``contained``)."""

    kind: Kind
    amount: int
    title: Sentence
    why: Sentence
    contained: bool = False


def explained(quote: Quote, currency: str, units: int) -> tuple[Part, ...]:
    """The parts of the total, in the order in which they are read."""
    return tuple(_parts(quote, currency, units))


def _parts(quote: Quote, currency: str, units: int) -> Iterator[Part]:
    yield Part("goods", quote.subtotal, say("Goods"), say("Items: {units}", units=units))
    for one in quote.taken:
        if one.amount:
            yield Part("discount", -one.amount, title_of(one.discount.name), _off(one, currency))
    if quote.delivery is not None:
        yield Part("shipping", quote.shipping, title_of(quote.delivery.name),
                   _delivered(quote, currency))  # fmt: skip
    for taxed in quote.taxed:
        yield tax_part(taxed, currency, included=quote.included)


def tax_part(taxed: Taxed, currency: str, *, included: bool) -> Part:
    """A tax that comes to prices, or is ``included`` in them."""
    why = _taxed(taxed, currency, included=included)
    return Part("tax", taxed.amount, title_of(taxed.tax.name), why, included)


def title_of(name: str) -> Sentence:
    """What somebody called a tax, a way to deliver or a discount, as a sentence."""
    return name if isinstance(name, Sentence) else called(name, {})


def _off(taken: TakenOff, currency: str) -> Sentence:
    if taken.discount.credit:
        return say("For goods that are taken off it")
    match taken.discount.rule:
        case Percent(percent=percent, cap=int(cap)) if taken.amount == cap:
            most = Money(cap, currency)
            return say("{percent}% off, at most {most}", percent=percent, most=most)
        case Percent(percent=percent):
            return say("{percent}% off", percent=percent)
        case NthFree(units=units):
            return say("1 of every {units} is free: the cheapest", units=units)
        case SetOff(percent=percent) if percent:
            return say("{percent}% off what is bought together", percent=percent)
        case SetOff():
            return say("{amount} off what is bought together", amount=Money(taken.amount, currency))
        case Fixed(amount=amount) if taken.amount < amount:
            return say("{amount} off, which is all of it", amount=Money(amount, currency))
    return say("{amount} off", amount=Money(taken.amount, currency))


def _delivered(quote: Quote, currency: str) -> Sentence:
    delivery = quote.delivery
    assert delivery is not None
    for one in quote.taken:
        if one.shipping:
            return say("Free with {name}", name=one.discount.name)
    if quote.shipping or delivery.free_over is None:
        if delivery.free_over is None:
            return say("Free") if not quote.shipping else say("One price for the whole order")
        more = Money(delivery.free_over, currency)
        return say("Free when the goods come to more than {more}", more=more)
    more = Money(delivery.free_over, currency)
    return say("Free, since the goods come to more than {more}", more=more)


def _taxed(taxed: Taxed, currency: str, *, included: bool) -> Sentence:
    rate, base = percent_of(taxed.tax.rate), Money(taxed.base, currency)
    if included:
        return say("{rate}%, already in {base}", rate=rate, base=base)
    return say("{rate}% of {base}", rate=rate, base=base)
