"""A photographer who cannot come in any more is booked: staff hear of it once, with what is ahead,
and of each of those sessions from then on."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from holdfast.booking.bookings import BookingCancelled
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.standing import change_roles, disable, enable
from holdfast.people import Principal
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import sent_all
from tests.db.flows.mailing.test_work import (
    a_booking,
    a_photographer,
    asked,
    said_to,
    told_of,
)
from tests.support.mailing_process import mailer_on, writer_of

ADMIN = Caller(Principal("user:admin", "user", frozenset({"admin"})), "r-admin")
AWAY = "photographer-away"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def the_boss(office: PostOffice) -> UUID:
    boss = await office.a_person("boss@x.example")
    pool = office.parts.database.pool
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    return boss


@pytest.mark.parametrize("how", ["blocked", "role"])
async def test_staff_hear_once_of_what_is_ahead_and_then_of_each_session(
    office: PostOffice, database_url: str, how: str
) -> None:
    await the_boss(office)
    client = await office.a_person("client@x.example")
    (order, other) = await office.orders_of(client, 2)
    ann = await a_photographer(office, database_url, "ann@x.example")
    bob = await a_photographer(office, database_url, "bob@x.example")
    database, user = office.parts.database, ann.more["user_id"]
    mine = await a_booking(office, f"user:{client}", order, (0, ann))
    await a_booking(office, f"user:{client}", other, (0, bob))
    writer = writer_of(office.mailing)
    await writer.position(database)
    for _ in range(2):
        if how == "blocked":
            await disable(database, user, ADMIN)
        else:
            await change_roles(database, user, ["customer"], ADMIN)
    await drain(writer, database)
    (mail,) = await office.log()
    assert (mail["kind"], mail["address"]) == (AWAY, "boss@x.example")
    said = json.loads(mail["said"])
    assert [one["service"] for one in said["away"]["sessions"]] == ["Portrait"]
    assert (said["away"]["name"], said["fact"]["why"]) == ("ann@x.example", how)
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    assert len(office.server.took) == 1
    log = await told_of(
        office, (asked(order, ann), mine), (BookingCancelled(order, "client"), mine)
    )
    assert ("request-asked", "boss@x.example") in said_to(log), "nobody else would answer"


async def test_whoever_is_let_in_again_or_is_not_booked_is_nothing_to_tell(
    office: PostOffice, database_url: str
) -> None:
    await the_boss(office)
    client = await office.a_person("client@x.example")
    (order,) = await office.orders_of(client)
    ann = await a_photographer(office, database_url, "ann@x.example")
    bob = await a_photographer(office, database_url, "bob@x.example")
    database = office.parts.database
    await a_booking(office, f"user:{client}", order, (0, ann))
    writer = writer_of(office.mailing)
    await writer.position(database)
    for one in (ann, bob):
        await disable(database, one.more["user_id"], ADMIN)
    await drain(writer, database)
    await enable(database, ann.more["user_id"], ADMIN)
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    assert [(one["kind"], one["status"]) for one in await office.log()] == [(AWAY, "dropped")]
    assert office.server.took == []
