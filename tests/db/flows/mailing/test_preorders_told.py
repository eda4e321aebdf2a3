"""Who ordered goods before they were there is told when they came, and when they come on another
day."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from holdfast.kit import new_id
from holdfast.locations import FIRST_LOCATION, TO_COME
from holdfast.orders import OrderPaid
from holdfast.preorders import CameItem, PreorderCame, PreorderMoved
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import happen, sent_all
from tests.support.mailing_process import mailer_on, writer_of

DAY, BEFORE = date(2031, 12, 12), date(2031, 11, 1)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def an_order(office: PostOffice, user: UUID, locale: str) -> UUID:
    """Of a lamp that is in stock and of a chair that is not there yet."""
    (order,) = await office.orders_of(user, locale=locale)
    chair, pool = new_id(), office.parts.database.pool
    await pool.execute(
        "INSERT INTO preorders (variant_id, location_id, expected_on) VALUES ($1, $2, $3)",
        chair, FIRST_LOCATION, DAY,
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options,"
        " quantity, price, taken) VALUES ($1, 1, $2, $2, 'Chair', '{}', 3, 100, $3)",
        order, chair, f'{{"stock/{chair}/{TO_COME}": 3}}',
    )  # fmt: skip
    return order


async def told(office: PostOffice, *facts: tuple[Any, UUID]) -> None:
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    await happen(office, *facts)
    await drain(writer, office.parts.database)
    await sent_all(office, mailer_on(office.mailing, office.server.port))


async def test_who_waits_is_told_of_the_new_day_and_what_it_is_of(office: PostOffice) -> None:
    ann, oleg = await office.a_person("ann@x.example"), await office.a_person("oleg@x.example")
    hers, his = await an_order(office, ann, "en"), await an_order(office, oleg, "ru")
    moved = ("N1", f"user:{ann}", "en", "Chair", DAY, BEFORE)
    await told(
        office,
        (PreorderMoved(*moved), hers),
        (PreorderMoved("N2", f"user:{oleg}", "ru", "Chair", DAY, BEFORE), his),
    )
    (said,) = office.server.to("ann@x.example")
    text = said.text("plain")
    assert "Your pre-order comes on another day" in str(said.mail["Subject"])
    assert "Chair" in text and "12 December 2031" in text
    assert "Mug" not in text, "what is in stock comes as it was said"
    assert f"https://shop.example/orders/{hers}" in text
    (heard,) = office.server.to("oleg@x.example")
    assert "12 декабря 2031" in heard.text("plain")


async def test_who_waited_is_told_what_came_and_whether_more_is_to_come(
    office: PostOffice,
) -> None:
    ann = await office.a_person("ann@x.example")
    order = await an_order(office, ann, "en")
    about = ("N1", f"user:{ann}", "en")
    await told(office, (PreorderCame(*about, (CameItem("Chair", 2, {}),), False), order))
    (part,) = office.server.to("ann@x.example")
    assert "What you pre-ordered is here" in str(part.mail["Subject"])
    assert "2 × Chair" in part.text("plain")
    assert "is still to come" in part.text("plain")
    await told(office, (PreorderCame(*about, (CameItem("Chair", 1, {}),), True), order))
    (whole,) = [one for one in office.server.to("ann@x.example") if one.id != part.id]
    assert "1 × Chair" in whole.text("plain")
    assert "is still to come" not in whole.text("plain")


async def test_the_mail_of_a_payment_says_when_a_pre_order_ships(office: PostOffice) -> None:
    ann = await office.a_person("ann@x.example")
    order = await an_order(office, ann, "en")
    await told(office, (OrderPaid(new_id(), 1350, "EUR"), order))
    (paid,) = office.server.to("ann@x.example")
    assert "Chair is a pre-order. It ships about 12 December 2031." in paid.text("plain")
