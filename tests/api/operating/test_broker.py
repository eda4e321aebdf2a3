"""Settlement over a real RabbitMQ: durable, confirmed, safe while the broker is away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import aio_pika
import pytest

from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.messaging.messages import ORDERS_TO_PAY, PAYMENT_RESULTS, QUEUES
from holdfast.flows.messaging.post import BrokerAway, Letter, LetterOutcome, Unreadable
from holdfast.kit.sentences import say
from holdfast.worker.broker import RabbitPost
from holdfast.worker.broker_queues import EXCHANGE, dead_queue
from tests.api.operating.letters import Reads, becomes, letter, post_to, there, waiting
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.rabbit import Rabbit, channel_to


@pytest.fixture(autouse=True)
async def empty_queues(rabbit: Rabbit) -> None:
    """Nothing is left of the test before."""
    async with channel_to(rabbit.url) as channel:
        for queue in QUEUES:
            for name in (queue, dead_queue(queue)):
                await channel.queue_delete(name)


async def test_letters_arrive_as_they_were_sent(rabbit: Rabbit) -> None:
    reader = Reads()
    async with post_to(rabbit.url, reader) as post:
        sent = [letter(number) for number in range(200)]
        await post.send(sent)
        assert sorted(await reader.until(200), key=lambda one: one.id) == sorted(
            sent, key=lambda one: one.id
        )
    assert await waiting(rabbit, ORDERS_TO_PAY) == 0


async def test_a_queue_that_is_full_takes_no_more_and_loses_nothing(rabbit: Rabbit) -> None:
    reads = Reads()
    async with post_to(rabbit.url, most_waiting=2) as post:
        await post.send([letter(1), letter(2)])
        with pytest.raises(BrokerAway):
            await post.send([letter(3)])
        assert await post.dead_letters.waiting(ORDERS_TO_PAY) == 2
        assert await post.dead_letters.count(ORDERS_TO_PAY) == 0
    async with post_to(rabbit.url, reads, most_waiting=2) as post:
        await reads.until(2)  # there is room again
        await post.send([letter(3)])  # as its sender does
        await reads.until(3)


async def test_a_queue_of_before_there_was_a_bound_has_one_once_it_is_empty(rabbit: Rabbit) -> None:
    async with channel_to(rabbit.url) as channel:
        old = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": f"{ORDERS_TO_PAY}.dead"}
        await channel.declare_queue(ORDERS_TO_PAY, durable=True, arguments=old)
    reads = Reads()
    async with post_to(rabbit.url, most_waiting=1) as post:  # empty: made anew
        await post.send([letter(1)])
        with pytest.raises(BrokerAway):
            await post.send([letter(2)])
    async with post_to(rabbit.url, reads, most_waiting=5):  # not empty: kept as it is
        await reads.until(1)


async def test_what_has_no_queue_to_go_to_stays_with_its_sender(rabbit: Rabbit) -> None:
    async with post_to(rabbit.url) as post:
        async with channel_to(rabbit.url) as channel:
            await channel.queue_delete(ORDERS_TO_PAY)
        with pytest.raises(BrokerAway):
            await post.send([letter(1)])


async def test_sending_raises_while_the_broker_is_away_and_goes_on_after(rabbit: Rabbit) -> None:
    reader = Reads()
    async with post_to(rabbit.url, reader) as post:
        await post.send([letter(1)])
        await reader.until(1)
        rabbit.kill()
        with pytest.raises(BrokerAway):
            await post.send([letter(2)])

        async def away() -> bool:
            return post.trouble is not None

        await eventually(away, PATIENCE, "it says so")
        rabbit.start()
        await eventually(there(post), PATIENCE, "connected again")
        await post.send([letter(2)])
        assert (await reader.until(2))[-1] == letter(2)


async def test_a_letter_whose_reader_dies_comes_again(rabbit: Rabbit) -> None:
    began = asyncio.Event()

    async def dies(letter: Letter) -> LetterOutcome:
        began.set()
        await asyncio.Event().wait()
        return "done"

    post = RabbitPost(rabbit.url)
    post.deliver(ORDERS_TO_PAY, dies)
    await post.start()
    await eventually(there(post), PATIENCE, "connected")
    await post.send([letter(1)])
    await began.wait()
    assert post._broker is not None
    connection = await post._broker.connect()
    await connection.close()  # as the end of its process does
    reader = Reads()
    async with post_to(rabbit.url, reader):
        assert await reader.until(1) == [letter(1)]
    await post.stop()


async def test_while_the_database_is_away_letters_wait_with_their_reader(rabbit: Rabbit) -> None:
    reader = Reads(TooBusy(), OSError("away"), TooBusy())
    async with post_to(rabbit.url, reader) as post:
        await post.send([letter(1)])
        assert await reader.until(1) == [letter(1)]
        assert await post.dead_letters.count(ORDERS_TO_PAY) == 0


async def test_what_waits_when_the_reader_stops_is_read_by_the_next(rabbit: Rabbit) -> None:
    tried = asyncio.Event()

    async def never(letter: Letter) -> LetterOutcome:
        tried.set()
        raise TooBusy

    async with post_to(rabbit.url, never) as post:
        await post.send([letter(1)])
        await tried.wait()
    await becomes(rabbit, ORDERS_TO_PAY, 1)


async def test_no_reader_takes_more_than_it_can_hold(rabbit: Rabbit) -> None:
    """Prefetch is bounded: the rest stays at the broker, for others."""
    going = asyncio.Event()
    taken = 0

    async def slow(letter: Letter) -> LetterOutcome:
        nonlocal taken
        taken += 1
        await going.wait()
        return "done"

    async with post_to(rabbit.url, slow) as post:
        await post.send([letter(number) for number in range(200)])

        async def full() -> bool:
            return taken == 64 and await waiting(rabbit, ORDERS_TO_PAY) == 200 - 64

        await eventually(full, PATIENCE, "64 are taken")
        going.set()

        await becomes(rabbit, ORDERS_TO_PAY, 0)


# --- dead letters ---------------------------------------------------------------------------------


def dead(post: RabbitPost, count: int, queue: str = ORDERS_TO_PAY) -> Callable[[], Awaitable[bool]]:
    async def so_many() -> bool:
        return await post.dead_letters.count(queue) == count

    return so_many


async def test_what_cannot_be_read_lies_with_its_reason(rabbit: Rabbit) -> None:
    reader = Reads(Unreadable("the seal is broken"), Unreadable("x" * 5000))
    async with post_to(rabbit.url, reader) as post:
        await post.send([letter(1)])
        await eventually(dead(post, 1), PATIENCE, "one dead letter")
        await post.send([letter(2)])
        await eventually(dead(post, 2), PATIENCE, "two dead letters")
        for _ in range(2):  # looking takes nothing away
            found = await post.dead_letters.look(ORDERS_TO_PAY, 10)
            assert [one.letter for one in found] == [letter(1), letter(2)]
            assert [one.reason for one in found] == ["the seal is broken", "x" * 1000]
        assert len(await post.dead_letters.look(ORDERS_TO_PAY, 1)) == 1
        assert await post.dead_letters.look(PAYMENT_RESULTS, 10) == []
        assert await waiting(rabbit, ORDERS_TO_PAY) == 0


async def test_what_lies_in_its_queues_outlives_a_broker_that_ends(rabbit: Rabbit) -> None:
    """Meanwhile dead letters cannot be shown, and a post that starts before its broker waits."""
    async with post_to(rabbit.url, Reads(*[Unreadable("the seal is broken")] * 2)) as post:
        await post.send([letter(1), letter(2)])
        await eventually(dead(post, 2), PATIENCE, "two dead letters")
    async with post_to(rabbit.url) as post:
        await post.send([letter(3)])  # nobody reads it yet
    rabbit.stop()
    reads_results = Reads()
    post = RabbitPost(rabbit.url)
    for asked in (
        post.dead_letters.count(ORDERS_TO_PAY),
        post.dead_letters.look(ORDERS_TO_PAY, 1),
        post.dead_letters.replay(ORDERS_TO_PAY),
    ):
        with pytest.raises(BrokerAway):
            await asked
    post.deliver(PAYMENT_RESULTS, reads_results)
    await post.start()
    try:
        with pytest.raises(BrokerAway):
            await post.send([letter(4, PAYMENT_RESULTS)])
        rabbit.start()
        await eventually(there(post), PATIENCE, "connected")
        await post.send([letter(4, PAYMENT_RESULTS)])
        await reads_results.until(1)
        await becomes(rabbit, ORDERS_TO_PAY, 1)
        await becomes(rabbit, dead_queue(ORDERS_TO_PAY), 2)
    finally:
        await post.stop()
    reader = Reads()
    async with post_to(rabbit.url, reader):
        assert await reader.until(1) == [letter(3)]


async def test_what_cannot_be_read_is_told_before_it_is_put_aside(rabbit: Rabbit) -> None:
    told: list[tuple[Letter, str, int]] = []
    away = [BrokerAway(say("RabbitMQ: {error}", error="away"))]

    async def on_dead(letter: Letter, reason: str, count: int) -> None:
        if away:
            raise away.pop()  # whoever is told may be away: asked again
        told.append((letter, reason, count))

    reader = Reads(*[Unreadable("the seal is broken")] * 2)
    async with post_to(rabbit.url, reader, on_dead=on_dead) as post:
        for number in (1, 2):
            await post.send([letter(number)])
            await eventually(dead(post, number), PATIENCE, f"dead letters: {number}")
    assert told == [(letter(number), "the seal is broken", number) for number in (1, 2)]


async def test_dead_letters_are_replayed_all_or_by_id(rabbit: Rabbit) -> None:
    broken = [Unreadable("before")] * 3
    reader = Reads(*broken)
    async with post_to(rabbit.url, reader) as post:
        await post.send([letter(number) for number in range(3)])
        await eventually(dead(post, 3), PATIENCE, "three dead letters")
        assert await post.dead_letters.replay(ORDERS_TO_PAY, ["letter/1"]) == 1
        assert await reader.until(1) == [letter(1)]
        await eventually(dead(post, 2), PATIENCE, "the others are still there")
        assert await post.dead_letters.replay(ORDERS_TO_PAY) == 2
        assert {one.id for one in await reader.until(3)} == {"letter/0", "letter/1", "letter/2"}
        assert await post.dead_letters.replay(ORDERS_TO_PAY) == 0


async def test_whatever_lies_in_the_queue_breaks_no_reader(rabbit: Rabbit) -> None:
    """Somebody publishes what no relay would."""
    strange: Sequence[aio_pika.Message] = (
        aio_pika.Message(b"", message_id="empty"),
        aio_pika.Message(b"\xff\xfe\x00", headers={"seal": 7, "about": None}),
        aio_pika.Message(b"[" * 100_000, content_type="application/json"),
        aio_pika.Message(b"{}", content_encoding="gzip", reply_to="somewhere"),
        aio_pika.Message(b"x", headers={"seal": {"a": [1, None]}}, correlation_id="c" * 200),
    )
    seen: list[Letter] = []

    async def reader(letter: Letter) -> LetterOutcome:
        seen.append(letter)
        raise Unreadable("no letter of ours")

    async with post_to(rabbit.url, reader) as post:
        async with channel_to(rabbit.url) as channel:
            exchange = await channel.get_exchange(EXCHANGE.name)
            for message in strange:
                await exchange.publish(message, routing_key=ORDERS_TO_PAY)
        await eventually(dead(post, len(strange)), PATIENCE, "all of them are given up")
        assert sorted(len(one.body) for one in seen) == sorted(len(one.body) for one in strange)
