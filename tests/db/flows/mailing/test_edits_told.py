"""Whoever has a paid order is told of its change: what is asked for it, or what goes back."""

from collections.abc import AsyncIterator

import pytest

from holdfast.edits import EditedItem, OrderEdited
from holdfast.kit import new_id
from holdfast.orders import OrderPaid, OrderReserved
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_preorders_told import told

GREEN = (EditedItem("Green shirt", 1, {}),)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def test_of_what_is_added_the_change_tells_and_no_other_mail(office: PostOffice) -> None:
    ann, oleg = await office.a_person("ann@x.example"), await office.a_person("oleg@x.example")
    (hers,) = await office.orders_of(ann, locale="en")
    (his,) = await office.orders_of(oleg, locale="ru")
    for added in (hers, his):
        await office.parts.database.pool.execute(
            "INSERT INTO order_edits (id, order_id, added_id, off, due, refunded, reason, made_by)"
            " VALUES ($1, $1, $2, '[]', 0, 0, 'asked', 'user:1')",
            new_id(), added,
        )  # fmt: skip
    await office.parts.database.pool.execute("UPDATE orders SET total = 0 WHERE id = $1", his)
    about = (new_id(), new_id(), "N1")
    await told(
        office,
        (OrderReserved(new_id(), 250, "EUR"), hers),
        (OrderEdited(*about, GREEN, 250, 0, "EUR"), hers),
        (OrderPaid(new_id(), 0, "EUR"), his),
        (OrderEdited(*about, GREEN, 0, 350, "EUR"), his),
    )
    (asked,) = office.server.to("ann@x.example")
    text = asked.text("plain")
    assert "N1" in str(asked.mail["Subject"])
    assert "Green shirt" in text
    assert "2.50" in text
    assert f"https://shop.example/orders/{hers}" in text
    (done,) = office.server.to("oleg@x.example")
    assert "изменён" in str(done.mail["Subject"])
    assert "3,50" in done.text("plain")
