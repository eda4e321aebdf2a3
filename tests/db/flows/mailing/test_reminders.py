"""Who booked and who comes along are reminded by mail; not of what is moved or off by then."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import BookingComing
from holdfast.booking.intake import Question
from holdfast.booking.services import terms_of
from holdfast.flows.booking.services import make_service
from holdfast.flows.mailing.composing import Obsolete, compose
from holdfast.kit import new_id
from holdfast.mail import mails_by_id
from tests.db.flows.booking.series import SERVICE, STAFF
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_work import a_booking, told_of
from tests.support.studio import Someone, move_in

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=30)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def confirmed(office: PostOffice, url: str) -> UUID:
    client = await office.a_person("client@x.example")
    (order,) = await office.orders_of(client)
    anna = Someone(kind="photographer", name="Anna")
    await move_in(url, anna)
    booking, pool = (
        await a_booking(office, f"user:{client}", order, (0, anna)),
        office.parts.database.pool,
    )
    await pool.execute(
        "UPDATE bookings SET status = 'confirmed', answer_by = NULL, confirmed_at = now(),"
        " prepaid = price, starts_at = $2::timestamptz, "
        " ends_at = $2::timestamptz + interval '1 hour' WHERE id = $1",
        booking, SOON,
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO booking_participants (id, booking_id, name, email, added_by)"
        " VALUES ($1, $2, 'Ben', 'ben@x.example', 'user:x')",
        new_id(), booking,
    )  # fmt: skip
    return booking


def coming(minutes: int, *, rest_told: bool = False) -> BookingComing:
    return BookingComing("guest:1", "Portrait", SOON, "Europe/Berlin", minutes, rest_told)


async def test_client_and_who_takes_part_hear_of_it(office: PostOffice, database_url: str) -> None:
    booking = await confirmed(office, database_url)
    log = await told_of(office, (coming(1440), booking), (coming(60), booking))
    assert sorted((one["kind"], one["address"]) for one in log) == [
        ("booking-soon", "client@x.example"),
        ("booking-tomorrow", "client@x.example"),
        ("shared-soon", "ben@x.example"),
        ("shared-tomorrow", "ben@x.example"),
    ]
    mails = await mails_by_id(office.parts.database.pool, [one["id"] for one in log])
    written = {mail.kind: await compose(office.mailing, mail) for mail in mails.values()}
    assert "coming up" in written["booking-tomorrow"].title
    assert "Portrait" in written["booking-soon"].title
    assert "In an hour" in written["shared-soon"].title


async def test_whom_its_rest_was_told_hears_when_it_is_with_that(
    office: PostOffice, database_url: str
) -> None:
    booking = await confirmed(office, database_url)
    log = await told_of(office, (coming(1440, rest_told=True), booking))
    assert [one["kind"] for one in log] == ["shared-tomorrow"]


@pytest.mark.parametrize(
    "meanwhile",
    ["status = 'cancelled', reason = 'client'", "starts_at = starts_at + interval '30 minutes'"],
)
async def test_what_is_off_or_moved_meanwhile_is_told_of_no_more(
    office: PostOffice, database_url: str, meanwhile: str
) -> None:
    booking = await confirmed(office, database_url)
    log = await told_of(office, (coming(60), booking))
    pool = office.parts.database.pool
    await pool.execute(f"UPDATE bookings SET {meanwhile} WHERE id = $1", booking)
    mails = (await mails_by_id(pool, [one["id"] for one in log])).values()
    assert len(mails) == 2
    for mail in mails:
        with pytest.raises(Obsolete):
            await compose(office.mailing, mail)


async def test_a_client_and_nobody_else_is_told_how_many_questions_are_open(
    office: PostOffice, database_url: str
) -> None:
    booking, pool = await confirmed(office, database_url), office.parts.database.pool
    asked = [Question(id=new_id(), kind="short", text=text) for text in ("Whose name?", "A dog?")]
    terms = replace(terms_of(SERVICE), questions=tuple(asked))
    service = await make_service(office.parts.database, STAFF, terms)
    await pool.execute("UPDATE bookings SET service_id = $2 WHERE id = $1", booking, service.id)
    await pool.execute(
        "INSERT INTO intake_answers VALUES ($1, $2, 'short', 'Whose?', '', 'Mia', 'Mia', 'user:x')",
        booking, asked[0].id,
    )  # fmt: skip
    log = await told_of(office, (coming(1440), booking))
    mails = await mails_by_id(pool, [one["id"] for one in log])
    told = {mail.kind: mail for mail in mails.values()}
    assert told["booking-tomorrow"].said["booking"]["questions"] == 1
    assert "questions" not in told["shared-tomorrow"].said["visit"]
    letter = await compose(office.mailing, told["booking-tomorrow"])
    plain = message_from_bytes(letter.text, policy=default).get_body(("plain",))
    assert plain is not None
    assert "a question that is not answered yet" in " ".join(plain.get_content().split())
