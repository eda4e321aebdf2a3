"""Who books as a guest and then logs in: what stands of them stands with their account."""

import asyncio
from uuid import UUID

from msgspec.structs import replace

from holdfast.clients import (
    Client,
    ClientTerms,
    change_client,
    client_of,
    clients_of_owners,
    lock_clients,
    take_in,
)
from holdfast.flows.clients.merging import merge_clients
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.kit import Problem
from holdfast.people import Principal
from tests.db.flows.booking.making import a_taking, book, booked
from tests.db.flows.breaking import broken
from tests.db.flows.buying import a_guest
from tests.db.flows.returning.test_returns import STAFF
from tests.db.flows.stage import Stage, select
from tests.db.flows.waiting.test_adopting import an_account, log_in

CALLED = ClientTerms(name="Ann", phone="+31 20 555 5555", tags=("vip",), consent=True)


async def a_client(stage: Stage, owner: str, terms: ClientTerms) -> Client:
    """Of whom staff know this."""
    async with stage.database.transaction() as connection:
        await take_in(connection, [owner])
        (one,) = (await clients_of_owners(connection, [owner])).values()
        before = (await lock_clients(connection, [one]))[one]
        await change_client(connection, before, terms, STAFF.actor)
    return await client(stage, one)


async def client(stage: Stage, one: UUID) -> Client:
    async with stage.database.read() as connection:
        found = await client_of(connection, one)
    assert found is not None
    return found


async def of_owner(stage: Stage, owner: Principal) -> dict[str, UUID]:
    async with stage.database.read() as connection:
        return await clients_of_owners(connection, [owner.id])


async def test_a_booking_that_was_held_for_a_guest_agrees_with_its_account(
    stage: Stage, database_url: str
) -> None:
    guest, member = a_guest(), await an_account(stage)
    held = await book(stage, guest, a_taking())
    await booked(stage, guest, a_taking())
    off = await book(stage, guest, a_taking())
    await cancel(stage, Caller(guest), order_id=off.order_id)
    await log_in(stage, guest, member)
    seen = await broken(
        database_url,
        f"UPDATE orders SET owner = 'guest:{UUID(int=1)}' WHERE id = '{held.order_id}'",
    )
    assert "order-items" in {str(one.fault) for one in seen.violations}
    seen = await broken(
        database_url,
        "UPDATE ledger_holds SET lines = jsonb_path_query_array(lines,"
        f""" 'strict $[*] ? (!(@[0] like_regex "^seat/"))') WHERE id = '{held.reservation_id}'""",
    )
    assert "order-items" in {str(one.fault) for one in seen.violations}


async def test_what_staff_know_of_a_guest_they_know_of_the_account(stage: Stage) -> None:
    guest, member = a_guest(), await an_account(stage)
    known = await a_client(stage, member.id, ClientTerms(name="Ann Bee", tags=("press",)))
    gone = await a_client(stage, guest.id, CALLED)
    await log_in(stage, guest, member)
    now = await client(stage, gone.id)
    assert now.id == known.id, "its old address leads on"
    assert now.terms == replace(CALLED, name="Ann Bee", tags=("press", "vip"))
    assert (now.consent_by, now.revision > known.revision) == (STAFF.actor, True)
    assert await of_owner(stage, guest) == {}
    rows = await select(
        stage,
        "SELECT actor, data -> 'other' ->> 'id' FROM audit_log"
        " WHERE action = 'client.merged' AND subject = $1",
        str(known.id),
    )
    assert rows == [(member.id, str(gone.id))]
    rows = await select(
        stage,
        "SELECT data ->> 'other' FROM events WHERE type = 'client.merged' AND subject = $1",
        str(known.id),
    )
    assert rows == [(str(gone.id),)]


async def test_where_the_account_was_no_client_the_guests_is_its(stage: Stage) -> None:
    guest, member = a_guest(), await an_account(stage)
    known = await a_client(stage, guest.id, CALLED)
    await log_in(stage, guest, member)
    assert await of_owner(stage, member) == {member.id: known.id}
    assert await client(stage, known.id) == known


async def test_a_login_and_staff_who_merge_the_same_two_make_them_one_once(stage: Stage) -> None:
    for _ in range(4):
        guest, member = a_guest(), await an_account(stage)
        known = await a_client(stage, member.id, ClientTerms(name="Ann Bee"))
        gone = await a_client(stage, guest.id, CALLED)
        both = (known.revision, gone.revision)
        ends = await asyncio.gather(
            log_in(stage, guest, member),
            merge_clients(stage.database, STAFF, known.id, gone.id, both),
            return_exceptions=True,
        )
        assert ends[0] is None
        assert ends[1] is None or isinstance(ends[1], Problem)
        assert (await client(stage, gone.id)).phone == CALLED.phone
        assert await of_owner(stage, member) == {member.id: known.id}
        assert await of_owner(stage, guest) == {}
