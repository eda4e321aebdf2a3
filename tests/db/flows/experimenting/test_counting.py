"""Visitors of an experiment, and what they bought: each is counted once, however often anything is
told, and only what came after they saw it."""

from uuid import UUID, uuid4

import pytest

from holdfast.db.cursors import Consumer
from holdfast.experiments import (
    Change,
    Counted,
    Experiment,
    ExperimentNotFound,
    Terms,
    Variant,
    counts_of,
    look_after_experiments,
)
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.experimenting.counting import CONVERSION_TYPES, count_conversions
from holdfast.flows.experimenting.keeping import (
    ExperimentClash,
    TooManyExperiments,
    draft_experiment,
    end_experiment,
    start_experiment,
)
from holdfast.flows.experimenting.seeing import see
from holdfast.orders import adopt_orders
from holdfast.people import Principal
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_taking, booked
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_customer, a_guest, confirm, new_goods, pay_for, reserve
from tests.db.flows.stage import Stage, select

BROWSER = b"Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0"
BY = process("test")


def terms(key: str, sentence: str = "product.add") -> Terms:
    words = {sentence: dict.fromkeys(("en", "ru", "ko"), "Get it")}
    variants = (Variant("As now", 1), Variant("B", 1, Change(words)))
    return Terms(key, "Button", "order-paid", 300, 100, variants)


@pytest.fixture
async def running(stage: Stage) -> Experiment:
    draft = await draft_experiment(stage, BY, terms("button"))
    return await start_experiment(stage, BY, draft.id)


async def counts_now(stage: Stage, experiment_id: UUID) -> dict[int, Counted]:
    return dict((await counts_of(stage.database.pool, [experiment_id]))[experiment_id])


async def saw(
    stage: Stage, one: Experiment, visitor: UUID, variant: int, who: Principal | None = None
) -> None:
    await see(stage.database.pool, one.id, visitor, variant, who, BROWSER)


async def buy(stage: Stage, buyer: Principal) -> UUID:
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return reserved.order_id


async def counted(stage: Stage, *, anew: bool = False) -> None:
    """Every event is read; ``anew``: a second time, by another cursor."""
    name = f"conversions-{uuid4().hex}" if anew else "conversions"
    await drain(Consumer(name, CONVERSION_TYPES, count_conversions, span=3), stage.database)


async def test_each_visitor_counts_once_however_often_it_is_told(
    stage: Stage, running: Experiment
) -> None:
    buyer, looker, early = a_guest(), a_guest(), a_guest()
    await buy(stage, early)
    mine, theirs, late = uuid4(), uuid4(), uuid4()
    await saw(stage, running, mine, 1)
    await saw(stage, running, mine, 1, buyer)  # whose it is is known by now
    await saw(stage, running, mine, 0, buyer)  # what was seen first stays
    await saw(stage, running, uuid4(), 1, buyer)  # a second browser of theirs
    await saw(stage, running, theirs, 0, looker)
    await saw(stage, running, late, 0, early)
    await buy(stage, buyer)
    await buy(stage, buyer)
    for anew in (False, True):
        await counted(stage, anew=anew)
        assert await counts_now(stage, running.id) == {0: Counted(2), 1: Counted(2, 1)}


async def test_who_logs_in_before_it_is_counted_counts_as_the_same(
    stage: Stage, running: Experiment
) -> None:
    guest, member, visitor = a_guest(), a_customer(), uuid4()
    await saw(stage, running, visitor, 1, guest)
    await buy(stage, guest)
    async with stage.database.transaction() as connection:
        await adopt_orders(connection, guest.id, member.id)
    await saw(stage, running, visitor, 1, member)
    await counted(stage)
    assert await counts_now(stage, running.id) == {1: Counted(1, 1)}


async def test_a_booking_counts_as_one(stage: Stage, running: Experiment) -> None:
    client = a_guest()
    await saw(stage, running, uuid4(), 0, client)
    await booked(stage, client, a_taking(), price=9000)
    await counted(stage)
    assert await counts_now(stage, running.id) == {0: Counted(1, 1, 1)}


async def test_staff_and_robots_are_nobody(stage: Stage, running: Experiment) -> None:
    visitor = uuid4()
    robot = b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    await see(stage.database.pool, running.id, uuid4(), 0, None, robot)
    telephone = b"Mozilla/5.0 (Linux; Android 13; CUBOT X50) Mobile Safari/537.36"
    await see(stage.database.pool, running.id, visitor, 0, None, telephone)
    assert await counts_now(stage, running.id) == {0: Counted(1)}
    await saw(stage, running, visitor, 0, a_manager())  # who then logs in there
    assert await counts_now(stage, running.id) == {}


async def test_what_has_ended_counts_no_more_and_forgets_who_saw_it(
    stage: Stage, running: Experiment
) -> None:
    buyer, visitor = a_guest(), uuid4()
    await saw(stage, running, visitor, 1, buyer)
    await end_experiment(stage, Caller(a_manager()), running.id)
    await buy(stage, buyer)
    await counted(stage)
    assert await counts_now(stage, running.id) == {1: Counted(1)}
    with pytest.raises(ExperimentNotFound):
        await saw(stage, running, uuid4(), 1)
    async with stage.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE experiments SET ended_at = ended_at - interval '31 days' WHERE id = $1",
            (running.id,),
        )
    await look_after_experiments(stage.database.pool)
    assert await counts_now(stage, running.id) == {1: Counted(1)}
    about = "SELECT count(*) FROM experiment_visitors WHERE experiment_id = $1"
    assert await select(stage, about, running.id) == [(0,)]


async def test_beyond_a_bound_nobody_more_is_counted(stage: Stage, running: Experiment) -> None:
    for _ in range(2):
        await saw(stage, running, uuid4(), 0)
    await look_after_experiments(stage.database.pool, most=2)
    await saw(stage, running, uuid4(), 0)
    assert await counts_now(stage, running.id) == {0: Counted(2)}


async def test_no_two_at_once_change_the_same_and_only_so_many_run(
    stage: Stage, running: Experiment
) -> None:
    same = await draft_experiment(stage, BY, terms("the-same"))
    with pytest.raises(ExperimentClash):
        await start_experiment(stage, BY, same.id)
    for sentence in ("cart.checkout", "book.take", "book.ask", "shop.best"):
        other = await draft_experiment(stage, BY, terms(sentence.replace(".", "-"), sentence))
        await start_experiment(stage, BY, other.id)
    sixth = await draft_experiment(stage, BY, terms("sixth", "home.all"))
    with pytest.raises(TooManyExperiments):
        await start_experiment(stage, BY, sixth.id)
    await end_experiment(stage, BY, running.id)
    assert (await start_experiment(stage, BY, sixth.id)).is_running
