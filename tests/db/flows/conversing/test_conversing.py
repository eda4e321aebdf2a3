"""Conversations on a real database: one for each customer, seller and subject, its messages
numbered without a gap whoever writes at once, read and closed by each side."""

import asyncio
from uuid import UUID

import pytest

from holdfast.catalog import ProductNotFound
from holdfast.conversations import (
    MAX_OPEN,
    MOST_MESSAGES,
    Conversation,
    MessageNotFound,
    Side,
    Subject,
    conversation_of,
    message_of,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.conversing.moderating import (
    hide_message,
    look_at,
    report_message,
    show_message,
)
from holdfast.flows.conversing.writing import (
    ConversationFull,
    MessageEmpty,
    TooManyConversations,
    ask,
    close,
    mark_read,
    write,
)
from holdfast.kit import Problem, new_id
from holdfast.people import Principal, user_owner
from holdfast.sellers import SellerNotFound
from tests.db.flows.buying import a_customer, reserve
from tests.db.flows.selling.selling import a_seller, goods_of
from tests.db.flows.stage import Stage, events_of, select

STAFF = Caller(Principal(user_owner(new_id()), "user", frozenset({"manager"})))
MILL = Caller(Principal(user_owner(new_id()), "user", frozenset({"seller"})))


async def a_question(
    stage: Stage, who: Caller, seller: UUID | None = None, text: str = "Is it wool?"
) -> Conversation:
    goods = await goods_of(stage, seller, 500)
    made = await ask(stage, who, Subject("product", goods.product_id), None, text)
    return await now(stage, made.conversation_id)


async def now(stage: Stage, one: UUID) -> Conversation:
    found = await conversation_of(stage.database.pool, one)
    assert found is not None
    return found


async def said(stage: Stage, one: UUID) -> list[tuple[int, str, str]]:
    rows = await select(
        stage,
        "SELECT number, side, text FROM conversation_messages WHERE conversation_id = $1"
        " ORDER BY number",
        one,
    )
    return [(number, side, text) for number, side, text in rows]


async def unread(stage: Stage, one: UUID) -> list[Side]:
    found = await now(stage, one)
    sides: tuple[Side, ...] = ("customer", "seller")
    return [side for side in sides if found.is_unread(side)]


async def test_each_side_writes_reads_and_closes(stage: Stage) -> None:
    anna, seller = Caller(a_customer()), await a_seller(stage)
    one = await a_question(stage, anna, seller, "Is it\twool?\u202e ")
    assert (one.seller_id, one.status) == (seller, "open")
    assert one.is_answered_by("seller") and not one.is_answered_by("shop")
    assert await unread(stage, one.id) == ["seller"]
    await mark_read(stage, MILL, one.id, "seller", 1)
    await mark_read(stage, MILL, one.id, "seller", 1)
    assert await unread(stage, one.id) == []
    await write(stage, MILL, one.id, "seller", "All of it.")
    assert await unread(stage, one.id) == ["customer"]
    await mark_read(stage, anna, one.id, "customer", 2)
    await close(stage, anna, one.id, "customer")
    await close(stage, MILL, one.id, "seller")
    assert (await now(stage, one.id)).closed_by == "customer"
    again = await ask(stage, anna, one.about, None, "And the <b>lining</b>?")
    assert (again.conversation_id, again.number) == (one.id, 3)
    assert (await now(stage, one.id)).is_open
    assert await said(stage, one.id) == [
        (1, "customer", "Is it wool?"),
        (2, "seller", "All of it."),
        (3, "customer", "And the <b>lining</b>?"),
    ]
    assert await events_of(stage, one.id) == [
        "conversation.message", "conversation.message", "conversation.closed",
        "conversation.message",
    ]  # fmt: skip
    with pytest.raises(MessageNotFound):
        await mark_read(stage, anna, one.id, "customer", 4)


async def test_staff_answer_a_seller_s_question_and_read_nothing_in_their_place(
    stage: Stage,
) -> None:
    anna = Caller(a_customer())
    one = await a_question(stage, anna, await a_seller(stage))
    await mark_read(stage, STAFF, one.id, "shop", 1)
    await write(stage, STAFF, one.id, "shop", "They are away.")
    assert await unread(stage, one.id) == ["customer", "seller"]


async def test_two_who_write_at_once_are_both_heard_once(stage: Stage) -> None:
    anna = Caller(a_customer())
    one = await a_question(stage, anna)
    writers: list[tuple[Caller, Side]] = [(anna, "customer"), (STAFF, "shop")]
    await asyncio.gather(
        *(write(stage, who, one.id, side, f"{n}") for n in range(3) for who, side in writers)
    )
    assert [number for number, *_ in await said(stage, one.id)] == list(range(1, 8))
    assert (await now(stage, one.id)).messages == 7
    key = scoped_key("message", anna.actor, "k", b"{}")
    keyed = Caller(anna.principal, "", key)
    first = await write(stage, keyed, one.id, "customer", "Once")
    assert await write(stage, keyed, one.id, "customer", "Once") == first
    assert (await now(stage, one.id)).messages == 8


async def test_two_who_begin_the_same_at_once_begin_one(stage: Stage) -> None:
    anna, goods = Caller(a_customer()), await goods_of(stage, None, 500)
    about = Subject("product", goods.product_id)
    made = await asyncio.gather(*(ask(stage, anna, about, None, f"{n}") for n in range(4)))
    assert len({one.conversation_id for one in made}) == 1
    assert sorted(one.number for one in made) == [1, 2, 3, 4]


async def test_an_order_is_asked_about_by_its_buyer_alone(stage: Stage) -> None:
    buyer, seller = a_customer(), await a_seller(stage)
    goods = await goods_of(stage, seller, 500)
    reserved = await reserve(stage, buyer, goods)
    about, anna = Subject("order", reserved.order_id), Caller(buyer)
    with pytest.raises(OrderNotFound):
        await ask(stage, Caller(a_customer()), about, None, "Where is it?")
    with pytest.raises(SellerNotFound):
        await ask(stage, anna, about, seller, "Where is it?")
    made = await ask(stage, anna, about, None, "Where is it?")
    assert (await now(stage, made.conversation_id)).seller_id is None
    await stage.database.pool.execute(
        "INSERT INTO suborders (id, order_id, seller_id, currency, sold_at)"
        " VALUES ($1, $2, $3, 'EUR', now())",
        new_id(), reserved.order_id, seller,
    )  # fmt: skip
    other = await ask(stage, anna, about, seller, "Where is it?")
    assert other.conversation_id != made.conversation_id
    with pytest.raises(ProductNotFound):
        await ask(stage, anna, Subject("product", new_id()), None, "Is it?")
    await stage.database.pool.execute("DELETE FROM suborders WHERE seller_id = $1", seller)


async def test_bounds(stage: Stage) -> None:
    anna = Caller(a_customer())
    one = await a_question(stage, anna)
    with pytest.raises(MessageEmpty):
        await write(stage, anna, one.id, "customer", " \u200e\n")
    await stage.database.pool.execute(
        "UPDATE conversations SET messages = $2 WHERE id = $1", one.id, MOST_MESSAGES
    )
    with pytest.raises(ConversationFull):
        await write(stage, STAFF, one.id, "shop", "One more")
    await stage.database.pool.execute(
        "INSERT INTO conversations (id, customer, subject, subject_id)"
        " SELECT gen_random_uuid(), $1, 'product', gen_random_uuid() FROM generate_series(2, $2)",
        anna.principal.user_id, MAX_OPEN,
    )  # fmt: skip
    with pytest.raises(TooManyConversations):
        await a_question(stage, anna)
    await close(stage, anna, one.id, "customer")
    await a_question(stage, anna)


async def test_a_message_is_reported_hidden_and_shown_again(stage: Stage) -> None:
    anna = Caller(a_customer())
    one = await a_question(stage, anna)
    await write(stage, STAFF, one.id, "shop", "Rude words")

    async def status() -> str:
        message = await message_of(stage.database.pool, one.id, 2)
        assert message is not None
        return message.status

    with pytest.raises(Problem):  # one's own
        await report_message(stage, anna, one.id, 1, "Mine")
    await report_message(stage, anna, one.id, 2, "Rude")
    assert await status() == "reported"
    await hide_message(stage, STAFF, one.id, 2, "Be kind")
    await hide_message(stage, STAFF, one.id, 2, "Be kind")
    assert await status() == "hidden"
    await show_message(stage, STAFF, one.id, 2)
    await report_message(stage, anna, one.id, 2, "Rude")  # they looked at it
    assert await status() == "shown"
    await look_at(stage, STAFF, one.id)  # the shop's own
    asked = "SELECT action FROM audit_log WHERE subject = $1 ORDER BY id"
    log = await select(stage, asked, str(one.id))
    assert [action for (action,) in log] == ["message.hidden", "message.shown"]


async def test_that_staff_read_what_is_a_seller_s_is_kept_once(stage: Stage) -> None:
    anna = Caller(a_customer())
    one = await a_question(stage, anna, await a_seller(stage))
    for _ in range(2):
        await look_at(stage, STAFF, one.id)
    log = await select(stage, "SELECT action, actor FROM audit_log WHERE subject = $1", str(one.id))
    assert log == [("conversation.read", STAFF.actor)]
