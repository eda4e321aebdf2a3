"""What comes with mails: a certificate's page with its code, a booking for the calendar."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
import pytest
from pypdf import PdfReader

from holdfast.booking.bookings import BookingCancelled, BookingConfirmed
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.packages.certificates import certificate_of
from holdfast.kit import new_id
from holdfast.ledger import Command, Deposit, Withdraw
from holdfast.mail import mails_by_id
from holdfast.packages import CertificateGiven, grant_key
from holdfast.packages.terms import ItemKind
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mail_server import Took

STARTS = datetime(2031, 3, 4, 13, tzinfo=UTC)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def tell(office: PostOffice, fact: Any, subject: UUID) -> None:
    async with office.parts.database.transaction() as connection:
        await write_event(connection, fact, subject)


def enclosed(took: Took) -> Any:
    (part,) = took.mail.iter_attachments()
    return part


async def a_certificate(
    office: PostOffice, owner: str, order: UUID, kind: ItemKind = "certificate", units: int = 10_000
) -> UUID:
    grant, ends = new_id(), datetime.now(UTC) + timedelta(days=300)
    sessions = 60 if kind == "sessions" else None
    services = f'["{order}"]' if kind == "sessions" else "[]"
    await office.parts.database.pool.execute(
        "INSERT INTO package_grants (id, kind, owner, package_id, order_id, line, name, units,"
        " currency, services, transferable, valid_until, grace_until, warn_at, session_minutes)"
        " VALUES ($1, $5, $2, $1, $3, 0, 'Present', $6, 'EUR', $7::text::jsonb, true,"
        " $4, $4, $4, $8)",
        grant, owner, order, ends, kind, units, services, sessions,
    )  # fmt: skip
    unit = "EUR" if kind == "certificate" else "minute"
    there = Deposit(grant_key(kind, owner, grant), units, unit=unit)
    await office.parts.ledger.commit(Command((there,)))
    return grant


async def test_a_certificate_reaches_whom_it_is_for_with_its_code_which_lies_nowhere(
    office: PostOffice,
) -> None:
    user = await office.a_person("ann@x.example")
    (order,) = await office.orders_of(user)
    owner = f"user:{user}"
    grant = await a_certificate(office, owner, order)
    given = CertificateGiven(
        order, owner, "Present", 10_000, "EUR", "Mina", "mina@x.example", "Happy <i>day</i>",
        date(2031, 3, 4), "ko", datetime.now(UTC),
    )  # fmt: skip
    async with office.open():
        await tell(office, given, grant)
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is there")
    (took,) = office.server.to("mina@x.example")
    assert "“Happy <i>day</i>”" in took.text("plain")
    assert "Happy &lt;i&gt;day" in took.text("html")
    part = enclosed(took)
    assert part.get_content_type() == "application/pdf"
    page = PdfReader(io.BytesIO(part.get_content())).pages[0].extract_text()
    (code,) = [word for word in took.text("plain").split() if word.count("-") == 3]
    assert code in page
    assert (await certificate_of(office.parts, code)).id == grant
    (row,) = await office.log()
    assert code not in str(row)
    # Told to be sent again, it says the same code; not once its owner has made another.
    pool = office.parts.database.pool
    await pool.execute("UPDATE mails SET status = 'waiting'")
    async with office.open():
        await office.until(lambda log: log[0]["status"] == "sent", "again")
    first, second = office.server.took
    assert first.id == second.id
    assert code in second.text("plain")
    await pool.execute("UPDATE mails SET status = 'waiting'")
    await pool.execute("UPDATE package_grants SET code_hash = 'other'")
    async with office.open():
        await office.until(lambda log: log[0]["status"] == "dropped", "of no use")
    assert "another code" in (await mails_by_id(pool, [row["id"]]))[row["id"]].error


async def test_nobody_is_given_a_certificate_that_was_taken_back(office: PostOffice) -> None:
    user = await office.a_person("ann@x.example")
    (order,) = await office.orders_of(user)
    owner = f"user:{user}"
    grant = await a_certificate(office, owner, order)
    back = Withdraw(grant_key("certificate", owner, grant), 10_000, unit="EUR")
    await office.parts.ledger.commit(Command((back,)))
    given = CertificateGiven(
        order, owner, "Present", 10_000, "EUR", "Mina", "mina@x.example", "",
        date(2031, 3, 4), "en", datetime.now(UTC),
    )  # fmt: skip
    async with office.open():
        await tell(office, given, grant)
        await office.until(lambda log: [one["status"] for one in log] == ["dropped"], "of no use")


@pytest.mark.parametrize(
    ("kind", "units", "says"),
    [("sessions", 120, "2 × Портрет, 60 мин"), ("hours", 630, "10.5 ч")],
)
async def test_sessions_and_hours_that_are_a_present_say_what_they_are(
    office: PostOffice, kind: ItemKind, units: int, says: str
) -> None:
    user = await office.a_person("ann@x.example")
    (order,) = await office.orders_of(user, locale="ru")
    owner = f"user:{user}"
    await office.parts.database.pool.execute(
        "INSERT INTO services (id, terms, active) VALUES ($1, $2::text::jsonb, true)",
        order, '{"name": "Portrait", "texts": {"ru": {"name": "Портрет"}}}',
    )  # fmt: skip
    grant = await a_certificate(office, owner, order, kind, units)
    given = CertificateGiven(
        order, owner, "Present", units, "EUR", "Mina", "mina@x.example", "",
        date(2031, 3, 4), "ru", datetime.now(UTC),
    )  # fmt: skip
    async with office.open():
        await tell(office, given, grant)
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is there")
    (took,) = office.server.to("mina@x.example")
    assert says in " ".join(took.text("plain").split())
    page = PdfReader(io.BytesIO(enclosed(took).get_content())).pages[0].extract_text()
    assert "".join(says.split()) in "".join(page.split())


async def test_a_booking_comes_with_a_file_for_the_calendar_that_its_end_takes_back(
    office: PostOffice,
) -> None:
    user = await office.a_person("bob@x.example", "Bob")
    (order,) = await office.orders_of(user, locale="en")
    booking = new_id()
    await office.parts.database.pool.execute(
        "INSERT INTO bookings (id, number, user_id, order_id, service_id, service_name, starts_at,"
        " ends_at, zone, wall_start, zone_data, price, prepaid, policy, currency, made_by, status,"
        " confirmed_at) VALUES ($1, 'B1', $2, $3, $1, 'Portrait', $4, $5, 'Europe/Berlin',"
        " '', '', 9000, 4500, '{}', 'EUR', $2, 'confirmed', now())",
        booking, f"user:{user}", order, STARTS, STARTS + timedelta(hours=1),
    )  # fmt: skip
    async with office.open():
        await tell(office, BookingConfirmed(order), booking)
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "confirmed")
        await tell(office, BookingCancelled(order, "client", refund=4500), booking)
        await office.until(lambda log: [one["status"] for one in log] == ["sent"] * 2, "cancelled")
    confirmed, cancelled = office.server.took
    assert "4 March 2031, 14:00 (Europe/Berlin)" in str(confirmed.mail["Subject"])
    assert "Still to pay: €45" in confirmed.text("plain")
    assert "€45 goes back" in cancelled.text("plain")
    found = []
    for took, method in ((confirmed, "PUBLISH"), (cancelled, "CANCEL")):
        part = enclosed(took)
        assert part.get_content_type() == "text/calendar"
        assert part["Content-Type"].params["method"] == method
        whole: Any = icalendar.Calendar.from_ical(part.get_content())
        assert whole["METHOD"] == method
        (event,) = whole.walk("VEVENT")
        assert event["DTSTART"].dt == STARTS
        found.append((str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])))
    assert found == [
        (f"{booking}@holdfast", 0, "CONFIRMED"),
        (f"{booking}@holdfast", 1, "CANCELLED"),
    ]
