"""Those who must act are told: staff, or the seller whose it is; each once, and no longer than
there is something to do."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from holdfast.booking.bookings import (
    BookingAskedAgain,
    BookingCancelled,
    BookingConfirmed,
    BookingMoved,
)
from holdfast.catalog import StockLow
from holdfast.flows.mailing.kinds import kind_named
from holdfast.fraud import OrderHeldBack, OrderReleased
from holdfast.kit import new_id
from holdfast.mail import mails_by_id
from holdfast.orders import OrderPaid
from holdfast.returns import ReturnItem, ReturnRequested
from holdfast.sellers import SellerApplied
from holdfast.views.mail_log import mail_log
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_work import (
    STARTS,
    a_booking,
    a_photographer,
    asked,
    said_to,
    told_of,
)
from tests.support.studio import Someone, move_in

PAID = OrderPaid(UUID(int=1), 1350, "EUR")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def a_boss(office: PostOffice) -> UUID:
    boss = await office.a_person("boss@x.example")
    await office.parts.database.pool.execute(
        "UPDATE users SET roles = '{manager}' WHERE id = $1", boss
    )
    return boss


async def a_product(office: PostOffice, name: str, *people: UUID) -> tuple[UUID, UUID]:
    """A variant of a new seller's, and the seller."""
    pool, seller, product, variant = office.parts.database.pool, new_id(), new_id(), new_id()
    await pool.execute("INSERT INTO sellers (id, name, slug) VALUES ($1, $2, $2)", seller, name)
    await pool.executemany(
        "INSERT INTO seller_people VALUES ($1, $2)", [(seller, one) for one in people]
    )
    await pool.execute(
        "INSERT INTO products (id, handle, name, currency, status, seller_id)"
        " VALUES ($1, $2, $2, 'EUR', 'active', $3)",
        product, f"cloth-{name}", seller,
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO variants (id, product_id, price, options) VALUES ($1, $2, 100, '{}')",
        variant, product,
    )  # fmt: skip
    return variant, seller


async def goes(office: PostOffice, kind: str) -> list[str]:
    """About what one of that kind would go now."""
    found, log = kind_named(kind), await office.log(kind=kind)
    assert found is not None
    assert found.still is not None
    mails = await mails_by_id(office.parts.database.pool, [one["id"] for one in log])
    async with office.parts.database.read() as connection:
        asked_of = [(one, await found.still(connection, one)) for one in mails.values()]
    return [one.subject_id for one, true in asked_of if true]


def page_of(log: list[dict[str, Any]], kind: str, address: str) -> str:
    (one,) = [row for row in log if (row["kind"], row["address"]) == (kind, address)]
    return str(json.loads(one["said"])["url"])


async def test_what_no_photographer_with_an_account_serves_is_told_to_staff(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    boss, owner = await a_boss(office), f"user:{client}"
    ann = await a_photographer(office, database_url, "ann@x.example")
    nobody = Someone(kind="photographer", name="Guest photographer")
    room = Someone(kind="room", name="Loft")
    await move_in(database_url, nobody, room)
    orders = await office.orders_of(client, 3)
    let = await a_booking(office, owner, orders[0], (0, room))
    hers = await a_booking(office, owner, orders[1], (0, ann), (0, room))
    given = await a_booking(office, owner, orders[2], (0, ann), (1, nobody))
    await office.parts.database.pool.execute(
        "UPDATE bookings SET status = 'confirmed', answer_by = NULL, answer_minutes = 0,"
        " confirmed_at = now()"
    )
    moved = BookingMoved(STARTS, STARTS, "UTC", [nobody.id], 9000, owner)
    by_boss = BookingCancelled(orders[0], "studio", by=f"user:{boss}")
    log = await told_of(
        office,
        (BookingConfirmed(orders[0]), let),
        (BookingConfirmed(orders[1]), hers),
        (BookingConfirmed(orders[0], by=f"user:{boss}"), let),  # who took the money, say
        (moved, given),
        (BookingCancelled(orders[0], "client"), let),
        (by_boss, let),
    )
    of_work = [one for one in said_to(log) if one[0].startswith("session-")]
    assert of_work == [
        ("session-booked", "ann@x.example"),
        ("session-booked", "boss@x.example"),
        ("session-cancelled", "boss@x.example"),  # and not of what they did themselves
        ("session-moved", "ann@x.example"),
        ("session-moved", "boss@x.example"),
    ]
    assert page_of(log, "session-booked", "boss@x.example").endswith("/staff/bookings?q=B1")
    assert page_of(log, "session-moved", "ann@x.example").endswith("/my/calendar")


async def test_of_goods_of_their_own_the_shop_hears_and_a_seller_of_theirs(
    office: PostOffice,
) -> None:
    client, mill = await office.a_person("c@x.example"), await office.a_person("mill@x.example")
    await a_boss(office)
    variant, seller = await a_product(office, "mill", mill)
    orphan, _ = await a_product(office, "nobody")
    theirs, both = await office.orders_of(client, 2)
    pool = office.parts.database.pool
    product = "(SELECT product_id FROM variants WHERE id = $1)"
    await pool.execute(
        f"UPDATE order_items SET product_id = {product} WHERE order_id = $2", variant, theirs
    )
    await pool.execute(
        "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options,"
        f" quantity, price) SELECT $2, 1, {product}, $1, 'Cloth', '{{}}', 1, 100",
        variant, both,
    )  # fmt: skip
    returns = [new_id() for _ in range(2)]
    for one, order, lines in ((returns[0], theirs, [0]), (returns[1], both, [0, 1])):
        await pool.execute(
            "INSERT INTO returns (id, order_id, number, status, by_rule)"
            " VALUES ($1, $2, 1, 'requested', false)",
            one, order,
        )  # fmt: skip
        await pool.executemany(
            "INSERT INTO return_lines (return_id, line, quantity, reason)"
            " VALUES ($1, $2, 1, 'other')",
            [(one, line) for line in lines],
        )
    items = (ReturnItem("Cloth", 1, {}),)

    def asked_back(one: UUID) -> ReturnRequested:
        return ReturnRequested(one, 1, "N1", f"user:{client}", "ru", items, False)

    log = await told_of(
        office,
        (PAID, theirs),
        (PAID, both),
        (asked_back(returns[0]), theirs),
        (asked_back(returns[1]), both),
        (StockLow(new_id(), 2, 3, "Cloth"), variant),
        (StockLow(new_id(), 2, 3, "Lost"), orphan),
        (StockLow(new_id(), 2, 3, "Lamp"), new_id()),
    )
    of_work = [one for one in said_to(log) if one[1] != "c@x.example" and one[0] != "seller-order"]
    assert of_work == [
        ("order-to-send", "boss@x.example"),
        ("return-asked", "boss@x.example"),  # the shop decides about what is of several
        ("return-asked", "mill@x.example"),
        ("stock-low", "boss@x.example"),
        ("stock-low", "boss@x.example"),  # nobody sells for that seller
        ("stock-low", "mill@x.example"),
    ]
    assert page_of(log, "return-asked", "mill@x.example").endswith(
        f"/selling/returns/{returns[0]}?seller={seller}"
    )
    assert "/selling/products/" in page_of(log, "stock-low", "mill@x.example")
    assert page_of(log, "return-asked", "boss@x.example").endswith(f"/staff/returns/{returns[1]}")
    (own,) = [one for one in log if one["kind"] == "order-to-send"]
    assert "Cloth" not in own["said"], "what a seller sends is theirs"
    assert set(await goes(office, "return-asked")) == {str(theirs), str(both)}
    await pool.execute("UPDATE returns SET status = 'refused' WHERE id = $1", returns[0])
    assert await goes(office, "return-asked") == [str(both)]


async def test_orders_to_send_are_told_in_one_mail_which_is_one_row_of_the_log(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    await a_boss(office)
    orders = await office.orders_of(client, 3)
    numbers = [f"NUMBER-{at}" for at in range(3)]
    await office.parts.database.pool.executemany(
        "UPDATE orders SET number = $2 WHERE id = $1", list(zip(orders, numbers, strict=True))
    )
    log = await told_of(office, *((PAID, one) for one in orders))
    mine = [one for one in log if one["kind"] == "order-to-send"]
    soon = datetime.now(UTC) + timedelta(minutes=10)
    assert all(one["due_at"] > soon for one in mine), "a quarter of an hour is gathered"
    pool = office.parts.database.pool
    await pool.execute("UPDATE orders SET status = 'completed' WHERE id = $1", orders[0])
    assert set(await goes(office, "order-to-send")) == {str(one) for one in orders[1:]}
    (first,) = [one["id"] for one in mine if one["subject_id"] == str(orders[1])]
    await pool.execute("UPDATE mails SET due_at = now() WHERE id = $1", first)
    async with office.open():
        await office.until(
            lambda log: [one["status"] for one in log if one["id"] == first] == ["sent"], "it goes"
        )
    (took,) = office.server.to("boss@x.example")
    assert [one in took.text("plain") for one in numbers] == [False, True, True]
    async with office.parts.database.read() as connection:
        asked_for = [
            (await mail_log(connection, one, "order-to-send", None, None, None, 50))[0]
            for one in numbers
        ]
    found = [[(row.id, row.status, row.gathered) for row in rows] for rows in asked_for]
    assert found[1] == found[2] == [(first, "sent", 1)], "found by each of its orders"
    assert [row[1:] for row in found[0]] == [("waiting", 0)], "it is sent by now, and dropped later"
    (later,) = await office.orders_of(client)
    await told_of(office, (PAID, later))
    assert str(later) in await goes(office, "order-to-send")


async def test_what_is_held_is_to_be_sent_once_it_is_let_go(office: PostOffice) -> None:
    client = await office.a_person("client@x.example")
    await a_boss(office)
    held, refused = await office.orders_of(client, 2)
    pool = office.parts.database.pool
    for order in (held, refused):
        await pool.execute(
            "INSERT INTO fraud_checks (order_id, status, verdict, score, reasons, card)"
            " VALUES ($1, 'held', 'hold', 80, '[]', '')",
            order,
        )
    await told_of(office, (PAID, held), (PAID, refused))
    assert await goes(office, "order-to-send") == []
    await pool.execute(
        "UPDATE mails SET status = 'dropped', ended_at = now() WHERE kind = 'order-to-send'"
    )
    decided = "UPDATE fraud_checks SET status = $2, decided_at = now() WHERE order_id = $1"
    await pool.execute(decided, held, "released")
    await pool.execute(decided, refused, "refused")
    log = await told_of(office, (OrderReleased(), held))
    of_it = [one for one in log if one["kind"] == "order-to-send" and one["status"] == "waiting"]
    assert [one["subject_id"] for one in of_it] == [str(held)]
    going = await goes(office, "order-to-send")
    assert str(held) in going
    assert str(refused) not in going


async def test_what_waits_for_a_decision_is_told_until_there_is_one(office: PostOffice) -> None:
    client = await office.a_person("client@x.example")
    await a_boss(office)
    (order,) = await office.orders_of(client)
    pool, seller = office.parts.database.pool, new_id()
    await pool.execute(
        "INSERT INTO sellers (id, name, slug, standing) VALUES ($1, 'Mill', 'mill', 'applied')",
        seller,
    )
    await pool.execute(
        "INSERT INTO fraud_checks (order_id, status, verdict, score, reasons, card)"
        " VALUES ($1, 'held', 'hold', 80, '[]', '')",
        order,
    )
    log = await told_of(
        office, (OrderHeldBack(80, ("orders",)), order), (SellerApplied("Mill"), seller)
    )
    assert said_to(log) == [
        ("order-held", "boss@x.example"), ("seller-applied", "boss@x.example"),
    ]  # fmt: skip
    assert await goes(office, "order-held") == [str(order)]
    assert await goes(office, "seller-applied") == [str(seller)]
    await pool.execute("UPDATE fraud_checks SET status = 'released', decided_at = now()")
    await pool.execute("UPDATE sellers SET standing = 'approved'")
    assert await goes(office, "order-held") == await goes(office, "seller-applied") == []


async def test_managers_hear_of_a_request_that_its_photographer_leaves_unanswered(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    await a_boss(office)
    (order,) = await office.orders_of(client)
    ann = await a_photographer(office, database_url, "ann@x.example")
    booking = await a_booking(office, f"user:{client}", order, (0, ann))
    pool, now = office.parts.database.pool, datetime.now(UTC)

    async def due_by(minutes: int) -> datetime:
        answer_by = now + timedelta(minutes=minutes)
        await pool.execute("UPDATE bookings SET answer_by = $1", answer_by)
        return answer_by

    first = await due_by(80)
    request = asked(order, ann)
    log = await told_of(
        office, (type(request)(**{**_fields(request), "answer_by": first}), booking)
    )
    assert said_to(log) == [
        ("request-asked", "ann@x.example"), ("request-waits", "boss@x.example"),
    ]  # fmt: skip
    (late,) = await office.log(kind="request-waits")
    left = (first - late["due_at"]).total_seconds() / 60
    assert 19 < left < 21, "a quarter of the time is left"
    assert await goes(office, "request-waits") == [str(booking)]
    again = await due_by(40)
    fact = BookingAskedAgain(f"user:{client}", "Portrait", STARTS, STARTS, "UTC", again)
    await told_of(office, (fact, booking))
    assert await goes(office, "request-waits") == [str(booking)], "of the two only what holds now"
    await pool.execute("UPDATE bookings SET status = 'held', answer_by = NULL")
    assert await goes(office, "request-waits") == []


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__struct_fields__}
