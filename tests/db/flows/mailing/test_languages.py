"""What tells of no order comes in the language that somebody read last; who works here reads the
shop's."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from holdfast.booking.bookings import BookingCancelled
from holdfast.cart import CartAbandoned
from holdfast.flows.mailing.bounds import MOST_A_DAY
from holdfast.packages import PackageIssued
from holdfast.people import EmailLinkWanted, PasswordLinkWanted
from holdfast.sellers import SellerStood
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import a_cart, a_seller
from tests.db.flows.mailing.test_work import a_booking, told_of
from tests.support.studio import Someone, move_in


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def test_a_customer_is_told_in_the_language_of_their_last_order(office: PostOffice) -> None:
    ann, new = await office.a_person("ann@x.example"), await office.a_person("new@x.example")
    await office.orders_of(ann, locale="en")
    await office.orders_of(ann, locale="ko")
    cart, seller = await a_cart(office, f"user:{ann}"), await a_seller(office, ann)
    log = await told_of(
        office,
        (PasswordLinkWanted(), ann),
        (PasswordLinkWanted(), new),
        (CartAbandoned(ann, 1, 2, datetime.now(UTC)), cart),
        (SellerStood("approved", ""), seller),
    )
    read = {(one["address"].partition("@")[0], one["kind"]): one["locale"] for one in log}
    assert read == {
        ("ann", "password-link"): "ko",
        ("new", "password-link"): "en",
        ("ann", "cart-left"): "ko",
        ("ann", "cart-left-again"): "ko",
        ("ann", "seller-standing"): "en",
    }


async def test_who_asks_for_a_link_reads_it_in_the_language_they_asked_in(
    office: PostOffice,
) -> None:
    ann, new = await office.a_person("ann@x.example"), await office.a_person("new@x.example")
    await office.orders_of(ann, locale="ko")
    log = await told_of(office, (PasswordLinkWanted("ru"), ann), (EmailLinkWanted("ko"), new))
    assert {(one["address"], one["locale"]) for one in log} == {
        ("ann@x.example", "ru"), ("new@x.example", "ko"),
    }  # fmt: skip


async def test_no_other_mails_keep_a_link_away(office: PostOffice) -> None:
    ann = await office.a_person("ann@x.example")
    orders = await office.orders_of(ann, MOST_A_DAY + 1)
    await told_of(office)
    await office.happens(orders, paid=False)
    log = await told_of(office, (PasswordLinkWanted(), ann), (EmailLinkWanted(), ann))
    links = {one["kind"]: one["status"] for one in log if one["kind"].endswith("-link")}
    assert links == {"password-link": "waiting", "email-link": "waiting"}


async def test_a_studio_and_a_package_are_called_as_their_reader_calls_them(
    office: PostOffice, database_url: str
) -> None:
    ann, pool = await office.a_person("ann@x.example"), office.parts.database.pool
    (order, other) = await office.orders_of(ann, 2, locale="ru")
    loft = Someone(kind="studio", name="Loft", more={"address": "Mill Road 1"})
    room = Someone(kind="room", name="White", more={"studio_id": loft.id})
    await move_in(database_url, loft, room)
    russian = """'{"ru": {"name": "Лофт", "about": ""}}'"""
    await pool.execute(f"UPDATE resources SET texts = {russian} WHERE id = $1", loft.id)
    booking = await a_booking(office, f"user:{ann}", order, (0, room))
    await pool.execute("UPDATE bookings SET confirmed_at = now()")
    package, grant = uuid4(), uuid4()
    await pool.execute(
        "INSERT INTO packages (id, terms, active) VALUES ($1, $2, true)",
        package, '{"name": "Ten hours", "texts": {"ru": {"name": "Десять часов"}}}',
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO package_grants (id, kind, owner, package_id, order_id, line, name, units,"
        " currency, services, transferable, valid_until, grace_until, warn_at)"
        " VALUES ($1, 'hours', $2, $3, $4, 0, 'Ten hours', 600, 'EUR', '[]', false,"
        " now() + interval '1 year', now() + interval '1 year', now() + interval '1 year')",
        grant, f"user:{ann}", package, other,
    )  # fmt: skip
    log = await told_of(
        office,
        (BookingCancelled(order, "studio", 0, 0), booking),
        (
            PackageIssued(
                other, f"user:{ann}", "hours", "Ten hours", 600, "EUR", datetime.now(UTC)
            ),
            grant,
        ),
    )
    said = {one["kind"]: json.loads(one["said"]) for one in log}
    assert said["booking-cancelled"]["booking"]["place"] == "Лофт, Mill Road 1"
    assert said["package-issued"]["prepaid"]["name"] == "Десять часов"
