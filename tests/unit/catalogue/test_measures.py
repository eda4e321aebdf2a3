"""What a kilogram, a litre or a metre of something costs, and how files say what one holds."""

import csv
import io

import pytest

from holdfast.catalog import MEASURE_UNITS, Measure, MeasureUnit, UnitPrice, comparable, unit_price
from holdfast.catalog.shopify import ParsedProduct, read_products
from holdfast.catalog.shopify.export import header_row

HEADER = (
    "Handle,Title,Variant Price,Unit Price Total Measure,Unit Price Total Measure Unit,"
    "Unit Price Base Measure,Unit Price Base Measure Unit"
)


def of(row: str) -> ParsedProduct:
    (parsed,) = read_products(io.StringIO(f"{HEADER}\ntea,Tea,4.50,{row}\n"), "EUR")
    return parsed


def measure(row: str) -> object:
    draft = of(row).draft
    assert draft is not None
    return draft.variants[0].measure


@pytest.mark.parametrize(
    ("amount", "unit", "per", "per_unit", "price"),
    [
        (250_000, "g", 1, "kg", 1800),
        (250_000, "g", 100, "g", 180),
        (750, "l", 1, "l", 600),
        (330_000, "ml", 1, "l", 1364),  # 1363.6
        (1_600_000, "g", 1, "kg", 281),  # 281.25
        (120_000, "cm", 1, "m", 375),
        (1_000, "m2", 100, "cm2", 5),  # 4.5: halves go up
        (40_000, "item", 1, "item", 11),  # 11.25
    ],
)
def test_what_so_much_costs_of_something_at_four_fifty(
    amount: int, unit: MeasureUnit, per: int, per_unit: MeasureUnit, price: int
) -> None:
    held = Measure(amount, unit, per, per_unit)
    assert unit_price(held, 450) == UnitPrice(price, per, per_unit)
    assert unit_price(None, 450) is None


def test_a_price_that_rounds_to_nothing_or_that_no_client_counts_exactly_is_not_said() -> None:
    assert unit_price(Measure(10**9, "m3", 1, "ml"), 450) is None
    assert unit_price(Measure(1, "mg", 1000, "kg"), 45_000) is None
    assert unit_price(Measure(1000, "g", 1, "kg"), 0) is None


def test_units_compare_with_those_that_measure_the_same() -> None:
    alike = [{two for two in MEASURE_UNITS if comparable(one, two)} for one in MEASURE_UNITS]
    assert {frozenset(each) for each in alike} == {
        frozenset({"mg", "g", "kg"}),
        frozenset({"ml", "cl", "l", "m3"}),
        frozenset({"mm", "cm", "m"}),
        frozenset({"cm2", "m2"}),
        frozenset({"item"}),
    }


def test_a_file_says_what_one_holds_and_what_the_price_is_said_for() -> None:
    assert measure("250,g,100,g") == Measure(250_000, "g", 100, "g")
    assert measure("0.75,l,,") == Measure(750, "l", 1, "l")
    assert measure("1.5,M2,1.0,m²") == Measure(1_500, "m2", 1, "m2")
    assert measure(",,,") is None
    assert [of(row).faults for row in ("250,g,100,g", ",,,")] == [(), ()]


@pytest.mark.parametrize(
    "row",
    ["much,g,,", "0,g,,", "1.2345,g,,", "9999999,g,,", "5,oz,,", "5,,,", "5,g,1,l", "5,g,0,kg"],
)
def test_what_cannot_be_measured_is_told_and_the_goods_come_without(row: str) -> None:
    parsed = of(row)
    assert measure(row) is None
    ((fault),) = parsed.faults
    assert not fault.left_out
    assert str(fault.reason).endswith("; no price by measure is shown")


def test_columns_of_measures_are_those_of_an_export() -> None:
    (titles,) = csv.reader([HEADER])
    assert set(titles) <= set(header_row(()))
