"""Invoices and credit notes come of events: each once, numbered without a gap, whoever fails."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.events import Fact, open_era
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.invoicing.issuing import INVOICE_TYPES, issue_invoices
from holdfast.invoices import Bill, BillTax, ToIssue, bill_pdf, issue, issued_of, open_series
from holdfast.kit import new_id, utc_now
from holdfast.kit.zones import zone
from holdfast.orders import OrderPaid
from holdfast.payments import RefundDone, RefundFailed
from holdfast.shop import change_settings
from tests.db.event_log import drain

ISSUER = "Loft GmbH, DE123456789"
BILL = Bill(issuer="x", buyer=(), order="N", on=date(2026, 1, 1), language="en", currency="EUR",
            total=1)  # fmt: skip


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await opened.start()
    async with opened.transaction() as connection:
        await open_era(connection)
    yield opened
    await opened.close()


async def an_order(database: Database, name: str = "Lamp", **more: Any) -> UUID:
    """Paid by a payment of the same id."""
    order = new_id()
    row = {"tax": 160, "total": 1160, "shipping": 0, "discount": 100, "breakdown": None,
           "address": None, "booking_id": None, "description": None} | more  # fmt: skip
    await database.pool.execute(
        "INSERT INTO orders (id, number, owner, status, total, tax, shipping, discount, currency,"
        " locale, breakdown, address, booking_id, description, payment_id, paid_at)"
        " VALUES ($1, $2, 'guest:1', 'paid', $3, $4, $5, $6, 'EUR', 'ru', $7, $8, $9, $10, $1,"
        " now())",
        order, f"N{order.hex[-8:]}", row["total"], row["tax"], row["shipping"], row["discount"],
        row["breakdown"], row["address"], row["booking_id"], row["description"],
    )  # fmt: skip
    await database.pool.execute(
        "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options,"
        " quantity, price, discount, tax)"
        " VALUES ($1, 0, $1, $1, $2, '{\"color\": \"red\"}', 2, 550, $3, $4)",
        order, name, row["discount"], row["tax"],
    )  # fmt: skip
    return order


async def happen(database: Database, *facts: tuple[Fact, UUID]) -> None:
    async with database.transaction() as connection:
        await write_events(connection, list(facts))


def paid(order: UUID) -> tuple[Fact, UUID]:
    return OrderPaid(new_id(), 1160, "EUR"), order


def refunded(
    order: UUID, amount: int, currency: str = "EUR", payment: UUID | None = None
) -> tuple[Fact, UUID]:
    return RefundDone(payment or order, amount, currency), order


async def a_part(database: Database, order: UUID, payment: UUID) -> None:
    await database.pool.execute(
        "INSERT INTO payments (id, purpose, subject_id, provider, reference, amount, currency,"
        " status, settled_at) VALUES ($1, 'part', $2, 'x', $3, 1, 'EUR', 'credited', now())",
        payment, order, str(payment),
    )  # fmt: skip


async def named_of(database: Database, order: UUID) -> list[str]:
    return [one.name for one in await issued_of(database.pool, order)]


async def test_each_paid_order_and_each_refund_is_issued_once(database: Database) -> None:
    consumer = Consumer("invoices", INVOICE_TYPES, issue_invoices, begin="now")
    await consumer.position(database)
    before, first, second = [await an_order(database) for _ in range(3)]
    await happen(database, paid(before))
    await drain(consumer, database)
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ISSUER})
    address = '{"country": "DE", "name": "Gus", "street": "A 1", "city": "Berlin"}'
    await database.pool.execute("UPDATE orders SET address = $1 WHERE id = $2", address, second)
    # Of one batch; more goes back than was paid, and something in points.
    await happen(
        database, paid(first), refunded(first, 300), refunded(first, 5, "PTS"), paid(second),
        refunded(before, 100), refunded(first, 900),
    )  # fmt: skip
    await drain(consumer, database)
    assert await issued_of(database.pool, before) == []
    invoice, *notes = await issued_of(database.pool, first)
    bill = invoice.bill
    assert (invoice.name, bill.total, bill.tax, bill.discount) == ("INV-000001", 1160, 160, 100)
    assert (bill.issuer, bill.language, bill.lines[0].name) == (ISSUER, "ru", "Lamp · red")
    assert [(one.name, one.bill.total, one.bill.tax, one.bill.corrects) for one in notes] == [
        ("CN-000001", 300, 41, 1), ("CN-000002", 860, 119, 1),
    ]  # fmt: skip
    (other,) = await issued_of(database.pool, second)
    assert other.name == "INV-000002"
    assert other.bill.buyer[0] == "Gus"
    # Read again from the beginning, nothing is issued twice; renamed goods change nothing.
    await database.pool.execute("UPDATE event_cursors SET xid = '0', id = 0")
    await database.pool.execute("UPDATE order_items SET product_name = 'Renamed'")
    again = await an_order(database)
    await happen(database, paid(again))
    await drain(Consumer("invoices", INVOICE_TYPES, issue_invoices, begin="now"), database)
    assert (await issued_of(database.pool, first))[0] == invoice
    # Nor would it be seen otherwise: what was left out while nobody was named comes now.
    assert await named_of(database, before) == ["INV-000003", "CN-000003"]
    assert await named_of(database, again) == ["INV-000004"]
    # Who takes the text out issues no invoices, and still corrects those there are.
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ""})
    await happen(database, paid(await an_order(database)), refunded(again, 10))
    await drain(consumer, database)
    assert await named_of(database, again) == ["INV-000004", "CN-000004"]


async def test_what_a_refund_that_came_to_nothing_said_is_taken_back(database: Database) -> None:
    """Then it may be given again, and has a credit note of its own."""
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ISSUER})
    order = await an_order(database)
    failed = RefundFailed(order, 300, "EUR", "the card is closed", returned=True, undone=300)
    owed = RefundFailed(order, 50, "EUR", "the card is closed", returned=True)
    too_much = RefundFailed(order, 900, "EUR", "the card is closed", returned=True, undone=900)
    await happen(
        database, paid(order), (failed, order), refunded(order, 300), refunded(order, 100),
        (failed, order), (owed, order), refunded(order, 1060), (too_much, order),
    )  # fmt: skip
    consumer = Consumer("invoices", INVOICE_TYPES, issue_invoices)
    for _ in range(2):
        await drain(consumer, database)
        _, *notes = await issued_of(database.pool, order)
        assert [(one.bill.total, one.bill.tax, one.bill.reverses) for one in notes] == [
            (300, 41, False), (100, 14, False), (300, 42, True), (1060, 147, False),
            (900, 125, True),
        ]  # fmt: skip
        assert sum(one.bill.credits for one in notes) == 260
        await database.pool.execute("UPDATE event_cursors SET xid = '0', id = 0")
    for one in notes:
        assert bill_pdf(one)[:4] == b"%PDF"


async def with_another(database: Database, order: UUID) -> None:
    """A line at another rate, and delivery at that of the first: 1160 with 160, 1000 with 0, 550
    with 50."""
    await database.pool.execute(
        "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options,"
        " quantity, price) VALUES ($1, 1, $1, $1, 'Book', '{}', 4, 250)",
        order,
    )
    breakdown = """{"parts": [], "shipping_tax": 50, "taxes": [
        {"title": {"template": "{name}", "values": {"name": "VAT", "ru": "НДС"}}, "rate": 16000,
         "lines": [0]},
        {"title": {"template": "{name}", "values": {"name": "Dues"}}, "rate": 10000,
         "delivery": true}]}"""
    await database.pool.execute(
        "UPDATE orders SET total = 2710, tax = 210, shipping = 500, breakdown = $2 WHERE id = $1",
        order, breakdown,
    )  # fmt: skip


def of_units(
    order: UUID, amount: int, *lines: int, payment: UUID | None = None
) -> tuple[Fact, UUID]:
    return RefundDone(payment or order, amount, "EUR", lines=lines), order


async def test_units_that_come_back_are_credited_with_the_tax_of_these_units(
    database: Database,
) -> None:
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ISSUER})
    mixed, by_amount, between = [await an_order(database) for _ in range(3)]
    card, other = new_id(), new_id()
    for payment in (card, other):
        await a_part(database, between, payment)
    for one in (mixed, by_amount, between):
        await with_another(database, one)
    await database.pool.execute("UPDATE orders SET payment_id = $1 WHERE id = $2", other, between)
    await happen(
        database, paid(mixed), paid(by_amount), paid(between),
        # Two books, a lamp, then all that is left: a lamp, two books and delivery.
        of_units(mixed, 500, 0, 500, 0), of_units(mixed, 580, 580, 0, 0), refunded(mixed, 1630),
        # A share of all, then the books as far as they go, then the rest.
        refunded(by_amount, 271), of_units(by_amount, 1000, 0, 1000, 0), refunded(by_amount, 1439),
        # Both payments give back a part of one refund of a lamp.
        of_units(between, 400, 580, 0, 0, payment=card),
        of_units(between, 180, 580, 0, 0, payment=other),
    )  # fmt: skip
    await drain(Consumer("invoices", INVOICE_TYPES, issue_invoices), database)

    async def credited_for(order: UUID) -> list[tuple[int, int]]:
        _, *notes = await issued_of(database.pool, order)
        return [(one.bill.total, one.bill.tax) for one in notes]

    assert await credited_for(mixed) == [(500, 0), (580, 80), (1630, 130)]
    assert await credited_for(by_amount) == [(271, 21), (1000, 11), (1439, 178)]
    assert await credited_for(between) == [(400, 55), (180, 25)]


async def test_invoices_and_notes_say_the_tax_by_rate(database: Database) -> None:
    """In the order's language, what is not taxed last."""
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ISSUER})
    order, old = await an_order(database), await an_order(database)
    await with_another(database, order)
    failed = RefundFailed(order, 300, "EUR", "the card is closed", returned=True, undone=300)
    await happen(
        database, paid(order), paid(old), of_units(order, 580, 580), refunded(order, 300),
        (failed, order), refunded(order, 2_130), refunded(old, 100),
    )  # fmt: skip
    await drain(Consumer("invoices", INVOICE_TYPES, issue_invoices), database)
    invoice, *notes = [one.bill for one in await issued_of(database.pool, order)]
    assert [one.rate for one in invoice.lines] == [16_000, 0]
    assert invoice.taxes == (
        BillTax("НДС", 16_000, 1_000, 160), BillTax("Dues", 10_000, 500, 50),
        BillTax("", 0, 1_000, 0),
    )  # fmt: skip
    assert notes[0].taxes == (BillTax("НДС", 16_000, 500, 80),)
    assert [(line.name, line.sum) for line in notes[0].lines] == [("Lamp · red", 580)]
    for one in notes[1:]:
        assert len(one.taxes) == 3
        assert [line.name for line in one.lines] == ["Lamp · red", "Book"]
        assert sum(line.sum for line in one.lines) + one.shipping == one.total
    for one in (invoice, *notes):
        assert sum(each.tax for each in one.taxes) == one.tax
        assert sum(each.net + each.tax for each in one.taxes) == one.total
    before = [one.bill.taxes for one in await issued_of(database.pool, old)]
    assert before == [(), ()], "an order from before says no rates"


async def test_the_tax_of_a_refund_is_kept_where_no_invoice_is(database: Database) -> None:
    order = await an_order(database)
    await with_another(database, order)
    await happen(database, paid(order), of_units(order, 580, 580), of_units(order, 500, 0, 500))
    for _ in range(2):  # and once, read again
        await drain(Consumer("invoices", INVOICE_TYPES, issue_invoices), database)
        await database.pool.execute("UPDATE event_cursors SET xid = '0', id = 0")
    kept = await database.pool.fetch(
        "SELECT amount, tax FROM refund_taxes WHERE order_id = $1 ORDER BY id", order
    )
    assert [tuple(row) for row in kept] == [(580, 80), (500, 0)]
    assert await issued_of(database.pool, order) == []


async def test_numbers_have_no_gap_whoever_takes_them_back(database: Database) -> None:
    async def issue_some(count: int, *, fails: bool) -> None:
        async with database.transaction() as connection:
            last = await open_series(connection)
            order = new_id()
            wanted = [ToIssue("invoice", order, f"order/{order}/{at}", BILL) for at in range(count)]
            await issue(connection, last, wanted)
            if fails:
                raise ArithmeticError

    some = [issue_some(1 + at % 3, fails=at % 4 == 1) for at in range(24)]
    ended = await asyncio.gather(*some, return_exceptions=True)
    assert sum(isinstance(one, ArithmeticError) for one in ended) == 6
    assert sum(one is None for one in ended) == 18
    rows = await database.pool.fetch("SELECT number FROM invoices ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    last = await database.pool.fetchval("SELECT last FROM invoice_series WHERE series = 'invoice'")
    assert last == len(rows)


async def test_a_payment_that_paid_for_nothing_goes_back_without_a_note(database: Database) -> None:
    consumer = Consumer("invoices", INVOICE_TYPES, issue_invoices, begin="now")
    await consumer.position(database)
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ISSUER})
    once, in_parts = [await an_order(database) for _ in range(2)]
    twice, other = new_id(), new_id()
    for payment in (in_parts, other):
        await a_part(database, in_parts, payment)
    await happen(
        database, paid(once), paid(in_parts), refunded(once, 1160, payment=twice),
        refunded(in_parts, 200, payment=twice), refunded(in_parts, 300, payment=other),
    )  # fmt: skip
    await drain(consumer, database)
    assert len(await issued_of(database.pool, once)) == 1
    _, note = await issued_of(database.pool, in_parts)
    assert note.bill.total == 300
    await happen(database, refunded(once, 1160))
    await drain(consumer, database)
    assert (await issued_of(database.pool, once))[1].bill.total == 1160


async def test_a_session_with_goods_beside_stands_on_its_invoice(database: Database) -> None:
    consumer = Consumer("invoices", INVOICE_TYPES, issue_invoices, begin="now")
    await consumer.position(database)
    async with database.transaction() as connection:
        await change_settings(connection, {"invoice_issuer": ISSUER})
    session: dict[str, Any] = {"booking_id": new_id(), "description": "Portrait"}
    order = await an_order(database, total=10_160, **session)
    contained = await an_order(
        database, total=10_000, breakdown='{"parts": [], "included": true}', **session
    )
    goods = await an_order(database, **session)  # nothing of the session is paid first
    await happen(database, paid(order), paid(contained), paid(goods))
    await drain(consumer, database)
    for one, price in ((order, 9_000), (contained, 9_000), (goods, None)):
        (invoice,) = await issued_of(database.pool, one)
        lines = [(line.name, line.quantity, line.price) for line in invoice.bill.lines]
        expected = [("Lamp · red", 2, 550)]
        assert lines == expected + ([] if price is None else [("Portrait", 1, price)])
        assert invoice.bill.discount == 100


async def test_they_carry_the_day_of_the_shops_clock(database: Database) -> None:
    consumer = Consumer("invoices", INVOICE_TYPES, issue_invoices, begin="now")
    await consumer.position(database)
    east, west = "Pacific/Kiritimati", "Pacific/Pago_Pago"
    # At any moment it is another day than in UTC in one of them.
    other = east if utc_now().hour >= 10 else west
    said = {"invoice_issuer": ISSUER, "dispatch": {"zone": other}}
    async with database.transaction() as connection:
        await change_settings(connection, said)
    order = await an_order(database)
    await happen(database, paid(order), refunded(order, 300))
    await drain(consumer, database)
    at = await database.pool.fetchval("SELECT max(at) FROM events WHERE subject = $1", str(order))
    there = at.astimezone(zone(other)).date()
    assert there != at.date()
    assert [one.bill.on for one in await issued_of(database.pool, order)] == [there, there]
