"""Whose data is gone hears so in a last mail, whose address goes as well; and of a guest, too, it
is looked for what came since."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from holdfast import people
from holdfast.db.jobs import JobBody, NotYet
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.personal_data.closing import erase_again
from holdfast.flows.personal_data.guests import erase_guest, erase_guest_again
from holdfast.kit import new_id
from holdfast.people import AccountClosed, EraseGuestAgain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_work import told_of

STAFF = process("test")
AT = "gus@x.example"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def a_guest_order(office: PostOffice, owner: str, locale: str = "en") -> UUID:
    """Done with, of somebody whom mail reaches at ``AT``."""
    order = new_id()
    await office.parts.database.pool.execute(
        "INSERT INTO orders (id, number, owner, status, total, currency, locale, contact_email)"
        " VALUES ($1, $2, $3, 'completed', 1350, 'EUR', $4, $5)",
        order, f"N{order.hex[-7:]}", owner, locale, AT,
    )  # fmt: skip
    return order


async def the_job(office: PostOffice) -> EraseGuestAgain:
    (payload,) = await office.parts.database.pool.fetchrow(
        "SELECT payload FROM jobs WHERE queue = 'erase-guest-again'"
    )
    return msgspec.json.decode(payload, type=JobBody[EraseGuestAgain]).payload


async def addresses_kept(office: PostOffice) -> list[str]:
    """Of the last mail."""
    rows = await office.parts.database.pool.fetch(
        "SELECT address FROM mails UNION SELECT data ->> 'email' FROM events WHERE data ? 'email'"
    )
    return [str(row[0]) for row in rows if row[0]]


async def all_go(office: PostOffice) -> None:
    async with office.open():
        await office.until(lambda log: {one["status"] for one in log} == {"sent"}, "all is sent")


async def test_who_closed_their_account_is_told_at_an_address_that_goes_then(
    office: PostOffice,
) -> None:
    ann = await office.a_person("ann@x.example")
    await office.orders_of(ann, locale="ru")
    owner, database = f"user:{ann}", office.parts.database
    async with database.transaction() as connection:
        await people.blank_account(connection, ann)
    (row,) = await told_of(office, (AccountClosed("staff", owner, "ann@x.example"), ann))
    assert (row["kind"], row["locale"], row["name"]) == ("account-closed", "ru", "")
    with pytest.raises(NotYet):
        await erase_again(database, ann)
    await all_go(office)
    (took,) = office.server.to("ann@x.example")
    assert "По вашей просьбе" in took.text("plain")
    await erase_again(database, ann)
    assert await addresses_kept(office) == []


async def test_a_guest_is_told_and_looked_for_once_more(office: PostOffice) -> None:
    owner, database = f"guest:{new_id()}", office.parts.database
    order = await a_guest_order(office, owner)
    await told_of(office)
    found = await erase_guest(database, STAFF, AT.upper(), office.mailing)
    assert found.orders == 1
    job = await the_job(office)
    assert (job.email, job.orders) == (AT, (order,))
    await told_of(office)
    assert [one["kind"] for one in await office.log()] == ["data-removed"]
    await erase_guest(database, STAFF, AT, office.mailing)  # pressed twice
    await all_go(office)
    await erase_guest(database, STAFF, AT, office.mailing)
    await told_of(office)
    (took,) = office.server.to(AT)
    assert str(took.mail["Subject"]).endswith("kept of you is removed")
    # What comes late: where it was ordered from, and what their browser waits for.
    await database.pool.execute(
        "INSERT INTO order_origins (order_id, address, device) VALUES ($1, '192.0.2.7', '')", order
    )
    await database.pool.execute(
        "INSERT INTO waiting_contacts (owner, email) VALUES ($1, $2)", owner, AT
    )
    await erase_guest_again(database, job)
    assert await addresses_kept(office) == []
    for table in ("order_origins", "waiting_contacts"):
        assert await database.pool.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    # Asked for again there is nothing, so nobody is told twice.
    await erase_guest(database, STAFF, AT, office.mailing)
    await told_of(office)
    assert await office.log() == []


async def test_what_a_guest_began_anew_meanwhile_stays(office: PostOffice) -> None:
    owner, database = f"guest:{new_id()}", office.parts.database
    first = await a_guest_order(office, owner)
    await erase_guest(database, STAFF, AT)
    assert await addresses_kept(office) == [], "none is kept where no mail is sent"
    job = await the_job(office)
    again = await a_guest_order(office, owner)
    await database.pool.execute(
        "INSERT INTO waiting_contacts (owner, email) VALUES ($1, $2)", owner, AT
    )
    await database.pool.executemany(
        "INSERT INTO order_origins (order_id, address, device) VALUES ($1, '192.0.2.7', '')",
        [(first,), (again,)],
    )
    await erase_guest_again(database, job)
    rows = await database.pool.fetch("SELECT id, contact_email FROM orders")
    assert {row[0]: row[1] for row in rows} == {first: None, again: AT}
    assert await database.pool.fetchval("SELECT email FROM waiting_contacts") == AT
    kept = await database.pool.fetch("SELECT order_id FROM order_origins")
    assert [row[0] for row in kept] == [again]


async def test_an_address_of_a_closed_account_that_signs_up_again_is_let_be(
    office: PostOffice,
) -> None:
    owner, database = f"guest:{new_id()}", office.parts.database
    await a_guest_order(office, owner)
    await told_of(office)
    await erase_guest(database, STAFF, AT, office.mailing)
    job = await the_job(office)
    with pytest.raises(NotYet):
        await erase_guest_again(database, job)  # nobody has written the last mail yet
    await told_of(office)
    await all_go(office)
    new = await office.a_person(AT)
    async with database.transaction() as connection:
        await write_event(connection, people.ContactCodeWanted(f"user:{new}", AT), new_id())
    await erase_guest_again(database, job)
    kept = await database.pool.fetch("SELECT type FROM events WHERE data ->> 'email' = $1", AT)
    assert [row[0] for row in kept] == ["contact.code.wanted"], "the new one is somebody's"
