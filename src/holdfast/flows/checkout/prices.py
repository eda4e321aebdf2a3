"""What a cart costs here and now: the shop's tax and delivery and the promotions in force, all kept
in the process, so that a shop without them asks nothing more of its database."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import KeptCategories
from holdfast.db.engine import Database
from holdfast.flows.checkout.repeated import less_by_repeat
from holdfast.flows.checkout.taxed import order_taxes, tax_of_rate
from holdfast.flows.checkout.uses import used_up
from holdfast.flows.checkout.ways_to_deliver import Way, load_of, ways_for
from holdfast.flows.promotions.discounts import discount_of
from holdfast.groups import Membership, membership_of
from holdfast.kit import Problem, shop_now
from holdfast.kit.sentences import called, kept, say
from holdfast.ledger import Expect, LedgerReader
from holdfast.orders import Breakdown, Order, OrderPart, OrderRepeat, OrderSale
from holdfast.people import Principal
from holdfast.pricing import (
    Delivery,
    Discount,
    NotApplicable,
    PricedLine,
    Quote,
    Tax,
    explained,
    quote,
)
from holdfast.promotions import Promotion, PromotionBook, code_of
from holdfast.shipping import Address, decode_address
from holdfast.shop import CurrentSettings, ShopSettings, rate_for

__all__ = [
    "NO_CHOICE", "Choice", "Pricer", "Prices", "ShippingUnknown", "coded", "place_of",
    "prices_for",
]  # fmt: skip


class ShippingUnknown(Problem):
    """The shop delivers in no such way, or not in this currency."""

    status = 422
    code = "shipping-unknown"
    title = "No such way to deliver"


class Choice(Struct, frozen=True):
    """What a buyer chooses beside the goods: a coupon or a code, a way to deliver, and where to: an
    ``address``, or as much as a ``region``. ``expected`` is the total that was shown,
    ``whole``: nothing will be said later. ``rather``: the way to deliver, if it is offered.
    ``preorder``: what is announced is taken, too, where there is too little in stock. ``repeat``:
    the repeat order that it is of, or with ``every`` begins."""

    coupon_id: UUID | None = None
    promo_code: str | None = None
    method: str | None = None
    region: str | None = None
    expected: int | None = None
    address: Address | None = None
    whole: bool = False
    rather: str | None = None
    preorder: bool = False
    repeat: OrderRepeat | None = None
    every: str = ""

    @property
    def place(self) -> str | None:
        """Where the goods go, by ISO 3166, if it is said."""
        return self.region if self.address is None else self.address.place


NO_CHOICE = Choice()
NO_MEMBER = Membership()


@dataclass(frozen=True, kw_only=True)
class Pricer:
    """What pricing a cart works with."""

    database: Database
    reader: LedgerReader
    shop: CurrentSettings
    promotions: PromotionBook
    categories: KeptCategories


class Prices(Struct, frozen=True):
    """How a cart is priced; ``codes`` are the promotions that want one, ``member`` in which groups
    its buyer is, where a promotion asks for that. ``methods``: the ways to
    deliver that are offered; ``nowhere``: the shop has some, and none is for this; ``elsewhere``:
    it has taxes, and is priced for another place than its own."""

    lines: tuple[PricedLine, ...]
    currency: str
    methods: tuple[Way, ...] = ()
    method: Way | None = None
    nowhere: bool = False
    region: str | None = None
    included: bool = False
    shipping_tax: Tax | None = None
    automatic: tuple[Promotion, ...] = ()
    codes: tuple[Promotion, ...] = ()
    sale: OrderSale | None = None
    exchange: UUID | None = None
    repeat: OrderRepeat | None = None
    elsewhere: bool = False
    member: Membership = NO_MEMBER

    def in_sale(self, sale: OrderSale) -> "Prices":
        """Of units of a flash sale, which has its own price: no other discount goes with it."""
        return replace(self, automatic=(), codes=(), sale=sale)

    def in_exchange(self, return_id: UUID) -> "Prices":
        """Of what is sent in place of goods that came back: the difference and its tax. What was
        taken off those is theirs, and who exchanges has paid for delivery."""
        return replace(self.in_edit(return_id), automatic=())

    def in_edit(self, edit_id: UUID) -> "Prices":
        """Of what is added to a paid order, with which it is sent: delivery is paid."""
        bare = replace(self, codes=(), methods=(), method=None, nowhere=False)
        return replace(bare, exchange=edit_id)

    def quote(self, code: Discount | None = None) -> Quote | NotApplicable:
        """With the discount of a coupon or a code, or why that is not for this cart."""
        method = self.method
        delivery = None
        if method is not None:
            said = method.method
            name = called(said.name, said.translations)
            delivery = Delivery(name, method.price, said.free_over, self.shipping_tax)
        return quote(
            self.lines,
            self.currency,
            code,
            automatic=[
                *(discount_of(one, self.currency) for one in self.automatic),
                *less_by_repeat(self.repeat, self.currency),
            ],
            delivery=delivery,
            included=self.included,
        )

    @property
    def to_address(self) -> bool:
        """Whether the goods are brought to the buyer."""
        return self.nowhere or (self.method is not None and self.method.method.to_address)

    def plain(self) -> Quote:
        """Without any code."""
        found = self.quote()
        assert isinstance(found, Quote)  # only a code can be not applicable
        return found

    def parts(self, found: Quote) -> tuple[OrderPart, ...]:
        """The quote in words."""
        units = sum(line.quantity for line in self.lines)
        return tuple(
            OrderPart(one.kind, one.amount, kept(one.title), kept(one.why), one.contained)
            for one in explained(found, self.currency, units)
        )

    def expected(self, found: Quote) -> tuple[Expect, ...]:
        """What an order at this price expects: that its buyer came into no group and left none
        since, if it is the price of one."""
        if self.member.guard is None or not self.of_groups(found):
            return ()
        return (self.member.guard,)

    def of_groups(self, found: Quote) -> list[tuple[Promotion, int]]:
        """The promotions for groups that are part of this price, with what each takes off."""
        taken = {one.discount.id: one.amount + one.shipping for one in found.taken}
        offers = (*self.automatic, *self.codes)
        return [(one, taken[one.id]) for one in offers if one.groups and one.id in taken]

    def breakdown(
        self,
        found: Quote,
        owner: str,
        coded: Promotion | None = None,
        typed: str | None = None,
    ) -> Breakdown | None:
        """What is kept of the quote with the order of ``owner``; nothing, where the total is the
        sum of its lines, which come from the stock, and would be in the shop's own place."""
        kept_anyway = coded is not None or self.sale is not None or self.nowhere
        kept_anyway = kept_anyway or self.exchange is not None or self.elsewhere
        kept_anyway = kept_anyway or self.repeat is not None
        if found.plain and not kept_anyway:
            return None
        arrives = None if self.method is None else self.method.arrives
        limits: dict[str, int | None] = {}
        taken = {one.discount.id for one in found.taken}
        for one in (*self.automatic, *(() if coded is None else (coded,))):
            if one.id in taken or one is coded:
                limits |= one.uses(owner)
        return Breakdown(
            self.parts(found),
            found.included,
            found.shipping_tax,
            limits,
            {
                one.discount.id: one.amount + one.shipping
                for one in found.taken
                if self.repeat is None or one.discount.id != self.repeat.id
            },
            self.region,
            None if self.method is None else self.method.method.id,
            typed,
            self.to_address,
            self.sale,
            None if arrives is None else (arrives.earliest, arrives.latest),
            self.exchange,
            "" if self.method is None else self.method.method.pickup,
            self.repeat,
            order_taxes(found, self.lines),
        )


def place_of(order: Order) -> str | None:
    """Where an order's goods go, by ISO 3166, as far as it was said: what it was priced for, else
    what its address is in."""
    told = order.breakdown
    if told is not None and told.region is not None:
        return told.region
    return None if order.address_text is None else decode_address(order.address_text).place


async def prices_for(
    parts: Pricer,
    buyer: Principal | None,
    lines: Sequence[PricedLine],
    currency: str,
    choice: Choice = NO_CHOICE,
    *,
    freed: frozenset[str] = frozenset(),
    coupons: bool = False,
) -> Prices:
    """How these lines are priced for ``buyer``. ``freed``: accounts of promotions of which the
    order that is priced anew has one already. ``coupons``: whether one may be tried. Raises
    :class:`ShippingUnknown`."""
    code = None if choice.promo_code is None else code_of(choice.promo_code)
    shop, live = await parts.shop.now(), await parts.promotions.in_force(code)
    plain = not (live or shop.tax_rates or shop.shipping_methods or choice.method)
    if plain and not coupons and choice.coupon_id is None:
        return Prices(
            tuple(lines), currency, region=choice.place or shop.region, repeat=choice.repeat
        )
    lines = await _placed(parts, lines)
    region = choice.place or shop.region
    sent = [line for line in lines if line.sent]
    methods = ways_for(shop, currency, load_of(sent, region), shop_now()) if sent else ()
    offered = any(one.currency == currency for one in shop.shipping_methods)
    nowhere = bool(sent) and not methods and offered
    if nowhere and choice.address is not None:
        raise ShippingUnknown("The shop does not deliver there.", field="shippingAddress.country")
    priced = tuple(lines)
    if shop.tax_rates:
        priced = tuple(_taxed(line, shop, region) for line in lines)
    member = await _member(parts, buyer, live, code)
    automatic = [one for one in live if one.code is None and one.is_for(member.groups)]
    return Prices(
        priced,
        currency,
        methods,
        _method(methods, choice) if sent else None,
        nowhere,
        region,
        shop.tax_included,
        tax_of_rate(rate_for(shop.tax_rates, region)) if shop.tax_on_shipping else None,
        await _usable(parts, buyer, automatic, freed),
        tuple(one for one in live if one.code is not None),
        repeat=choice.repeat,
        elsewhere=bool(shop.tax_rates) and region != shop.region,
        member=member,
    )


async def _member(
    parts: Pricer, buyer: Principal | None, live: Sequence[Promotion], code: str | None
) -> Membership:
    """In which groups the buyer is: asked for no cart that no group has a price for."""
    asked = any(one.groups is not None and one.code in (None, code) for one in live)
    if not asked or buyer is None or buyer.kind == "guest":
        return NO_MEMBER
    return await membership_of(parts.database, parts.reader, buyer.id)


async def _placed(parts: Pricer, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Each line with the whole path of its category."""
    if not any(line.categories for line in lines):
        return list(lines)
    tree = await parts.categories.now()
    return [
        replace(line, categories=tuple(one.id for one in tree.way(line.categories[-1])))
        if line.categories
        else line
        for line in lines
    ]


def _method(methods: Sequence[Way], choice: Choice) -> Way | None:
    """The one that was chosen. Who names none has the first, or the first that goes to the address
    they gave."""
    wanted = choice.rather if choice.method is None else choice.method
    for one in methods:
        if one.method.id == wanted:
            return one
    if choice.method is not None:
        said = say("The shop does not deliver by {method}.", method=choice.method)
        raise ShippingUnknown(said, field="shippingMethod")
    if choice.address is not None:
        for one in methods:
            if one.method.to_address:
                return one
    return methods[0] if methods else None


def _taxed(line: PricedLine, shop: ShopSettings, region: str | None) -> PricedLine:
    rate = rate_for(shop.tax_rates, region, line.categories, line.product_id)
    return replace(line, tax=tax_of_rate(rate))


async def _usable(
    parts: Pricer, buyer: Principal | None, offers: Sequence[Promotion], freed: frozenset[str]
) -> tuple[Promotion, ...]:
    """Those that the buyer may use once more."""
    troubles = await gather(*(used_up(parts, buyer, one, freed) for one in offers))
    return tuple(one for one, why in zip(offers, troubles, strict=True) if why is None)


def coded(prices: Prices, written: str) -> Promotion | None:
    """The promotion of a code, however it was typed."""
    code = code_of(written)
    return next((one for one in prices.codes if one.code == code), None)
