"""Receipts are sent only by a shop that has said all that stands on them."""

from uuid import UUID

import pytest

from holdfast.shop import (
    CategoryVat,
    ProductVat,
    ReceiptRules,
    receipt_faults,
    vat_in,
    vat_of_advance,
)

LAMPS, BULBS, ATLAS = UUID(int=1), UUID(int=2), UUID(int=3)
WHOLE = ReceiptRules("till", 1, 11, 1)


def faults(rules: ReceiptRules, currency: str | None = "RUB", *, delivers: bool = True) -> set[str]:
    return {field for field, _ in receipt_faults(rules, currency, delivers=delivers)}


def test_a_shop_that_sends_none_need_say_nothing() -> None:
    assert faults(ReceiptRules(), None) == set()


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (ReceiptRules("till", None, 11, 1), "receipts.taxSystem"),
        (ReceiptRules("yookassa", None, None, 1), "receipts.vat"),
        (ReceiptRules("yookassa", None, 11, None), "receipts.deliveryVat"),
        (
            ReceiptRules("till", 1, 11, 1, categories=(CategoryVat(LAMPS, 1),) * 2),
            "receipts.categories[1].categoryId",
        ),
        (
            ReceiptRules("till", 1, 11, 1, products=(ProductVat(ATLAS, 1),) * 2),
            "receipts.products[1].productId",
        ),
    ],
)
def test_what_is_missing_is_named(rules: ReceiptRules, field: str) -> None:
    assert faults(WHOLE) == set()
    assert faults(rules) == {field}


def test_it_sells_in_roubles_and_without_delivery_needs_none_of_it() -> None:
    assert faults(WHOLE, "EUR") == {"receipts.by"}
    assert faults(ReceiptRules("yookassa", None, 11), delivers=False) == set()


def test_the_nearest_category_says_the_tax() -> None:
    near = (CategoryVat(LAMPS, 3), CategoryVat(BULBS, 1))
    rules = ReceiptRules("till", 1, 11, 1, categories=near)
    assert [vat_in(rules, path) for path in ((), (LAMPS,), (LAMPS, BULBS))] == [11, 3, 1]


def test_a_products_own_tax_comes_before_its_categorys() -> None:
    rules = ReceiptRules(
        "till", 1, 11, 1, categories=(CategoryVat(LAMPS, 3),), products=(ProductVat(ATLAS, 2),)
    )
    assert [vat_in(rules, path, ATLAS) for path in ((), (LAMPS,))] == [2, 2]
    assert vat_in(rules, (LAMPS,), BULBS) == 3


def test_of_what_is_paid_earlier_the_tax_is_a_part() -> None:
    assert {vat: vat_of_advance(vat) for vat in range(1, 13)} == {
        1: 1, 2: 2, 3: 5, 4: 6, 5: 5, 6: 6, 7: 9, 8: 10, 9: 9, 10: 10, 11: 12, 12: 12,
    }  # fmt: skip
