"""Cash that who photographed takes and keeps: their account has less by exactly that, once,
whatever else paid a part of it and wherever the process ended."""

import asyncio
from uuid import UUID

import pytest

from holdfast import people
from holdfast.booking import ResourceTerms
from holdfast.booking.bookings import Booking, CountCash, Policy
from holdfast.db.jobs import reader_of
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import AlreadyPaid
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff import cash
from holdfast.flows.staff.cash import take_cash
from holdfast.flows.staff.orders import mark_paid
from holdfast.flows.staff.rests import take_rest
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.sellers import Holder
from holdfast.worker.handlers import handlers
from tests.db.flows.booking.making import a_taking, in_minutes
from tests.db.flows.booking.series import STAFF
from tests.db.flows.booking.test_dues import deposited
from tests.db.flows.buying import a_customer
from tests.db.flows.settlement.part_paying import by_card, settled
from tests.db.flows.stage import Stage, select


class Session:
    """Of 9000 its client has paid 3000; its time has come."""

    def __init__(self, stage: Stage, ann: Principal, resource: UUID, client: Principal) -> None:
        self.stage, self.ann, self.resource, self.client = stage, ann, resource, client
        self.booking: Booking

    async def begin(self) -> "Session":
        taking = a_taking(self.resource, in_minutes(-120), version=1)
        self.booking = await deposited(self.stage, self.client, taking, policy=Policy())
        return self

    async def take(self, key: str = "") -> None:
        request = None
        if key:
            request = scoped_key(f"own-rest-paid/{self.booking.id}", self.ann.id, key, b"")
        await take_cash(self.stage, Caller(self.ann, "r-cash", request), self.booking.id)

    async def owed(self) -> int:
        """By who took it."""
        money = await money_of(self.stage.reader, Holder("resource", self.resource), "EUR")
        return money.owed.balance

    async def noted(self) -> list[tuple[object, ...]]:
        return await select(self.stage, "SELECT amount, status FROM session_cash")


@pytest.fixture
async def session(stage: Stage) -> Session:
    async with stage.database.transaction() as connection:
        user = await people.add(
            connection, f"{new_id()}@test.example", "Ann", "", ["customer", "photographer"]
        )
    terms = ResourceTerms(kind="photographer", name="Ann", zone="UTC", user_id=user.id)
    resource = await make_resource(stage, STAFF, terms)
    ann = Principal(f"user:{user.id}", "user", frozenset({"customer", "photographer"}))
    return await Session(stage, ann, resource, a_customer()).begin()


async def test_what_was_paid_otherwise_is_not_theirs(session: Session) -> None:
    stage, client = session.stage, session.client
    rest = await order_rest(stage, Caller(client), session.booking.id)
    await settled(stage, [await by_card(stage, client, rest, 2500)])
    await session.take()
    assert await session.noted() == [(3500, "counted")]
    assert await session.owed() == 3500
    with pytest.raises(NothingDue):
        await session.take()


async def test_a_part_that_was_to_be_paid_in_cash_is_among_all_that_is_due(
    session: Session,
) -> None:
    stage, client = session.stage, session.client
    rest = await order_rest(stage, Caller(client), session.booking.id)
    await begin_payment(
        stage, Caller(client, "test-pay"), rest.reservation_id, "manual", amount=2500
    )
    await session.take()
    assert await session.noted() == [(6000, "counted")]
    assert await session.owed() == 6000
    with pytest.raises(NothingDue):
        await session.take()


@pytest.mark.parametrize("at", ["settle_dues", "count_cash", "bring"])
async def test_who_is_killed_in_between_leaves_it_to_a_job(
    session: Session, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    async def killed(*_: object) -> None:
        raise asyncio.CancelledError

    stage = session.stage
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cash, at, killed)
        with pytest.raises(asyncio.CancelledError):
            await session.take("a-key")
    assert await session.noted() == [(6000, "open")]
    ((body,),) = await select(stage, "SELECT payload FROM jobs WHERE queue = $1", CountCash.NAME)
    assert isinstance(body, bytes)
    job = reader_of(CountCash)(body).payload
    run = handlers({"order": ForOrders(stage)}, stage)[CountCash]
    other = handlers({"order": ForOrders(stage)}, await stage.spare())[CountCash]
    # The job comes twice, in two processes, and who was not answered asks again.
    await asyncio.gather(run(job, ""), other(job, ""), session.take("a-key"))
    await run(job, "late")
    assert await session.noted() == [(6000, "counted")]
    assert await session.owed() == 6000
    await settle_dues(stage, [job.order_id])  # as the consumer of what is paid does
    with pytest.raises(NothingDue):
        await session.take()


async def test_what_is_paid_and_does_not_count_yet_is_not_taken_once_more(
    session: Session,
) -> None:
    stage, booking = session.stage, session.booking.id
    rest = await order_rest(stage, Caller(session.client), booking)
    await mark_paid(stage, STAFF, rest.order_id)  # and nobody has counted it for its booking
    for again in (
        session.take(),
        take_rest(stage, STAFF, booking, None),
        order_rest(stage, Caller(session.client), booking),
    ):
        with pytest.raises(NothingDue):
            await again
    assert await session.noted() == []
    await settle_dues(stage, [rest.order_id])
    paid = "SELECT amount FROM payments WHERE provider = 'manual' AND subject_id <> $1"
    assert await select(stage, paid, session.booking.order_id) == [(6000,)]


async def test_a_request_that_comes_again_at_once_is_answered_as_the_first(
    session: Session,
) -> None:
    await asyncio.gather(*(session.take("a-key") for _ in range(4)))
    assert await session.noted() == [(6000, "counted")]
    assert await session.owed() == 6000


async def test_what_is_paid_while_it_is_looked_for_is_not_ordered_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, booking = session.stage, session.booking.id
    rest = await order_rest(stage, Caller(session.client), booking)
    read = stage.orders.get

    async def paid_then(order_id: UUID) -> object:
        found = await read(order_id)
        if found is not None and found.id == rest.order_id and found.is_pending:
            monkeypatch.undo()
            await mark_paid(stage, STAFF, rest.order_id)
        return found

    monkeypatch.setattr(stage.orders, "get", paid_then)
    with pytest.raises(AlreadyPaid):
        await session.take()
    assert await session.noted() == []
