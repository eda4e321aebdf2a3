"""What tells of no order comes in the language that somebody read last; who works here reads the
shop's."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from holdfast.cart import CartAbandoned
from holdfast.flows.mailing.bounds import MOST_A_DAY
from holdfast.people import EmailLinkWanted, PasswordLinkWanted
from holdfast.sellers import SellerStood
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import a_cart, a_seller
from tests.db.flows.mailing.test_work import told_of


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
