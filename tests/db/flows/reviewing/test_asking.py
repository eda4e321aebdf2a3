"""However often a person asks about a product at once, one question of theirs waits."""

import asyncio
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.asking import (
    QuestionChangedMeanwhile,
    TooManyQuestions,
    answer_question,
    ask_question,
)
from holdfast.kit import new_id
from holdfast.people import Principal, user_owner
from tests.db.flows.buying import a_customer, new_goods
from tests.db.flows.stage import Stage, events_of, select

STAFF = Caller(Principal(user_owner(new_id()), "user", frozenset({"manager"})))


async def questions(stage: Stage) -> list[tuple[UUID, int, str, str]]:
    rows = await select(stage, "SELECT id, version, text, reply FROM questions ORDER BY created_at")
    return [(UUID(str(row[0])), int(str(row[1])), str(row[2]), str(row[3])) for row in rows]


async def test_of_many_words_at_once_one_question_waits(stage: Stage) -> None:
    goods, asker = await new_goods(stage, 3), Caller(a_customer())
    await asyncio.gather(*(
        ask_question(stage.database, asker, goods.product_id, f"Is it warm? {n}") for n in range(8)
    ))  # fmt: skip
    ((one, version, _, _),) = await questions(stage)
    assert version == 8
    assert await events_of(stage, one) == ["question.asked", *["question.changed"] * 7]


async def test_an_answer_is_to_the_words_that_were_read(stage: Stage) -> None:
    goods, asker = await new_goods(stage, 3), Caller(a_customer())
    await ask_question(stage.database, asker, goods.product_id, "Is it warm?")
    ((one, version, _, _),) = await questions(stage)
    done = await asyncio.gather(
        answer_question(stage.database, STAFF, one, version, "Yes"),
        ask_question(stage.database, asker, goods.product_id, "Is it cold?"),
        return_exceptions=True,
    )
    found = [(text, reply) for _, _, text, reply in await questions(stage)]
    if isinstance(done[0], QuestionChangedMeanwhile):
        assert found == [("Is it cold?", "")]
    else:  # it was answered first: the other words are another question
        assert found == [("Is it warm?", "Yes"), ("Is it cold?", "")]


async def test_of_many_products_at_once_so_many_are_asked_in_a_day(stage: Stage) -> None:
    asker = Caller(a_customer())
    goods = [await new_goods(stage, 1) for _ in range(12)]
    done = await asyncio.gather(
        *(ask_question(stage.database, asker, one.product_id, "Is it warm?") for one in goods),
        return_exceptions=True,
    )
    refused = [one for one in done if one is not None]
    assert [type(one) for one in refused] == [TooManyQuestions] * 2
    assert len(await questions(stage)) == 10
