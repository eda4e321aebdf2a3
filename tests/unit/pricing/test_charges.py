"""Several discounts, delivery and tax: the total is the sum of its parts, whatever the cart."""

from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from holdfast.pricing import (
    Delivery,
    Discount,
    Fixed,
    FreeShipping,
    NotApplicable,
    Percent,
    PricedLine,
    Quote,
    Scope,
    SetOff,
    SoldLine,
    Tax,
    explained,
    quote,
    refund_sum,
)

IDS = [UUID(int=number) for number in range(1, 6)]
PHONE, CASE, BOOKS, SELLER, _ = IDS
VAT, REDUCED = Tax("VAT", 20_000), Tax("VAT on books", 7_000)

taxes = st.sampled_from([None, VAT, REDUCED, Tax("Sales tax", 8_875)])
lines = st.lists(
    st.builds(
        PricedLine,
        st.sampled_from(IDS),
        st.integers(0, 10**9),
        st.integers(1, 1000),
        st.sampled_from(IDS),
        st.lists(st.sampled_from(IDS), max_size=2).map(tuple),
        st.none() | st.sampled_from(IDS),
        taxes,
    ),
    min_size=1,
    max_size=20,
)
some = st.frozensets(st.sampled_from(IDS), max_size=2)
discounts = st.builds(
    Discount,
    st.one_of(
        st.builds(Percent, st.integers(1, 100), st.none() | st.integers(1, 10**12)),
        st.builds(Fixed, st.integers(1, 10**12)),
        st.builds(SetOff, st.integers(1, 100)),
        st.builds(SetOff, st.just(0), st.integers(1, 10**12)),
        st.just(FreeShipping()),
    ),
    st.sampled_from(["EUR", "EUR", "RUB"]),
    st.sampled_from([0, 1, 10**6]),
    st.builds(Scope, some, some, some),
    st.booleans(),
    st.just("Sale"),
    st.uuids(),
)
deliveries = st.none() | st.builds(
    Delivery, st.just("Post"), st.integers(0, 10**6), st.none() | st.integers(0, 10**9), taxes
)


def priced(
    cart: list[PricedLine],
    automatic: list[Discount],
    delivery: Delivery | None,
    included: bool,
    code: Discount | None = None,
) -> Quote | NotApplicable:
    return quote(cart, "EUR", code, automatic=automatic, delivery=delivery, included=included)


def of_these(found: Quote | NotApplicable) -> Quote:
    assert isinstance(found, Quote)
    return found


every = given(lines, st.lists(discounts, max_size=5), deliveries, st.booleans())


@every
def test_the_total_is_the_sum_of_its_parts_and_never_below_zero(
    cart: list[PricedLine], automatic: list[Discount], delivery: Delivery | None, included: bool
) -> None:
    found = of_these(priced(cart, automatic, delivery, included))
    assert found.subtotal == sum(line.amount for line in found.lines)
    assert found.discount == sum(line.discount for line in found.lines)
    assert found.discount == sum(one.amount for one in found.taken)
    assert found.tax == found.shipping_tax + sum(line.tax for line in found.lines)
    assert found.tax == sum(one.amount for one in found.taxed)
    assert all(0 <= line.discount <= line.amount and line.tax >= 0 for line in found.lines)
    assert found.shipping_tax >= 0
    parts = explained(found, "EUR", 1)
    assert found.total == sum(part.amount for part in parts if not part.contained) >= 0
    assert all(part.title and part.why for part in parts)


@given(
    lines,
    st.lists(discounts, max_size=5),
    deliveries,
    st.booleans(),
    st.randoms(),
    st.none() | discounts,
)
def test_the_order_of_lines_and_discounts_does_not_matter(
    cart: list[PricedLine],
    automatic: list[Discount],
    delivery: Delivery | None,
    included: bool,
    random: Random,
    code: Discount | None,
) -> None:
    found = priced(cart, automatic, delivery, included, code)
    places, others = list(range(len(cart))), list(automatic)
    random.shuffle(places)
    random.shuffle(others)
    again = priced([cart[at] for at in places], others, delivery, included, code)
    if isinstance(found, NotApplicable):
        assert again == found
        return
    assert isinstance(again, Quote)
    assert (again.total, again.taken, again.taxed) == (found.total, found.taken, found.taxed)
    told = sorted(zip(map(repr, cart), found.lines, strict=True), key=repr)
    retold = sorted(((repr(cart[at]), line) for at, line in zip(places, again.lines, strict=True)),
                    key=repr)  # fmt: skip
    assert retold == told


@given(lines, st.lists(discounts, max_size=3), deliveries, st.booleans(), st.data())
def test_a_refund_of_all_lines_is_the_payment_however_they_come_back(
    cart: list[PricedLine],
    automatic: list[Discount],
    delivery: Delivery | None,
    included: bool,
    data: st.DataObject,
) -> None:
    found = of_these(priced(cart, automatic, delivery, included))
    paid = [
        line.amount - line.discount + (0 if included else line.tax) for line in found.lines
    ]  # fmt: skip
    shipped = found.shipping + (0 if included else found.shipping_tax)
    sold = [SoldLine(line.quantity, sum_) for line, sum_ in zip(cart, paid, strict=True)]
    back, refunded = [0] * len(cart), 0
    while any(done < line.quantity for done, line in zip(back, cart, strict=True)):
        now = [data.draw(st.integers(0, line.quantity - done))
               for done, line in zip(back, cart, strict=True)]  # fmt: skip
        if not any(now):
            now = [line.quantity - done for done, line in zip(back, cart, strict=True)]
        some = refund_sum(
            [SoldLine(one.quantity, one.paid, done, new)
             for one, done, new in zip(sold, back, now, strict=True)], shipped,
        ).total  # fmt: skip
        assert some >= 0
        refunded += some
        back = [done + new for done, new in zip(back, now, strict=True)]
    assert refunded == found.total


@every
def test_automatic_discounts_never_make_it_dearer_and_the_best_of_them_are_taken(
    cart: list[PricedLine], automatic: list[Discount], delivery: Delivery | None, included: bool
) -> None:
    found = of_these(priced(cart, automatic, delivery, included))
    assert found.total <= of_these(priced(cart, [], delivery, included)).total
    for one in automatic:
        alone = of_these(priced(cart, [one], delivery, included))
        if not one.stackable:
            assert found.total <= alone.total
    if any(not one.discount.stackable for one in found.taken):
        assert len(found.taken) == 1


def marketplace(*cart: PricedLine, code: Discount | None = None) -> Quote:
    return of_these(quote(cart, "USD", code, delivery=Delivery("Delivery", 5_99, free_over=50_00)))


SALES = Tax("Tax", 10_000)


def test_specification_b_prices_goods_less_discount_tax_and_delivery() -> None:
    code = Discount(Percent(10), "USD", name="TEN")
    found = marketplace(PricedLine(PHONE, 19_99, 2, tax=SALES), code=code)
    assert (found.subtotal, found.discount, found.tax, found.shipping) == (39_98, 3_99, 3_60, 5_99)
    assert found.total == 45_58
    assert marketplace(PricedLine(PHONE, 50_00, 1, tax=SALES)).shipping == 5_99
    free = marketplace(PricedLine(PHONE, 50_01, 1, tax=SALES), code=code)
    assert (free.shipping, free.tax, free.total) == (0, 4_50, 49_51)


def test_tax_is_rounded_half_up_once_for_each_rate() -> None:
    cart = [PricedLine(PHONE, 5, 1, IDS[at], tax=SALES) for at in range(5)]
    found = of_these(quote(cart, "EUR"))
    assert found.tax == 3  # 2.5 of 25, where each line's 0.5 would have come to 5
    assert sorted(line.tax for line in found.lines) == [0, 0, 1, 1, 1]


def test_a_tax_that_prices_contain_adds_nothing() -> None:
    cart = [PricedLine(PHONE, 120_00, 1, tax=VAT), PricedLine(CASE, 10_70, 1, tax=REDUCED)]
    found = of_these(quote(cart, "EUR", included=True))
    assert (found.total, found.tax) == (130_70, 20_70)
    assert [line.tax for line in found.lines] == [20_00, 70]


def test_delivery_is_taxed_with_the_goods_of_its_rate() -> None:
    cart, post = [PricedLine(PHONE, 100_00, 1, tax=VAT)], Delivery("Post", 5_00, tax=VAT)
    found = of_these(quote(cart, "EUR", delivery=post))
    assert (found.tax, found.shipping_tax, found.total) == (21_00, 1_00, 126_00)


def test_percentages_come_before_amounts_and_each_takes_of_what_is_left() -> None:
    rules = [Discount(Fixed(10_00), "EUR", id=PHONE), Discount(Percent(50), "EUR", id=CASE)]
    found = of_these(quote([PricedLine(PHONE, 100_00, 1)], "EUR", automatic=rules))
    assert [one.amount for one in found.taken] == [50_00, 10_00]
    rules = [Discount(Percent(10), "EUR", id=PHONE), Discount(Percent(20), "EUR", id=CASE)]
    found = of_these(quote([PricedLine(PHONE, 100_00, 1)], "EUR", automatic=rules))
    assert found.total == 72_00


def test_one_that_goes_with_no_other_is_taken_where_it_is_best() -> None:
    cart = [PricedLine(PHONE, 100_00, 1)]
    alone = Discount(Percent(30), "EUR", stackable=False, id=PHONE)
    small = Discount(Percent(10), "EUR", id=CASE)
    found = of_these(quote(cart, "EUR", automatic=[alone, small]))
    assert [one.discount for one in found.taken] == [alone]
    assert quote(cart, "EUR", small, automatic=[alone]) == NotApplicable("better")
    assert quote(cart, "EUR", alone, automatic=[small]) == quote(cart, "EUR", alone)


def test_a_code_that_saves_nothing_is_not_used() -> None:
    cart = [PricedLine(PHONE, 9, 1)]
    assert quote(cart, "EUR", Discount(Percent(10), "EUR")) == NotApplicable("nothing")
    # All of it is off already, or just as much without it.
    whole = Discount(Percent(100), "EUR", id=PHONE)
    small = Discount(Fixed(5), "EUR", id=CASE)
    assert quote(cart, "EUR", small, automatic=[whole]) == NotApplicable("nothing")
    alone = Discount(Fixed(5), "EUR", stackable=False, id=PHONE)
    assert quote(cart, "EUR", small, automatic=[alone]) == NotApplicable("nothing")


def test_a_minimum_counts_before_other_discounts() -> None:
    half, ten = Discount(Percent(50), "EUR", id=CASE), Discount(Fixed(10_00), "EUR", 100_00)
    found = of_these(quote([PricedLine(PHONE, 100_00, 1)], "EUR", automatic=[half, ten]))
    assert found.total == 40_00


def test_free_delivery_is_worth_nothing_where_there_is_none() -> None:
    free = Discount(FreeShipping(), "EUR", name="Free delivery")
    cart = [PricedLine(PHONE, 10_00, 1)]
    assert quote(cart, "EUR", free) == NotApplicable("nothing")
    found = of_these(quote(cart, "EUR", free, delivery=Delivery("Post", 5_00)))
    assert (found.total, found.taken[0].shipping) == (10_00, 5_00)
    assert [str(part.why) for part in explained(found, "EUR", 1)][1] == "Free with Free delivery"


def test_scopes_name_products_categories_and_sellers() -> None:
    book = PricedLine(CASE, 10_00, 1, categories=(PHONE, BOOKS), seller_id=SELLER)
    assert Scope(categories=frozenset({BOOKS})).has(book)
    assert Scope(categories=frozenset({PHONE})).has(book)  # what is above counts
    assert Scope(frozenset({PHONE}), frozenset({BOOKS})).has(book)  # either
    assert not Scope(frozenset({PHONE})).has(book)
    assert not Scope(categories=frozenset({BOOKS}), sellers=frozenset({PHONE})).has(book)
    assert not Scope(sellers=frozenset({SELLER})).has(PricedLine(PHONE, 1, 1))


def test_each_amount_is_said_in_words() -> None:
    code = Discount(Percent(10), "USD", name="Autumn")
    found = of_these(
        quote([PricedLine(PHONE, 20_00, 2, tax=SALES)], "USD", code,
              delivery=Delivery("Post", 5_99, free_over=50_00))
    )  # fmt: skip
    assert [(part.kind, part.amount, str(part.title), str(part.why))
            for part in explained(found, "USD", 2)] == [
        ("goods", 40_00, "Goods", "Items: 2"),
        ("discount", -4_00, "Autumn", "10% off"),
        ("shipping", 5_99, "Post", "Free when the goods come to more than $50"),
        ("tax", 3_60, "Tax", "10% of $36"),
    ]  # fmt: skip
