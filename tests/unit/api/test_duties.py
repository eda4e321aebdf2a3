"""Each route of staff is of a duty, and whoever lacks it is not of staff there."""

import pytest

from holdfast.api.contract.access import ACCESS, lets
from holdfast.api.contract.askers import Access
from holdfast.api.contract.problems import Forbidden, LoginRequired
from holdfast.people import (
    DUTIES,
    DUTY_SETS,
    DutyLacking,
    Principal,
    UnknownDuty,
    checked_duties,
    staff_sql,
)

OF_STAFF = {route: row for route, row in ACCESS.items() if row.asker in ("staff", "studio")}
CHANGES_NOTHING = {
    "POST /api/home/preview",
    "POST /api/staff/guests/find",
    "POST /api/staff/mail-templates/{kind}/{locale}/preview",
    "POST /api/staff/newsletters/preview",
    "POST /api/staff/pickups/find",
    "POST /api/staff/prepaid/by-code",
    "POST /api/staff/orders/{order_id}/edits/preview",
    "POST /api/staff/promotions/preview",
    "POST /api/staff/returns/{return_id}/preview",
    "POST /api/staff/services/preview",
    "POST /api/staff/settings/shipping-preview",
    "POST /api/staff/variants/{variant_id}/codes/{code_id}/show",
}
"""Asked with a body, and read all the same."""


def one_of_staff(*duties: str, roles: tuple[str, ...] = ("manager",)) -> Principal:
    return Principal("user:one", "user", frozenset(roles), duties=frozenset(duties))


def test_no_route_of_staff_is_without_a_duty() -> None:
    assert not [route for route, row in OF_STAFF.items() if not row.duties]


def test_what_changes_something_is_not_for_those_who_only_read() -> None:
    reading = {
        route
        for route, row in OF_STAFF.items()
        if not route.startswith("GET ")
        and row.duties != DUTIES
        and any(one.endswith(":read") for one in row.duties)
    }
    assert reading == CHANGES_NOTHING


def test_whoever_may_write_may_read() -> None:
    for route, row in ACCESS.items():
        if route.startswith("GET ") and row.duties != DUTIES:
            assert all(one.endswith(":read") for one in row.duties), route


def test_each_duty_is_for_something() -> None:
    named = {one for row in ACCESS.values() if row.duties != DUTIES for one in row.duties}
    assert named == set(DUTIES)


def test_ready_made_sets_are_of_duties_there_are() -> None:
    assert all(checked_duties(some) for some in DUTY_SETS.values())


@pytest.mark.parametrize(
    ("name", "route", "may"),
    [
        ("packing", "POST /api/staff/orders/{order_id}/parcels", True),
        ("packing", "POST /api/staff/orders/{order_id}/refund", False),
        ("packing", "POST /api/staff/orders/{order_id}/cancel", False),
        ("packing", "PUT /api/staff/products/{product_id}", False),
        ("support", "POST /api/staff/conversations/{conversation_id}/messages", True),
        ("support", "PUT /api/staff/products/{product_id}", False),
        ("support", "POST /api/staff/imports", False),
        ("support", "PATCH /api/staff/settings", False),
        ("accounting", "GET /api/staff/books", True),
        ("accounting", "GET /api/staff/clients/{client_id}", False),
        ("accounting", "POST /api/staff/payouts/{payout_id}/paid", False),
        ("figures", "GET /api/staff/statistics", True),
        ("figures", "GET /api/staff/orders", False),
        ("figures", "GET /api/staff/people", False),
        ("catalogue", "PUT /api/staff/products/{product_id}", True),
        ("catalogue", "GET /api/staff/orders/{order_id}", False),
    ],
)
def test_a_set_is_for_the_work_it_is_called_after(name: str, route: str, may: bool) -> None:
    assert lets(one_of_staff(*checked_duties(DUTY_SETS[name])), route) is may


def test_whoever_only_counts_and_keeps_books_changes_nothing() -> None:
    keeps = one_of_staff(*checked_duties(DUTY_SETS["accounting"]))
    changing = [
        route
        for route, row in OF_STAFF.items()
        if not route.startswith("GET ") and row.duties != DUTIES and lets(keeps, route)
    ]
    assert changing == ["POST /api/staff/prepaid/by-code"]


def test_who_lacks_the_duty_is_told_which_one() -> None:
    row = Access("staff", duties=("refunds:write",))
    with pytest.raises(DutyLacking) as refused:
        row.admit(one_of_staff("orders:write"))
    assert refused.value.extra == {"duties": ["refunds:write"]}
    assert row.admit(one_of_staff("refunds:write")) == one_of_staff("refunds:write")


def test_where_duties_were_not_chosen_all_are_theirs() -> None:
    row = Access("staff", duties=("refunds:write",))
    for role in ("manager", "admin"):
        who = Principal("user:one", "user", frozenset({role}))
        assert row.admit(who) is who
        assert who.may("refunds:write")


def test_on_routes_of_everybody_who_lacks_the_duty_is_one_of_everybody() -> None:
    row = Access("anybody", "order", ("orders:read",))
    seen = row.admit(one_of_staff("books:read", roles=("manager", "customer")))
    assert seen is not None
    assert not seen.is_staff
    assert seen.roles == {"customer"}
    kept = row.admit(one_of_staff("orders:read"))
    assert kept is not None
    assert kept.is_staff


def test_on_a_route_that_names_no_duty_who_is_narrowed_is_not_of_staff() -> None:
    seen = Access("member", "wallet").admit(one_of_staff(*DUTIES[:-1]))
    assert seen is not None
    assert not seen.is_staff


def test_a_photographer_of_staff_without_bookings_finds_what_is_theirs() -> None:
    row = Access("studio", "resource", ("bookings:read",))
    both = one_of_staff("books:read", roles=("manager", "photographer"))
    seen = row.admit(both)
    assert seen is not None
    assert not seen.is_staff
    assert seen.is_photographer
    with pytest.raises(DutyLacking):
        row.admit(one_of_staff("books:read"))


def test_duties_are_no_help_without_the_role() -> None:
    row = Access("staff", duties=("orders:read",))
    with pytest.raises(Forbidden):
        row.admit(one_of_staff("orders:read", roles=("customer",)))
    with pytest.raises(LoginRequired):
        row.admit(None)
    assert not one_of_staff("orders:read", roles=("customer",)).may("orders:read")


def test_who_may_write_may_read_and_nothing_unknown_is_kept() -> None:
    assert checked_duties(["orders:write"]) == ["orders:read", "orders:write"]
    assert checked_duties([]) == []
    with pytest.raises(UnknownDuty):
        checked_duties(["orders"])


def test_a_statement_asks_for_the_role_and_the_duty() -> None:
    assert "'clients:read' = ANY(u.duties)" in staff_sql("u", "clients:read")
