"""What a change of a paid order comes to, to the last minor unit."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from holdfast.edits import credit_of, sum_of_edit
from holdfast.pricing import PricedLine, Quote, Tax, credited, quote

AMOUNTS = st.integers(0, 10**9)
RATES = st.sampled_from([0, 7_000, 8_875, 19_000])
VAT = Tax("VAT", 20_000)


@given(st.lists(AMOUNTS, min_size=1, max_size=5), AMOUNTS, AMOUNTS)
def test_of_what_was_paid_all_stays_or_goes_back(paid: list[int], goods: int, worth: int) -> None:
    found = sum_of_edit(paid, goods, worth)
    assert sum(found.kept) + found.refunded == sum(paid)
    assert all(0 <= kept <= one for kept, one in zip(found.kept, paid, strict=True))
    if worth >= goods:
        assert found.refunded == 0


def test_of_what_is_worth_less_that_share_of_each_line_stays() -> None:
    assert sum_of_edit([600, 301], 901, 300).kept == (199, 100)
    assert sum_of_edit([1200], 1000, 500).kept == (600,)  # with its tax


def priced(*lines: tuple[int, int, Tax | None]) -> tuple[list[PricedLine], Quote]:
    asked = [PricedLine(UUID(int=at), price, units, tax=tax)
             for at, (price, units, tax) in enumerate(lines)]  # fmt: skip
    found = quote(asked, "EUR")
    assert isinstance(found, Quote)
    return asked, found


def test_the_tax_is_that_of_what_is_left_to_pay() -> None:
    lines, found = priced((1000, 2, VAT), (333, 1, VAT))
    rest = credited(lines, found, 333, "before", "EUR", included=False)
    assert (rest.subtotal, rest.discount, rest.tax, rest.total) == (2333, 333, 400, 2400)
    assert sum(one.tax for one in rest.lines) == rest.tax


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 20), RATES), min_size=1, max_size=5),
    AMOUNTS,
    st.booleans(),
)
def test_a_credit_comes_off_to_the_last_unit(
    wanted: list[tuple[int, int, int]], goods: int, included: bool
) -> None:
    taxed = [(price, units, Tax("VAT", rate) if rate else None) for price, units, rate in wanted]
    lines, _ = priced(*taxed)
    found = quote(lines, "EUR", included=included)
    assert isinstance(found, Quote)
    worth = found.subtotal - found.discount
    credit = credit_of(worth, goods)
    rest = credited(lines, found, credit, "before", "EUR", included=included)
    assert rest.subtotal - rest.discount == worth - credit
    assert sum(one.discount for one in rest.lines) == rest.discount
    assert all(0 <= one.discount <= one.amount for one in rest.lines)
    assert (rest.total == 0) == (worth == credit)


def test_of_two_variants_alike_the_same_has_the_unit_more_however_they_stand() -> None:
    both = [PricedLine(UUID(int=1), 451, 1, UUID(int=at)) for at in (1, 2)]
    given_to = []
    for lines in (both, both[::-1]):
        found = quote(lines, "EUR")
        assert isinstance(found, Quote)
        rest = credited(lines, found, 101, "before", "EUR", included=False)
        found_by = zip(lines, rest.lines, strict=True)
        given_to.append({line.variant_id: one.discount for line, one in found_by})
    assert given_to[0] == given_to[1]
