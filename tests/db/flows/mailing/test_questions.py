"""Who is to answer a question about a product is mailed of it, and who asked of the answer."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from holdfast.flows.commit.event_log import write_events
from holdfast.flows.mailing.reading_questions import answer_stands, question_waits
from holdfast.kit import new_id
from holdfast.mail import mails_by_id
from holdfast.reviews import QuestionAnswered, QuestionAsked
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mailing_process import writer_of


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def a_question(office: PostOffice, author: UUID, seller: UUID | None) -> tuple[UUID, UUID]:
    """Its id, and of its product."""
    product, one, pool = new_id(), new_id(), office.parts.database.pool
    await pool.execute(
        "INSERT INTO products (id, handle, name, currency, status, images, description, seller_id)"
        " VALUES ($1, $2, 'Scarf', 'EUR', 'active', '[]', '', $3)",
        product, product.hex, seller,
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO questions (id, author, product_id, text) VALUES ($1, $2, $3, 'Is it wool?')",
        one, author, product,
    )  # fmt: skip
    return one, product


async def test_who_sells_is_told_of_a_question_and_who_asked_of_its_answer(
    office: PostOffice,
) -> None:
    anna, mill = await office.a_person("anna@x.example"), await office.a_person("mill@x.example")
    boss, seller = await office.a_person("boss@x.example"), new_id()
    pool = office.parts.database.pool
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    await pool.execute("INSERT INTO sellers (id, slug, name) VALUES ($1, 'mill', 'Mill')", seller)
    await pool.execute("INSERT INTO seller_people VALUES ($1, $2)", seller, mill)
    theirs, scarf = await a_question(office, anna, seller)
    shops, hat = await a_question(office, anna, None)
    consumer = writer_of(office.mailing)
    await consumer.position(office.parts.database)
    async with office.parts.database.transaction() as connection:
        await write_events(connection, [
            (QuestionAsked(product_id=scarf), theirs),
            (QuestionAsked(product_id=hat), shops),
            (QuestionAnswered(product_id=scarf, first=True), theirs),
            (QuestionAnswered(product_id=scarf, first=False), theirs),  # in other words
        ])  # fmt: skip
    await drain(consumer, office.parts.database)
    log = await office.log()
    told = sorted((row["kind"], row["address"]) for row in log)
    assert told == [
        ("question-answered", "anna@x.example"),
        ("question-asked", "boss@x.example"),
        ("question-asked", "mill@x.example"),
    ]
    mails = list((await mails_by_id(pool, [row["id"] for row in log])).values())
    names = {"question-asked": "productQuestion", "question-answered": "answeredQuestion"}
    pages = {(one.kind, one.address): one.said[names[one.kind]]["page"] for one in mails}
    assert pages == {
        ("question-answered", "anna@x.example"): f"/product/{scarf.hex}#questions",
        ("question-asked", "boss@x.example"): "/staff/reviews?kind=question&status=unanswered",
        ("question-asked", "mill@x.example"): f"/selling/questions?seller={seller}",
    }
    by_kind = {one.kind: one for one in mails if one.subject_id == str(theirs)}
    async with office.parts.database.read() as connection:
        assert await question_waits(connection, by_kind["question-asked"])
        assert not await answer_stands(connection, by_kind["question-answered"])
    await pool.execute(
        "UPDATE questions SET reply = 'Yes', replied_at = now(), replied_by = 'x' WHERE id = $1",
        theirs,
    )
    async with office.parts.database.read() as connection:
        assert not await question_waits(connection, by_kind["question-asked"])
        assert await answer_stands(connection, by_kind["question-answered"])
