"""Who paid a photographer in cash has a receipt, and one mail; who photographed hears of pictures
that are bought."""

from collections.abc import AsyncIterator

import pytest

from holdfast.booking.bookings import CashTaken, RestNotPaid
from holdfast.booking.galleries import PicturesBought
from holdfast.kit import new_id
from holdfast.orders import OrderCancelled, OrderPaid, OrderReserved
from holdfast.payments import RefundDone
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import sent_all
from tests.db.flows.mailing.test_work import a_booking, a_photographer, said_to, told_of
from tests.support.mailing_process import mailer_on


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def test_money_and_pictures_of_a_session_are_told_to_whom_they_concern(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    first, rest, bought = await office.orders_of(client, 3)
    ann = await a_photographer(office, database_url, "ann@x.example")
    booking = await a_booking(office, f"user:{client}", first, (0, ann))
    await office.parts.database.pool.execute(
        "INSERT INTO session_cash (id, booking_id, resource_id, amount, currency, noted_by)"
        " VALUES ($1, $2, $3, 6000, 'EUR', 'user:ann')",
        rest, booking, ann.id,
    )  # fmt: skip
    log = await told_of(
        office,
        (OrderReserved(new_id(), 1, "EUR"), rest),
        (OrderPaid(new_id(), 6000, "EUR"), rest),
        (CashTaken(rest, 6000, "EUR", ann.id, "Ann", "user:ann"), booking),
        (OrderPaid(new_id(), 1400, "EUR"), bought),
        (PicturesBought(2, 1400, f"user:{client}"), booking),
    )
    told = [one for one in said_to(log) if one[0] != "order-to-send"]
    assert told == [
        ("cash-taken", "client@x.example"),
        ("order-paid", "client@x.example"),  # of the pictures
        ("pictures-bought", "ann@x.example"),
    ]
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    texts = {one["kind"]: one["title"] for one in await office.log()}
    assert texts["cash-taken"] == "Paid in cash: €60, Portrait"
    assert texts["pictures-bought"].startswith("2 more pictures bought: Portrait")


async def test_of_what_was_noted_as_paid_by_mistake_one_mail_says_that_it_is_due(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    first, rest = await office.orders_of(client, 2)
    ann = await a_photographer(office, database_url, "ann@x.example")
    booking = await a_booking(office, f"user:{client}", first, (0, ann))
    await office.parts.database.pool.execute(
        "INSERT INTO booking_dues (id, booking_id, kind, status, moves, amount, made_at)"
        " VALUES ($1, $2, 'rest', 'not-paid', 0, 6000, now())",
        rest, booking,
    )  # fmt: skip
    log = await told_of(
        office,
        (OrderCancelled("refunded", "staff", "user:mo"), rest),
        (RefundDone(new_id(), 6000, "EUR"), rest),
        (RestNotPaid(rest, 6000, 3000, "EUR", "user:mo"), booking),
    )
    assert said_to(log) == [("rest-not-paid", "client@x.example")]
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    assert [one["title"] for one in await office.log()] == ["Still to be paid: €60, Portrait"]
