"""A campaign's discount, as pricing works it out."""

from datetime import UTC, datetime
from uuid import UUID

from holdfast.flows.promotions.discounts import discount_of
from holdfast.pricing import NotApplicable, PricedLine, Quote, quote
from holdfast.promotions import Campaign

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PHONE, CASE = UUID(int=1), UUID(int=2)
CART = [PricedLine(PHONE, 90_00, 1), PricedLine(CASE, 5_00, 2)]


def campaign(rule: str, value: int, **terms: object) -> Campaign:
    usual = {"id": UUID(int=9), "name": "x", "quantity": 1, "opens_at": NOON, "created_at": NOON}
    return Campaign(**(usual | {"rule": rule, "value": value} | terms))  # type: ignore[arg-type]


def off(made: Campaign, currency: str = "EUR") -> int | NotApplicable:
    found = quote(CART, currency, discount_of(made, currency))
    return found.discount if isinstance(found, Quote) else found


def test_a_percentage_is_of_all_lines_up_to_its_cap() -> None:
    assert off(campaign("percent", 10)) == 10_00
    assert off(campaign("percent", 10, cap=7_00, currency="EUR")) == 7_00


def test_a_fixed_amount_is_at_most_the_price() -> None:
    assert off(campaign("fixed", 20_00, currency="EUR")) == 20_00
    assert off(campaign("fixed", 500_00, currency="EUR")) == 100_00


def test_of_so_many_units_one_is_free() -> None:
    assert off(campaign("nth-free", 3)) == 5_00
    assert off(campaign("nth-free", 4)) == NotApplicable("units", 1)


def test_only_products_in_scope_count() -> None:
    assert off(campaign("percent", 50, scope=frozenset({CASE}))) == 5_00
    assert off(campaign("percent", 50, scope=frozenset({UUID(int=3)}))) == NotApplicable("scope")


def test_a_minimum_must_be_reached() -> None:
    made = campaign("percent", 50, minimum=100_01, currency="EUR")
    assert off(made) == NotApplicable("minimum", 1)


def test_only_a_campaign_without_currency_is_for_all_of_them() -> None:
    assert off(campaign("percent", 10), "PTS") == 10_00
    assert off(campaign("fixed", 1, currency="EUR"), "PTS") == NotApplicable("currency")
