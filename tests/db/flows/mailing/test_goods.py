"""Mails of parcels, waiting lines, carts, sellers and stock; who wants none of a kind."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from holdfast.cart import CartAbandoned
from holdfast.catalog import LowThere, StockLow
from holdfast.db.events import Fact
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.flash_sales.results import tell_results
from holdfast.flows.mailing.wanting import MailLinkUnknown, read_left, want_by_link
from holdfast.fulfilment import (
    ParcelDelivered,
    ParcelFailed,
    ParcelItem,
    ParcelNumbered,
    ParcelShipped,
)
from holdfast.kit import new_id
from holdfast.orders import OrderCompleted, OrderReserved
from holdfast.sellers import PayoutFailed, PayoutPaid, SellerStood
from holdfast.waiting import UnitsOffered, WaitEnded
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mailing_process import mailer_on, writer_of

NOW = datetime.now(UTC)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def happen(office: PostOffice, *facts: tuple[Fact, UUID]) -> None:
    async with office.parts.database.transaction() as connection:
        await write_events(connection, list(facts))


async def a_cart(office: PostOffice, owner: str) -> UUID:
    cart, pool = new_id(), office.parts.database.pool
    await pool.execute(
        "INSERT INTO carts (id, owner, version, touched_at) VALUES ($1, $2, 1, $3)",
        cart, owner, NOW,
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO cart_items (cart_id, variant_id, product_id, quantity, price, currency,"
        " added_at) VALUES ($1, $2, $2, 2, 500, 'EUR', $3)",
        cart, new_id(), NOW,
    )  # fmt: skip
    return cart


async def a_seller(office: PostOffice, *people: UUID) -> UUID:
    seller, pool = new_id(), office.parts.database.pool
    await pool.execute(
        "INSERT INTO sellers (id, name, slug) VALUES ($1, 'Mill & Loom', $2)", seller, seller.hex
    )
    await pool.executemany(
        "INSERT INTO seller_people (seller_id, user_id) VALUES ($1, $2)",
        [(seller, one) for one in people],
    )
    return seller


def by_kind(log: list[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in log:
        found.setdefault(one["kind"], []).append(one["address"])
    return {kind: sorted(addresses) for kind, addresses in found.items()}


async def test_each_is_told_once_to_whom_it_concerns(office: PostOffice) -> None:
    ann = await office.a_person("ann@x.example")
    mill, loom = await office.a_person("mill@x.example"), await office.a_person("loom@x.example")
    boss = await office.a_person("boss@x.example")
    pool = office.parts.database.pool
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    owner, nobody = f"user:{ann}", "guest:1"
    guests, silent = await office.orders_of(new_id(), 2)
    await pool.execute("UPDATE orders SET owner = $1 WHERE id = ANY($2)", nobody, [guests, silent])
    address = '{"country": "DE", "name": "Gus", "email": "Gus@x.example"}'
    await pool.execute("UPDATE orders SET address = $1 WHERE id = $2", address, guests)
    (order,) = await office.orders_of(ann)
    await pool.execute("UPDATE orders SET status = 'completed' WHERE id = $1", order)
    items = (ParcelItem("Mug", 2, {}),)
    parcel = (new_id(), 1, "N1", owner, "ru", items)
    cart, seller = await a_cart(office, owner), await a_seller(office, mill, loom)
    payout, place = new_id(), new_id()
    await pool.execute(
        "INSERT INTO payouts (id, seller_id, currency, amount) VALUES ($1, $2, 'EUR', 900)",
        payout, seller,
    )  # fmt: skip
    offered = (new_id(), "N2", new_id(), new_id(), "Lamp", 1, 2, 500, "EUR", NOW)
    facts: list[tuple[Fact, UUID]] = [
        (ParcelShipped(*parcel, "s3cret", "DHL", None), order),
        (ParcelShipped(*parcel[:3], nobody, "ko", items, "s3cret", "DHL", None), guests),
        (ParcelShipped(*parcel[:3], nobody, "ko", items, "s3cret", "DHL", None), silent),
        (ParcelNumbered(*parcel, "s3cret", "DHL", "N1"), order),
        (OrderCompleted(), guests),
        (ParcelDelivered(*parcel, "s3cret"), order),
        (ParcelFailed(*parcel, "s3cret", "nobody there"), order),
        (UnitsOffered(owner, *offered), place),
        (UnitsOffered(nobody, *offered), new_id()),
        (WaitEnded(owner, new_id(), new_id(), "Lamp"), place),
        (CartAbandoned(ann, 1, 2, NOW), cart),
        (OrderCompleted(), order),
        (SellerStood("approved", ""), seller),
        (PayoutPaid(seller, 900, "EUR", "SEPA 1"), payout),
        (PayoutFailed(seller, 900, "EUR", "closed"), payout),
        (StockLow(new_id(), 2, 3, "Lamp"), new_id()),
    ]
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    await happen(office, *facts)
    await drain(writer, office.parts.database)
    both = ["loom@x.example", "mill@x.example"]
    mine = ["ann@x.example"]
    assert by_kind(await office.log()) == {
        "parcel-shipped": ["Gus@x.example", *mine], "parcel-delivered": mine, "parcel-failed": mine,
        "parcel-numbered": mine, "units-offered": mine, "waiting-ended": mine, "cart-left": mine,
        "cart-left-again": mine, "review-asked": mine, "seller-standing": both,
        "payout-paid": both, "payout-failed": both, "stock-low": ["boss@x.example"],
    }  # fmt: skip
    for one in await office.log():
        later = one["due_at"] > NOW + timedelta(hours=10)
        assert later == (one["kind"] in ("cart-left-again", "review-asked")), one["kind"]
    # A second cart within a day is told of no more; what was bought meanwhile is not told either.
    await happen(office, (CartAbandoned(ann, 1, 2, NOW), await a_cart(office, "user:gone")))
    await pool.execute("DELETE FROM cart_items")
    await pool.execute("UPDATE mails SET due_at = now()")
    mailer = mailer_on(office.mailing, office.server.port)
    await sent_all(office, mailer)
    ended = {one["kind"]: (one["status"], one["error"]) for one in await office.log()}
    assert ended["cart-left"] == ended["cart-left-again"] == ("dropped", "it is not so any more")
    assert {status for status, _ in ended.values()} == {"sent", "dropped"}
    assert ended["review-asked"][0] == "sent"
    titles = {str(one.mail["Subject"]) for one in office.server.to("ann@x.example")}
    assert "Посылка по заказу N1 отправлена" in titles
    (shipped,) = [
        one for one in office.server.to("ann@x.example") if "отправлена" in str(one.mail["Subject"])
    ]
    (gus,) = office.server.to("Gus@x.example")
    assert "안녕하세요" in gus.text("plain")
    assert "Gus" in gus.text("plain")
    assert "https://shop.example/track/s3cret" in shipped.text("plain")
    assert "2 × Mug" in shipped.text("plain")
    assert shipped.mail["List-Unsubscribe"] is None, "who buys needs it"


async def test_who_is_offered_what_they_waited_for_gets_one_mail_of_it(office: PostOffice) -> None:
    ann = await office.a_person("ann@x.example")
    owner, place, goods = f"user:{ann}", new_id(), new_id()
    offered, ordered = await office.orders_of(ann, 2)
    await office.parts.database.pool.execute(
        "INSERT INTO waiting_line (id, owner, service_name, product_id, variant_id, line_id,"
        " quantity, status, order_id) VALUES ($1, $2, 'Lamp', $3, $3, $3, 1, 'offered', $4)",
        place, owner, goods, offered,
    )  # fmt: skip
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    reserved = OrderReserved(new_id(), 500, "EUR")
    told = UnitsOffered(owner, offered, "N2", goods, goods, "Lamp", 1, 2, 500, "EUR", NOW)
    await happen(office, (reserved, offered), (told, place), (reserved, ordered))
    await drain(writer, office.parts.database)
    log = {(one["kind"], one["subject_id"]) for one in await office.log()}
    assert log == {("units-offered", str(place)), ("order-placed", str(ordered))}


async def test_who_waited_for_a_flash_sale_is_told_what_came_of_it(office: PostOffice) -> None:
    ann, bob = await office.a_person("ann@x.example"), await office.a_person("bob@x.example")
    database, pool = office.parts.database, office.parts.database.pool
    carl = await office.a_person("carl@x.example")
    over, still, early = new_id(), new_id(), new_id()
    await pool.execute(
        "INSERT INTO products (id, handle, name, currency, status)"
        " VALUES ($1, $2, 'Lamp', 'EUR', 'active')",
        over, over.hex,
    )  # fmt: skip
    await pool.executemany(
        "INSERT INTO flash_sales (id, product_id, variant_id, quantity, price, currency,"
        " per_customer, starts_at, ends_at, state, ended_at, returned) VALUES"
        " ($1, $2, $2, 5, 100, 'EUR', 2, $3, $3::timestamptz + interval '1 hour', $4, $5, $6)",
        [
            (over, over, NOW, "closed", NOW, 0),
            (still, over, NOW, "allotted", None, 0),
            (early, over, NOW, "closed", NOW, 2),
        ],
    )
    await pool.executemany(
        "INSERT INTO flash_sale_places (sale_id, owner, turn) VALUES ($1, $2, 0.5)",
        [(sale, f"user:{one}") for sale in (over, still) for one in (ann, bob)]
        + [(early, f"user:{carl}")],
    )
    (order,) = await office.orders_of(bob)
    sold = f'{{"sale": {{"id": "{over}", "per_customer": 2}}}}'
    await pool.execute("UPDATE orders SET breakdown = $1 WHERE id = $2", sold, order)
    writer = writer_of(office.mailing)
    await writer.position(database)
    assert [await tell_results(database) for _ in range(2)] == [3, 0]
    await drain(writer, database)
    log = await office.log()
    everybody = ["ann@x.example", "bob@x.example", "carl@x.example"]
    assert by_kind(log) == {"sale-result": everybody}
    assert {one["address"]: one["said"]["fact"]["bought"] for one in map(told, log)} == {
        "ann@x.example": 0, "bob@x.example": 1, "carl@x.example": 0,
    }  # fmt: skip
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    (gone,), (got,) = office.server.to("ann@x.example"), office.server.to("bob@x.example")
    assert str(gone.mail["Subject"]) == "Lamp is gone"
    assert "1 × Lamp" in got.text("plain")
    (late,) = office.server.to("carl@x.example")  # some were left at its end
    assert str(late.mail["Subject"]) == "The flash sale of Lamp is over"
    assert "went before" not in late.text("plain")


def told(mail: dict[str, Any]) -> dict[str, Any]:
    said = mail["said"]
    return mail | {"said": json.loads(said) if isinstance(said, str) else said}


async def sent_all(office: PostOffice, mailer: Any) -> None:
    task = asyncio.create_task(mailer.run(lambda: True))
    try:
        await office.until(
            lambda log: all(one["status"] in ("sent", "dropped") for one in log), "all have ended"
        )
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_who_wants_no_more_of_a_kind_gets_none_by_one_request(office: PostOffice) -> None:
    ann = await office.a_person("ann@x.example")
    (order,) = await office.orders_of(ann)
    database, mailing = office.parts.database, office.mailing
    delivered = ParcelDelivered(
        new_id(), 1, "N1", f"user:{ann}", "en", (ParcelItem("Mug", 2, {}),), "s3cret"
    )
    async with office.open():
        await happen(office, (delivered, order))
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "sent")
        (took,) = office.server.to("ann@x.example")
        (address,) = took.mail["List-Unsubscribe"].strip("<>").split()
        assert took.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        begin, link = address.rsplit("/", 1)
        assert begin == "https://shop.example/hooks/mail"
        assert f"https://shop.example/unsubscribe#{link}" in took.text("plain")
        assert (await read_left(database, mailing, link)).wanted
        for _ in range(2):
            assert not (await want_by_link(database, mailing, link, wanted=False)).wanted
        told, mark = link.split(".")
        for forged in (f"{told}.{mark[:-1]}", f"{told}x.{mark}", told, ".", "", "\udc80.é"):
            with pytest.raises(MailLinkUnknown):
                await want_by_link(database, mailing, forged, wanted=False)
        await happen(office, (delivered, order))
        await office.until(lambda log: len(log) == 2, "the second is in the log")
        refused = (await office.log())[-1]
        assert (refused["status"], refused["error"]) == ("dropped", "they want none of these")
        await want_by_link(database, mailing, link, wanted=True)
        await happen(office, (delivered, order))
        await office.until(lambda log: len(log) == 3 and log[2]["status"] == "sent", "sent again")
    assert len(office.server.to("ann@x.example")) == 2


async def test_a_mail_of_low_stock_names_the_locations(office: PostOffice) -> None:
    boss = await office.a_person("boss@x.example")
    await office.parts.database.pool.execute(
        "UPDATE users SET roles = '{manager}' WHERE id = $1", boss
    )
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    low = (LowThere("Berlin", 1, 5), LowThere("Lyon", 0, 2))
    there = StockLow(new_id(), 40, None, "Lamp", "L-1", whole=False, locations=low)
    both = StockLow(new_id(), 3, 3, "Mug", locations=low[:1])
    await happen(office, (there, new_id()), (both, new_id()))
    before = '{"productId": "1", "onHand": 2, "threshold": 3, "product": "Cup", "sku": ""}'
    await office.parts.database.pool.execute(  # as it was written before locations were told
        "INSERT INTO events (type, subject, data) VALUES ('stock.low', $1, $2)",
        str(new_id()), before,
    )  # fmt: skip
    await drain(writer, office.parts.database)
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    mails = {
        str(one.mail["Subject"]): one.text("plain") for one in office.server.to("boss@x.example")
    }
    assert set(mails) == {
        "Low stock: Lamp · Berlin: 1 · Lyon: 0", "Low stock: Mug, 3 left",
        "Low stock: Cup, 2 left",
    }  # fmt: skip
    first = mails["Low stock: Lamp · Berlin: 1 · Lyon: 0"]
    assert "40 left of L-1 in all." in first
    assert "Lyon: 0 left (told from 2 on)" in first
    assert "Low at" not in mails["Low stock: Cup, 2 left"]
