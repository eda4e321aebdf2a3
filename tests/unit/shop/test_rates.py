"""Which tax a line has: by where it goes, and what it is."""

from uuid import UUID

from holdfast.kit import new_id
from holdfast.shop import (
    ShippingMethod,
    TaxRate,
    charge_faults,
    marketplace,
    rate_for,
    service_rate,
)

BOOKS, NOVELS, ATLAS = UUID(int=1), UUID(int=2), UUID(int=3)
ANYWHERE, GERMANY = TaxRate("Tax", 10_000), TaxRate("VAT", 19_000, "DE")
GERMAN_BOOKS = TaxRate("VAT", 7_000, "DE", BOOKS)
BOOKS_ANYWHERE = TaxRate("Books", 0, "", BOOKS)
CALIFORNIA = TaxRate("Sales tax", 7_250, "US-CA")
RATES = (ANYWHERE, GERMANY, GERMAN_BOOKS, BOOKS_ANYWHERE, CALIFORNIA)


def test_the_nearest_place_counts_and_of_its_rates_the_nearest_category() -> None:
    assert rate_for(RATES, None) == ANYWHERE
    assert rate_for(RATES, "FR") == ANYWHERE
    assert rate_for(RATES, "FR", (BOOKS, NOVELS)) == BOOKS_ANYWHERE
    assert rate_for(RATES, "DE") == GERMANY
    assert rate_for(RATES, "DE-BE", (BOOKS, NOVELS)) == GERMAN_BOOKS
    assert rate_for(RATES, "US-CA", (BOOKS,)) == CALIFORNIA
    assert rate_for(RATES, "US-NY", ()) == ANYWHERE
    novels = TaxRate("Novels", 5_000, "DE", NOVELS)
    assert rate_for((*RATES, novels), "DE", (BOOKS, NOVELS)) == novels
    assert rate_for((GERMANY,), "FR") is None
    assert rate_for((), "DE") is None


def test_a_products_own_rate_is_nearer_than_its_categorys_at_the_same_place() -> None:
    own = TaxRate("Atlas", 0, "DE", product_id=ATLAS)
    rates = (*RATES, own)
    assert rate_for(rates, "DE", (BOOKS, NOVELS), ATLAS) == own
    assert rate_for(rates, "DE", (), ATLAS) == own
    assert rate_for(rates, "DE", (BOOKS, NOVELS), BOOKS) == GERMAN_BOOKS
    assert rate_for(rates, "DE", (BOOKS, NOVELS)) == GERMAN_BOOKS
    assert rate_for(rates, "FR", (BOOKS,), ATLAS) == BOOKS_ANYWHERE
    assert rate_for((*RATES, TaxRate("Atlas", 0, "", product_id=ATLAS)), "DE", (), ATLAS) == GERMANY


def test_what_is_wrong_with_them_is_named_by_field() -> None:
    assert not list(charge_faults("US-CA", RATES))
    twice = [TaxRate("A", 1, "DE"), TaxRate("B", 2, "DE")]
    found = charge_faults("Germany", [*twice, TaxRate("C", 1, "de")])
    assert [field for field, _ in found] == [
        "region", "taxRates[1].region", "taxRates[2].region",
    ]  # fmt: skip


def test_a_rate_is_of_a_category_or_of_a_product_and_each_product_is_named_once() -> None:
    own = TaxRate("A", 1, "DE", product_id=ATLAS)
    assert not list(charge_faults("DE", [own, TaxRate("B", 1, "FR", product_id=ATLAS)]))
    found = charge_faults("DE", [own, own, TaxRate("B", 1, "", BOOKS, product_id=ATLAS)])
    assert [field for field, _ in found] == ["taxRates[1].region", "taxRates[2].productId"]


def test_the_marketplace_preset_speaks_the_shops_currency() -> None:
    for currency, price, free in (
        ("USD", 599, 5_000),
        ("JPY", 600, 5_000),
        ("KWD", 1_500, 15_000),
        ("RUB", 49_000, 500_000),
        ("TND", 5_990, 50_000),
        ("PTS", 6, 50),
    ):
        found = marketplace(currency)["shipping_methods"]
        method = ShippingMethod(
            "standard", "Delivery", price, currency, free, True, days_from=2, days_to=5,
            translations={"ru": "Доставка", "ko": "배송"},
        )  # fmt: skip
        assert found == (method,)


def test_sessions_have_a_rate_of_their_own_where_the_shop_is() -> None:
    anywhere = TaxRate("VAT", 20_000, services=True)
    german = TaxRate("VAT", 19_000, "DE", services=True)
    assert service_rate(RATES, "DE", None) is None
    rates = (*RATES, anywhere, german)
    assert service_rate(rates, "DE-BE", None) == german
    assert service_rate(rates, "FR", None) == service_rate(rates, None, None) == anywhere
    assert rate_for(rates, "DE") == GERMANY
    assert not list(charge_faults("DE", rates))
    found = charge_faults("DE", [anywhere, TaxRate("A", 1, "", BOOKS, services=True), anywhere])
    assert [field for field, _ in found] == ["taxRates[1].services", "taxRates[2].region"]


def test_a_service_has_the_rate_that_names_it_else_that_of_all_services() -> None:
    room, portrait = new_id(), new_id()
    anywhere = TaxRate("VAT", 20_000, services=True)
    german = TaxRate("VAT", 19_000, "DE", services=True)
    of_rooms = TaxRate("VAT", 7_000, services=True, service_id=room)
    german_rooms = TaxRate("VAT", 5_000, "DE", services=True, service_id=room)
    rates = (anywhere, of_rooms)
    assert service_rate(rates, "DE", room) == of_rooms
    assert service_rate(rates, "DE", portrait) == service_rate(rates, "DE", None) == anywhere
    # As of goods, the nearest place comes before what is nearest to what is sold.
    assert service_rate((*rates, german), "DE", room) == german
    assert service_rate((*rates, german, german_rooms), "DE", room) == german_rooms
    assert not list(charge_faults("DE", (*rates, german, german_rooms)))
    found = charge_faults("DE", [of_rooms, of_rooms, TaxRate("A", 1, service_id=room)])
    assert [field for field, _ in found] == ["taxRates[1].region", "taxRates[2].serviceId"]
