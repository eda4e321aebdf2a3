"""A promotion's terms, and the accounts that count its uses."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import asdict

from holdfast.promotions import Promotion, PromotionTerms, code_of, promotion_faults

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ID = UUID(int=7)
PAIR = frozenset({ID, UUID(int=8)})


def terms(**more: Any) -> PromotionTerms:
    usual: dict[str, Any] = {"name": "Autumn", "rule": "percent", "value": 10, "opens_at": NOON}
    return PromotionTerms(**(usual | more))


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({}, []),
        ({"code": "AUTUMN-10"}, []),
        ({"rule": "free-shipping", "value": 0}, []),
        ({"rule": "free-shipping", "value": 0, "minimum": 5000, "currency": "EUR"}, []),
        ({"rule": "free-shipping", "value": 5}, ["value"]),
        ({"rule": "free-shipping", "value": 0, "cap": 5}, ["cap", "currency"]),
        ({"rule": "fixed", "value": 5}, ["currency"]),
        ({"rule": "nth-free", "value": 3}, []),
        ({"rule": "nth-free", "value": 1}, ["value"]),
        ({"rule": "nth-free", "value": 3, "cap": 5, "currency": "EUR"}, ["cap"]),
        ({"rule": "set-percent", "value": 10, "scope": PAIR}, []),
        ({"rule": "set-fixed", "value": 500, "scope": PAIR, "currency": "EUR"}, []),
        ({"rule": "set-fixed", "value": 500, "scope": PAIR}, ["currency"]),
        ({"rule": "set-percent", "value": 101, "scope": PAIR}, ["value"]),
        ({"rule": "set-percent", "value": 10}, ["scope"]),
        ({"rule": "set-percent", "value": 10, "scope": frozenset({ID})}, ["scope"]),
        (
            {
                "rule": "set-percent",
                "value": 10,
                "scope": PAIR,
                "categories": PAIR,
                "cap": 5,
                "currency": "EUR",
            },
            ["cap", "categories"],
        ),
        ({"value": 101}, ["value"]),
        ({"code": "A B"}, ["code"]),
        ({"code": "autumn"}, ["code"]),
        ({"quantity": 0, "per_customer": 1001}, ["quantity", "perCustomer"]),
        ({"categories": frozenset()}, ["categories"]),
        ({"groups": frozenset({ID})}, []),
        ({"groups": frozenset()}, ["groups"]),
        ({"groups": frozenset(UUID(int=one) for one in range(21))}, ["groups"]),
        ({"closes_at": NOON}, ["closesAt"]),
    ],
)
def test_what_is_wrong_is_named_by_field(wrong: dict[str, object], fields: list[str]) -> None:
    assert [one.field for one in promotion_faults(terms(**wrong))] == fields


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert code_of(" autumn-10 ") == "AUTUMN-10"


def test_only_what_has_a_bound_is_counted() -> None:
    def made(**more: Any) -> Promotion:
        usual: dict[str, Any] = {"name": "x", "rule": "percent", "value": 1, "opens_at": NOON}
        return Promotion(**(usual | more), id=ID, created_at=NOON)

    assert made().uses("user:1") == {}
    assert made(quantity=5, per_customer=2).uses("user:1") == {
        f"promotion/{ID}": None,
        f"limit/promotion/{ID}/user:1": 2,
    }
    first = made(first_order=True, per_customer=5)
    assert first.uses("user:1") == {"limit/first-order/user:1": 1}, "whichever they are"


def test_one_for_groups_is_for_who_is_in_any_of_them() -> None:
    trade, club, others = UUID(int=1), UUID(int=2), UUID(int=3)
    for_groups = Promotion(**asdict(terms(groups=frozenset({trade, club}))), id=ID, created_at=NOON)
    assert for_groups.is_for({club, others})
    assert not for_groups.is_for({others})
    assert not for_groups.is_for(frozenset())
    assert for_groups.needs_account
    assert not for_groups.for_everybody
    for_all = Promotion(**asdict(terms()), id=ID, created_at=NOON)
    assert for_all.is_for(frozenset())
    assert for_all.for_everybody
    assert not for_all.needs_account
