"""Who has something to read in a conversation is mailed of it, once until they have read it."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from holdfast.conversations import MessageSent
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.mailing.reading_messages import (
    INQUIRIES,
    MESSAGES,
    inquiry_unread,
    message_unread,
)
from holdfast.kit import new_id
from holdfast.mail import examples, fill, mails_by_id, own_template
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_work import a_booking, a_photographer, told_of
from tests.support.mailing_process import writer_of
from tests.support.studio import Someone, move_in


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def a_conversation(office: PostOffice, customer: UUID, seller: UUID | None) -> UUID:
    one = new_id()
    await office.parts.database.pool.execute(
        "INSERT INTO conversations (id, customer, seller_id, subject, subject_id, messages, asked,"
        " answered) VALUES ($1, $2, $3, 'product', $1, 2, 1, 2)",
        one, customer, seller,
    )  # fmt: skip
    return one


async def test_each_side_is_told_once_until_it_reads(office: PostOffice) -> None:
    anna, mill = await office.a_person("anna@x.example"), await office.a_person("mill@x.example")
    boss, seller, pool = (
        await office.a_person("boss@x.example"),
        new_id(),
        (office.parts.database.pool),
    )
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    await pool.execute("INSERT INTO sellers (id, slug, name) VALUES ($1, 'mill', 'Mill')", seller)
    await pool.execute("INSERT INTO seller_people VALUES ($1, $2)", seller, mill)
    one, shops = (
        await a_conversation(office, anna, seller), await a_conversation(office, anna, None)
    )  # fmt: skip
    consumer = writer_of(office.mailing)
    await consumer.position(office.parts.database)
    facts = [
        (MessageSent(customer=anna, seller_id=of, number=number, side=side), conversation)
        for conversation, of in ((one, seller), (shops, None))
        for number, side in ((1, "customer"), (2, "shop"), (3, "shop"))
    ]
    async with office.parts.database.transaction() as connection:
        await write_events(connection, facts)
    await drain(consumer, office.parts.database)
    log = [row for row in await office.log() if row["subject_id"] == str(one)]
    told = sorted((row["kind"], row["address"]) for row in log)
    assert told == [
        ("message-asked", "mill@x.example"),
        ("message-received", "anna@x.example"),
        ("message-received", "anna@x.example"),
    ]
    others = {row["address"] for row in await office.log() if row["kind"] == "message-asked"}
    assert others == {"mill@x.example", "boss@x.example"}

    found = (await mails_by_id(pool, [row["id"] for row in log])).values()
    asked = [mail for mail in found if mail.kind == "message-asked"]
    answers = [mail for mail in found if mail.kind == "message-received"]
    async with office.parts.database.transaction() as connection:
        assert [await inquiry_unread(connection, mail) for mail in asked] == [True]
        assert sorted([await message_unread(connection, mail) for mail in answers]) == [False, True]
    await pool.execute(
        "UPDATE conversations SET read_by_customer = 2, customer_read_at = now() WHERE id = $1", one
    )
    async with office.parts.database.transaction() as connection:
        assert not any([await message_unread(connection, mail) for mail in answers])


async def test_a_mail_says_that_there_are_pictures_until_they_were_seen(office: PostOffice) -> None:
    anna, mill = await office.a_person("anna@x.example"), await office.a_person("mill@x.example")
    seller, pool = new_id(), office.parts.database.pool
    await pool.execute("INSERT INTO sellers (id, slug, name) VALUES ($1, 'mill', 'Mill')", seller)
    await pool.execute("INSERT INTO seller_people VALUES ($1, $2)", seller, mill)
    one = await a_conversation(office, anna, seller)
    for number, side in ((1, "customer"), (2, "shop")):
        await pool.execute(
            "INSERT INTO conversation_messages (id, conversation_id, number, side, author, text)"
            " VALUES ($1, $2, $3, $4, $5, 'Look')",
            new_id(), one, number, side, anna,
        )  # fmt: skip
    photo = (
        "INSERT INTO message_photos"
        " (id, author, name, webp, status, conversation_id, number, place)"
        " VALUES ($1, $2, 'p', '', 'shown', $3, $4, 1)"
    )

    frame = {"person": {"name": "Anna"}, "url": "https://shop.example"}

    async def told() -> dict[str, bool]:
        found = {}
        for kind, about in (("message-asked", INQUIRIES), ("message-received", MESSAGES)):
            assert about.read is not None
            async with office.parts.database.read() as connection:
                said = (await about.read(connection, [str(one)]))[str(one)].said
            written = fill(
                own_template(kind, "en"), {**examples(), **frame, about.name: said}, "en"
            )
            found[kind] = "There are pictures in it." in written.body
        return found

    assert await told() == {"message-asked": False, "message-received": False}
    await pool.execute(photo, new_id(), anna, one, 1)
    assert await told() == {"message-asked": True, "message-received": False}
    await pool.execute(photo, new_id(), mill, one, 2)
    assert await told() == {"message-asked": True, "message-received": True}
    await pool.execute(
        "UPDATE conversations SET read_by_merchant = 1, read_by_customer = 2 WHERE id = $1", one
    )
    assert await told() == {"message-asked": False, "message-received": False}


async def test_of_a_booking_its_photographer_is_told_on_a_page_of_their_own(
    office: PostOffice, database_url: str
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    boss = await office.a_person("chief@x.example")
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    (order,) = await office.orders_of(client)
    ann = await a_photographer(office, database_url, "ann@x.example")
    bob = await a_photographer(office, database_url, "bob@x.example")
    await a_booking(office, f"user:{client}", order, (0, bob), (1, ann))  # hers since it moved
    one = new_id()
    await pool.execute(
        "INSERT INTO conversations (id, customer, subject, subject_id, messages, asked)"
        " VALUES ($1, $2, 'order', $3, 1, 1)",
        one, client, order,
    )  # fmt: skip
    said = MessageSent(customer=client, seller_id=None, number=1, side="customer")
    log = await told_of(office, (said, one))
    pages = {row["address"]: json.loads(row["said"])["url"] for row in log}
    assert set(pages) == {"ann@x.example", "chief@x.example"}
    assert f"/my/messages/{one}" in pages["ann@x.example"]
    assert f"/staff/conversations/{one}" in pages["chief@x.example"]


async def test_a_studio_is_told_on_its_page_and_staff_in_its_place_once_the_booking_has_left(
    office: PostOffice, database_url: str
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    boss = await office.a_person("chief@x.example")
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    here, gone = await office.orders_of(client, 2)
    lea = await office.a_person("lea@x.example")
    await office.parts.database.pool.execute(
        "UPDATE users SET roles = '{photographer}' WHERE id = $1", lea
    )
    loft = Someone(kind="studio", name="Loft", more={"user_id": lea})
    await move_in(database_url, loft)
    white = Someone(kind="room", name="White", more={"studio_id": loft.id})
    other = Someone(kind="room", name="Elsewhere")
    await move_in(database_url, white, other)
    ann = await a_photographer(office, database_url, "ann@x.example")
    await a_booking(office, f"user:{client}", here, (0, white), (0, ann))
    await a_booking(office, f"user:{client}", gone, (0, white), (1, other))
    stays, left = new_id(), new_id()
    await pool.executemany(
        "INSERT INTO conversations (id, customer, studio_id, subject, subject_id, messages, asked)"
        " VALUES ($1, $2, $3, 'order', $4, 1, 1)",
        [(stays, client, loft.id, here), (left, client, loft.id, gone)],
    )
    said = MessageSent(customer=client, studio_id=loft.id, number=1, side="customer")
    log = await told_of(office, (said, stays), (said, left))
    pages = {row["address"]: json.loads(row["said"])["url"] for row in log}
    assert set(pages) == {"lea@x.example", "chief@x.example"}
    assert f"/my/messages/{stays}" in pages["lea@x.example"]
    assert f"/staff/conversations/{left}" in pages["chief@x.example"]
