"""Changes of accounts in the log of mails: whatever else goes to the address, so many a day, at the
address and in the language of then."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import pytest

from holdfast import people
from holdfast.flows.mailing.bounds import MOST_A_DAY
from holdfast.flows.people.telling import tell_owner
from holdfast.people import AccountChange
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mailing_process import writer_of


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def changed(office: PostOffice, user: UUID, *what: AccountChange) -> None:
    async with office.parts.database.transaction() as connection:
        found = await people.by_id(connection, user)
        assert found is not None
        for one in what:
            await tell_owner(connection, found, one)


async def of(office: PostOffice, address: str) -> Sequence[dict[str, object]]:
    return await office.log(kind="account-changed", address=address)


async def test_other_mails_leave_no_fewer_of_them_and_there_is_an_end(office: PostOffice) -> None:
    ann = await office.a_person("ann@x.example")
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    await office.happens(await office.orders_of(ann, MOST_A_DAY + 1), paid=False)
    await drain(writer, office.parts.database)
    await changed(office, ann, "password-changed")
    await drain(writer, office.parts.database)
    assert [one["status"] for one in await of(office, "ann@x.example")] == ["waiting"]
    many: list[AccountChange] = ["recovery-codes-renewed"] * MOST_A_DAY
    await changed(office, ann, *many)
    await drain(writer, office.parts.database)
    states = [str(one["status"]) for one in await of(office, "ann@x.example")]
    assert sorted(states) == ["dropped"] + ["waiting"] * MOST_A_DAY


async def test_whoever_changes_the_address_next_is_not_told_in_place_of_its_owner(
    office: PostOffice,
) -> None:
    ann = await office.a_person("ann@x.example")
    await office.orders_of(ann, locale="en")
    await office.orders_of(ann, locale="ru")
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    await changed(office, ann, "second-factor-off", "password-changed")
    async with office.parts.database.transaction() as connection:
        await people.set_email(connection, ann, "thief@x.example")
        await people.set_active(connection, ann, active=False)
    await drain(writer, office.parts.database)
    told = await of(office, "ann@x.example")
    assert [one["locale"] for one in told] == ["ru", "ru"]
    assert not await of(office, "thief@x.example")


async def test_who_is_typed_in_the_demo_is_told_nothing(office: PostOffice) -> None:
    user = people.user_of_handle("5")
    await office.parts.database.pool.execute(
        "INSERT INTO users (id, email, name, password_hash, roles)"
        " VALUES ($1, $2, '5', '', '{customer}')",
        user, f"{user}{people.OF_HANDLES}",
    )  # fmt: skip
    await changed(office, user, "password-set")
    written = "SELECT count(*) FROM events WHERE type = $1"
    pool = office.parts.database.pool
    assert await pool.fetchval(written, people.AccountChanged.TYPE) == 0
