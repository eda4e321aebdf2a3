"""What a cart costs by docs/pricing.md, worked out a second time: sums of units and fractions, by
none of the shop's own code."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any, Final

from msgspec import Struct

__all__ = ["Asked", "Cost", "Offer", "coded", "cost_of", "credited", "half_up", "shares"]

ORDER: Final = ("nth-free", "set-percent", "set-fixed", "percent", "fixed", "free-shipping")


class Asked(Struct, frozen=True):
    """So many units of a variant at ``price`` each; ``rate`` of tax in percent."""

    product: str
    variant: str
    price: int
    quantity: int
    rate: int


class Offer(Struct, frozen=True):
    """A promotion or a campaign that is in force; ``scope``: for these products, or for all."""

    rule: str
    value: int
    scope: frozenset[str] = frozenset()
    cap: int | None = None
    minimum: int = 0
    alone: bool = False

    def has(self, line: Asked) -> bool:
        return not self.scope or line.product in self.scope


class Cost(Struct, frozen=True):
    """``discounts`` and ``taxes`` by line; ``delivery`` with its tax, where that comes to it."""

    total: int
    discounts: tuple[int, ...]
    taxes: tuple[int, ...]
    delivery: int
    tax: int


def shares(total: int, weights: Sequence[int], keys: Sequence[Any]) -> list[int]:
    """By the largest remainder."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [Fraction(total * one, whole) for one in weights]
    found = [floor(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: (found[at] - exact[at], keys[at]))
    for at in order[: total - sum(found)]:
        found[at] += 1
    return found


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def cost_of(
    lines: Sequence[Asked],
    offers: Sequence[Offer],
    *,
    included: bool,
    delivery: int = 0,
    rate: int = 0,
) -> Cost:
    """With the combination of offers that costs least; ``delivery`` is taxed at ``rate``."""
    fitting = [one for one in offers if not _unfit(one, lines, delivery)]
    combinations = [[one for one in fitting if not one.alone]]
    combinations += [[one] for one in fitting if one.alone]
    found = [_cost(lines, one, included, delivery, rate) for one in combinations]
    return min(found, key=lambda one: one.total)


def coded(
    lines: Sequence[Asked],
    offers: Sequence[Offer],
    code: Offer,
    *,
    included: bool,
    delivery: int = 0,
    rate: int = 0,
) -> Cost | str:
    """With a code or a coupon and all it goes with; or why it is refused."""
    if trouble := _unfit(code, lines, delivery):
        return trouble
    fitting = [one for one in offers if not _unfit(one, lines, delivery)]
    beside = [] if code.alone else [one for one in fitting if not one.alone]
    found = _cost(lines, [*beside, code], included, delivery, rate)
    without = cost_of(lines, offers, included=included, delivery=delivery, rate=rate).total
    if without <= found.total:
        return "better" if without < found.total else "nothing"
    return found


def credited(lines: Sequence[Asked], cost: Cost, credit: int, *, included: bool) -> Cost:
    """``credit`` off what discounts left, and the tax of the rest."""
    left = [_amount(line) - off for line, off in zip(lines, cost.discounts, strict=True)]
    keys = [(line.product, line.variant, -one) for line, one in zip(lines, left, strict=True)]
    for at, off in enumerate(shares(credit, left, keys)):
        left[at] -= off
    return _sum(lines, left, included, 0, 0)


def _amount(line: Asked) -> int:
    return line.price * line.quantity


def _key(line: Asked) -> tuple[Any, ...]:
    return line.product, line.variant, -line.price, -line.quantity


def _unfit(offer: Offer, lines: Sequence[Asked], delivery: int) -> str:
    """Why it is not for this cart, if it is not."""
    inside = [one for one in lines if offer.has(one)]
    if not inside:
        return "scope"
    if sum(map(_amount, inside)) < offer.minimum:
        return "minimum"
    if offer.rule == "nth-free" and sum(one.quantity for one in inside) < offer.value:
        return "units"
    if offer.rule.startswith("set") and not offer.scope <= {one.product for one in inside}:
        return "units"
    return "nothing" if offer.rule == "free-shipping" and not delivery else ""


def _cost(
    lines: Sequence[Asked], offers: Sequence[Offer], included: bool, delivery: int, rate: int
) -> Cost:
    left = [_amount(one) for one in lines]

    def turn(one: Offer) -> tuple[int, int]:
        return ORDER.index(one.rule), one.value if one.rule == "nth-free" else -one.value

    for one in sorted(offers, key=turn):
        if one.rule == "free-shipping":
            delivery = 0
            continue
        inside = [at for at, line in enumerate(lines) if one.has(line)]
        inside.sort(key=lambda at: (Fraction(left[at], lines[at].quantity), _key(lines[at])))
        if one.rule == "nth-free":
            units = sum(lines[at].quantity for at in inside) // one.value
            for at in inside:
                taken = min(units, lines[at].quantity)
                left[at] -= left[at] * taken // lines[at].quantity
                units -= taken
            continue
        worth = {at: left[at] for at in inside}
        if one.rule.startswith("set"):
            off, worth = _of_sets(one, lines, inside, left)
        elif one.rule == "percent":
            off = sum(worth.values()) * one.value // 100
            off = off if one.cap is None else min(off, one.cap)
        else:
            off = min(one.value, sum(worth.values()))
        keys = [_key(lines[at]) for at in worth]
        for at, part in zip(worth, shares(off, list(worth.values()), keys), strict=True):
            left[at] -= part
    return _sum(lines, left, included, delivery, rate)


def _of_sets(
    offer: Offer, lines: Sequence[Asked], inside: Sequence[int], left: Sequence[int]
) -> tuple[int, dict[int, int]]:
    """What comes off, and what the units of whole sets cost by line."""
    products = {lines[at].product for at in inside}
    sets = min(
        sum(lines[at].quantity for at in inside if lines[at].product == one) for one in products
    )
    worth: dict[int, int] = {}
    for product in products:
        wanted = sets
        for at in (one for one in inside if lines[one].product == product):
            units = min(wanted, lines[at].quantity)
            worth[at] = left[at] * units // lines[at].quantity
            wanted -= units
    whole = sum(worth.values())
    if offer.rule == "set-percent":
        return whole * offer.value // 100, worth
    return min(offer.value * sets, whole), worth


def _sum(
    lines: Sequence[Asked], left: Sequence[int], included: bool, delivery: int, rate: int
) -> Cost:
    taxes, of_delivery = [0] * len(lines), 0
    for each in {one.rate for one in lines} | {rate}:
        inside = [at for at, line in enumerate(lines) if line.rate == each]
        goods = sum(left[at] for at in inside)
        base = goods + (delivery if each == rate else 0)
        tax = half_up(Fraction(base * each, 100 + each if included else 100))
        part = half_up(Fraction(tax * goods, base)) if base else 0
        keys = [_key(lines[at]) for at in inside]
        for at, one in zip(inside, shares(part, [left[at] for at in inside], keys), strict=True):
            taxes[at] = one
        of_delivery += tax - part
    beside = 0 if included else sum(taxes) + of_delivery
    return Cost(
        sum(left) + delivery + beside,
        tuple(_amount(line) - one for line, one in zip(lines, left, strict=True)),
        tuple(taxes),
        delivery + (0 if included else of_delivery),
        sum(taxes) + of_delivery,
    )
