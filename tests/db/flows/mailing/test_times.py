"""Mails of times that somebody waited for."""

import json
from typing import Any, Literal
from uuid import UUID

from holdfast.booking.bookings import BookingCancelled
from holdfast.kit import new_id
from holdfast.waiting import TimeOffered
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import opened_office
from tests.db.flows.mailing.test_goods import happen, sent_all
from tests.db.flows.mailing.test_work import a_booking, said_to, told_of
from tests.support.mailing_process import mailer_on, writer_of
from tests.support.spring import MONDAY


async def offered(pool: Any, owner: str, order: UUID, missing: list[dict[str, Any]]) -> UUID:
    """A place in line whose time is held for who stands there."""
    place = new_id()
    await pool.execute(
        "INSERT INTO waiting_line (id, owner, service_id, service_name, starts_at, ends_at,"
        " status, order_id, missing) VALUES ($1, $2, $1, 'Portrait', $3::timestamptz,"
        " $3::timestamptz + interval '1 hour', 'offered', $4, $5)",
        place, owner, MONDAY, order, json.dumps(missing),
    )  # fmt: skip
    return place


async def test_who_is_offered_a_time_hears_what_of_the_goods_is_not_with_it(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        pool, writer = office.parts.database.pool, writer_of(office.mailing)
        await writer.position(office.parts.database)
        for address, missing in (("ann@x.example", [{"name": "Album", "quantity": 2}]),
                                 ("bob@x.example", [])):  # fmt: skip
            person = await office.a_person(address)
            (order,) = await office.orders_of(person)
            place = await offered(pool, f"user:{person}", order, list[dict[str, Any]](missing))
            await happen(office, (TimeOffered(f"user:{person}", order, "Portrait", MONDAY), place))
        await drain(writer, office.parts.database)
        await sent_all(office, mailer_on(office.mailing, office.server.port))
        (ann,), (bob,) = (office.server.to(f"{one}@x.example") for one in ("ann", "bob"))
        assert "2 × Album" in ann.text("plain")
        assert "not with it" in ann.text("plain")
        assert "not with it" not in bob.text("plain")
        assert "Portrait" in bob.text("plain")


async def test_who_did_not_take_a_time_in_time_hears_that_it_goes_to_the_next(
    database_url: str,
) -> None:
    """What else runs out unpaid is told to nobody: who took it knows."""
    async with opened_office(database_url) as office:
        ann, bob, eve = [await office.a_person(f"{one}@x.example") for one in ("ann", "bob", "eve")]
        facts = []
        cases: tuple[tuple[UUID, bool, Literal["expired", "client"]], ...] = (
            (ann, True, "expired"), (bob, False, "expired"), (eve, True, "client"),
        )  # fmt: skip
        for person, waited, why in cases:
            (order,) = await office.orders_of(person)
            owner = f"user:{person}"
            booking = await a_booking(office, owner, order)
            if waited:
                await offered(office.parts.database.pool, owner, order, [])
            facts.append((BookingCancelled(order, why), booking))
        log = await told_of(office, *facts)
        assert said_to(log) == [("waiting-offer-over", "ann@x.example")]
