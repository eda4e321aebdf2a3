"""A cart's price. Amounts are integers in minor units of one currency.

A discount is worked out on the sum of the lines it is for, rounded down to the minor unit; tax on
the sum of the lines of one rate, rounded half up. Both are spread over the lines by the largest
remainder (Hamilton's method): every line gets its share to within one unit, no line goes below
zero, and the lines add up to the whole to the last unit. docs/pricing.md says it with examples.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from uuid import UUID

from msgspec import Struct

from holdfast.kit.percent import RATE_UNIT
from holdfast.pricing.rules import (
    Delivery,
    Discount,
    Fixed,
    FreeShipping,
    NotApplicable,
    NthFree,
    Percent,
    PricedLine,
    SetOff,
    Tax,
)
from holdfast.pricing.spreading import spread


class QuotedLine(Struct, frozen=True):
    """What a line comes to before its ``discount``; and its part of the tax."""

    amount: int
    discount: int
    tax: int = 0


class TakenOff(Struct, frozen=True):
    """What a discount took off the goods, and off delivery."""

    discount: Discount
    amount: int
    shipping: int = 0


class Taxed(Struct, frozen=True):
    """A tax, of what sum."""

    tax: Tax
    base: int
    amount: int


class Quote(Struct, frozen=True):
    """The lines are in cart order. ``shipping`` is what delivery costs, ``shipping_tax`` its part
    of ``tax``; where the tax is ``included``, prices contain it."""

    lines: tuple[QuotedLine, ...]
    subtotal: int
    discount: int
    shipping: int = 0
    tax: int = 0
    shipping_tax: int = 0
    included: bool = False
    delivery: Delivery | None = None
    taken: tuple[TakenOff, ...] = ()
    taxed: tuple[Taxed, ...] = ()

    @property
    def total(self) -> int:
        """What is to pay."""
        return self.subtotal - self.discount + self.shipping + (0 if self.included else self.tax)

    @property
    def plain(self) -> bool:
        """Whether it is nothing but the sum of its lines."""
        return not (self.taken or self.delivery or self.taxed)


def quote(
    lines: Sequence[PricedLine],
    currency: str,
    code: Discount | None = None,
    *,
    automatic: Sequence[Discount] = (),
    delivery: Delivery | None = None,
    included: bool = False,
) -> Quote | NotApplicable:
    """The price of a cart in ``currency``, with the ``automatic`` discounts that cost the buyer
    least; or why the discount of ``code`` is not for it, or saves nothing."""
    if not (code or automatic or delivery or any(line.tax for line in lines)):
        return _plain(lines)
    cart = _Cart(lines, currency, delivery, included)
    fitting = [one for one in automatic if cart.against(one) is None]
    best = min(
        (cart.with_discounts(chosen) for chosen in _together(fitting)),
        key=lambda found: (found.total, [one.discount.id for one in found.taken]),
    )
    if code is None:
        return best
    trouble = cart.against(code)
    if trouble is not None:
        return trouble
    others = [one for one in fitting if one.stackable] if code.stackable else []
    coded = cart.with_discounts([*others, code])
    if best.total <= coded.total:
        return NotApplicable("better" if best.total < coded.total else "nothing")
    return coded


def contained(amount: int, tax: Tax) -> Taxed:
    """The tax in a price that contains it."""
    return Taxed(tax, amount, _tax(amount, tax.rate, included=True))


def _plain(lines: Sequence[PricedLine]) -> Quote:
    """The sum of the lines: what most carts of most shops cost, so it takes no more than that."""
    quoted = tuple([QuotedLine(line.price * line.quantity, 0) for line in lines])
    return Quote(quoted, sum([line.amount for line in quoted]), 0)


def _together(discounts: Sequence[Discount]) -> Iterator[list[Discount]]:
    """What may go together: all that are stackable, or one that is not."""
    yield [one for one in discounts if one.stackable]
    for one in discounts:
        if not one.stackable:
            yield [one]


class _Cart:
    def __init__(
        self, lines: Sequence[PricedLine], currency: str, delivery: Delivery | None, included: bool
    ) -> None:
        self.lines, self.currency, self.included = lines, currency, included
        self.amounts = [line.price * line.quantity for line in lines]
        self.subtotal = sum(self.amounts)
        self.delivery = delivery
        self.shipping = 0
        if delivery is not None:
            free = delivery.free_over is not None and self.subtotal > delivery.free_over
            self.shipping = 0 if free else delivery.price

    def against(self, discount: Discount) -> NotApplicable | None:
        """Why it is not for this cart, if it is not."""
        if discount.currency != self.currency:
            return NotApplicable("currency")
        places = self._places(discount)
        if not places:
            return NotApplicable("scope")
        eligible = sum(self.amounts[at] for at in places)
        if eligible < discount.minimum:
            return NotApplicable("minimum", discount.minimum - eligible)
        if isinstance(discount.rule, NthFree):
            units = sum(self.lines[at].quantity for at in places)
            if units < discount.rule.units:
                return NotApplicable("units", discount.rule.units - units)
        if isinstance(discount.rule, SetOff):
            there = {self.lines[at].product_id for at in places}
            if missing := len(discount.scope.products - there):
                return NotApplicable("units", missing)
        if isinstance(discount.rule, FreeShipping) and not self.shipping:
            return NotApplicable("nothing")
        return None

    def with_discounts(self, discounts: Sequence[Discount]) -> Quote:
        """Each on what those before it left, in an order of their own: free units first."""
        left, shipping = list(self.amounts), self.shipping
        taken = []
        for one in sorted(discounts, key=_first):
            if isinstance(one.rule, FreeShipping):
                off, shipped, shipping = 0, shipping, 0
            else:
                off, shipped = self._take_off(one, left), 0
            if off or shipped:
                taken.append(TakenOff(one, off, shipped))
        taxes, shipping_tax, taxed = self._taxes(left, shipping)
        return Quote(
            tuple(
                QuotedLine(amount, amount - net, tax)
                for amount, net, tax in zip(self.amounts, left, taxes, strict=True)
            ),
            self.subtotal,
            self.subtotal - sum(left),
            shipping,
            sum(taxes) + shipping_tax,
            shipping_tax,
            self.included,
            self.delivery,
            tuple(taken),
            taxed,
        )

    def _places(self, discount: Discount) -> list[int]:
        return [at for at, line in enumerate(self.lines) if discount.scope.has(line)]

    def _take_off(self, discount: Discount, left: list[int]) -> int:
        """How much it takes off these lines, which have that much less then."""
        places = self._places(discount)
        if isinstance(discount.rule, NthFree):
            return self._give_units(discount.rule, places, left)
        if isinstance(discount.rule, SetOff):
            return self._off_sets(discount.rule, places, left)
        off = _off(discount.rule, sum(left[at] for at in places))
        for at, part in zip(places, self._spread(off, places, left), strict=True):
            left[at] -= part
        return off

    def _give_units(self, rule: NthFree, places: Sequence[int], left: list[int]) -> int:
        """One unit for each so many, from the cheapest on: off the very lines they stand in."""
        given = sum(self.lines[at].quantity for at in places) // rule.units
        off = 0
        for at in sorted(places, key=lambda at: (self._each(left, at), _own(self.lines[at]))):
            units = min(given, self.lines[at].quantity)
            part = left[at] * units // self.lines[at].quantity
            left[at] -= part
            off, given = off + part, given - units
        return off

    def _off_sets(self, rule: SetOff, places: Sequence[int], left: list[int]) -> int:
        """Off the units that make whole sets, as many as there are, by what they cost."""
        by_product: dict[UUID, list[int]] = {}
        for at in sorted(places, key=lambda at: (self._each(left, at), _own(self.lines[at]))):
            by_product.setdefault(self.lines[at].product_id, []).append(at)
        sets = min(sum(self.lines[at].quantity for at in group) for group in by_product.values())
        costs = [0] * len(left)
        for group in by_product.values():
            wanted = sets
            for at in group:
                units = min(wanted, self.lines[at].quantity)
                costs[at] = left[at] * units // self.lines[at].quantity
                wanted -= units
        whole = sum(costs)
        off = whole * rule.percent // 100 if rule.percent else min(rule.amount * sets, whole)
        for at, part in zip(places, self._spread(off, places, costs), strict=True):
            left[at] -= part
        return off

    def _each(self, left: Sequence[int], at: int) -> Fraction:
        return Fraction(left[at], self.lines[at].quantity)

    def _taxes(
        self, left: Sequence[int], shipping: int
    ) -> tuple[list[int], int, tuple[Taxed, ...]]:
        """The tax of each line, that of delivery, and each tax with its sum."""
        shares, shipping_tax, taxed = [0] * len(left), 0, []
        shipped = None if self.delivery is None else self.delivery.tax
        taxes = {line.tax for line in self.lines} | {shipped}
        for tax in sorted((one for one in taxes if one), key=lambda one: (-one.rate, one.name)):
            places = [at for at, line in enumerate(self.lines) if line.tax == tax]
            goods = sum(left[at] for at in places)
            base = goods + (shipping if shipped == tax else 0)
            amount = _tax(base, tax.rate, included=self.included)
            of_goods = _rounded(amount * goods, base) if base else 0
            shipping_tax += amount - of_goods
            for at, part in zip(places, self._spread(of_goods, places, left), strict=True):
                shares[at] = part
            taxed.append(Taxed(tax, base, amount))
        return shares, shipping_tax, tuple(taxed)

    def _spread(self, total: int, places: Sequence[int], weights: Sequence[int]) -> list[int]:
        """Of equal remainders the lines themselves decide, not their places."""
        return spread(
            total, [weights[at] for at in places], lambda place: _own(self.lines[places[place]])
        )


def _own(line: PricedLine) -> tuple[object, ...]:
    """By all it is, so that only what is alike is left in the order in which it came."""
    tax, seller = line.tax, line.seller_id
    return (
        *(line.product_id, line.variant_id, -line.price, -line.quantity),
        *(line.categories, () if seller is None else (seller,)),
        *(() if tax is None else (tax.name, tax.rate),),
    )


def _first(discount: Discount) -> tuple[object, ...]:
    """Free units, then sets, then percentages, then amounts, then delivery; of each the largest
    first."""
    match discount.rule:
        case NthFree(units=units):
            return -2, units, False, 0, discount.id
        case SetOff(percent=percent, amount=amount):
            return -1, -percent, False, -amount, discount.id
        case Percent(percent=percent, cap=cap):
            return 0, -percent, cap is None, cap or 0, discount.id
        case Fixed(amount=amount):
            return 1, -amount, False, 0, discount.id
    return 2, 0, False, 0, discount.id


def _off(rule: object, eligible: int) -> int:
    if isinstance(rule, Fixed):
        return min(rule.amount, eligible)
    assert isinstance(rule, Percent)
    off = eligible * rule.percent // 100
    return off if rule.cap is None else min(off, rule.cap)


def _tax(base: int, rate: int, *, included: bool) -> int:
    return _rounded(base * rate, RATE_UNIT + rate if included else RATE_UNIT)


def _rounded(value: int, unit: int) -> int:
    """Half up."""
    return (2 * value + unit) // (2 * unit)
