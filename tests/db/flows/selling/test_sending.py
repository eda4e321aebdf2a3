"""Payouts by Stripe: sent once however often and late it is asked, refused ones wait for a person,
and while one is asked for nobody can mark it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import pytest

from holdfast.db.jobs import reader_of
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.refusals import ProviderAway, ProviderUnknown
from holdfast.flows.selling.payouts import (
    NothingToPayOut,
    PayoutBeingSent,
    PayoutSettled,
    fail_payout,
    pay_payout,
    propose_payout,
)
from holdfast.flows.selling.sending import (
    AccountNotReady,
    NoPayoutAccount,
    send_by_provider,
    set_account,
    transfer,
)
from holdfast.payments.providers.stripe import StripeProvider
from holdfast.sellers import Holder, Payout, PayoutAccount, SendPayout, payout_of
from tests.db.flows.breaking import broken
from tests.db.flows.buying import a_customer, cart_of, new_goods
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.selling.selling import (
    STAFF,
    a_seller,
    balance,
    complete,
    goods_of,
    set_up,
    sold,
    work,
)
from tests.db.flows.stage import Stage, events_of, jobs_due, select
from tests.support.stripe import StripeServer
from tests.support.stripe.server import KEY

WORKER = process("send-payout")


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(autouse=True)
async def connected(stage: Stage, stripe: StripeServer) -> AsyncIterator[None]:
    stripe.away = stripe.answer_lost = False
    stripe.connect.available = {"eur": 100_000}
    provider = StripeProvider(KEY, url=stripe.url)
    stage.providers["stripe"] = provider  # type: ignore[index]  # a dict, in tests
    yield
    await provider.close()


async def a_payout(stage: Stage, stripe: StripeServer) -> tuple[UUID, str]:
    """Of 7.00, and the seller's account."""
    seller = await a_seller(stage)
    await set_up(stage, payout_hold_days=0)
    await sold(stage, {await goods_of(stage, seller, 700): 1})
    account = stripe.connect.connect()
    await set_account(stage, STAFF, seller, PayoutAccount("stripe", account))
    done = await propose_payout(stage, STAFF, Holder("seller", seller), "EUR")
    return done.payout_id, account


async def now(stage: Stage, payout_id: UUID) -> Payout:
    return await payout_of(stage.database.pool, payout_id)


async def send(stage: Stage, payout_id: UUID, *, times: int = 1) -> None:
    """As staff ask and the worker does, so many times over."""
    await send_by_provider(stage, STAFF, payout_id)
    ((payload,),) = await select(
        stage, "SELECT payload FROM jobs WHERE queue = 'send-payout' ORDER BY id DESC LIMIT 1"
    )
    job = reader_of(SendPayout)(payload).payload
    for _ in range(times):
        await transfer(stage, job.payout_id, WORKER, job.attempt)


def sent_to(stripe: StripeServer, account: str) -> list[int]:
    found = stripe.connect.transfers.values()
    return [one["amount"] for one in found if one["destination"] == account]


async def test_a_payout_is_sent_once(stage: Stage, stripe: StripeServer) -> None:
    payout, account = await a_payout(stage, stripe)
    asked = [send_by_provider(stage, STAFF, payout) for _ in range(4)]
    done = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, PayoutSettled) for one in done) == 3, "one asked"
    assert (await now(stage, payout)).status == "sending"
    assert "send-payout" in await jobs_due(stage)
    for said in (
        pay_payout(stage, STAFF, payout, "by hand"),
        fail_payout(stage, STAFF, payout, "no"),
    ):
        with pytest.raises(PayoutBeingSent):
            await said
    await asyncio.gather(*(transfer(stage, payout, WORKER) for _ in range(3)))
    assert sent_to(stripe, account) == [700]
    found = await now(stage, payout)
    assert found.status == "paid"
    assert found.reference in stripe.connect.transfers
    assert (await events_of(stage, payout)).count("seller.payout.paid") == 1


async def test_a_lost_answer_and_a_key_that_is_forgotten_send_nothing_twice(
    stage: Stage, stripe: StripeServer
) -> None:
    payout, account = await a_payout(stage, stripe)
    await send_by_provider(stage, STAFF, payout)
    stripe.away = True
    with pytest.raises(ProviderAway):
        await transfer(stage, payout, WORKER)
    stripe.away = False
    make = stripe.connect.transfer

    def lost(asked: dict[str, str]) -> dict[str, object]:
        stripe.answer_lost = True
        return make(asked)

    stripe.connect.transfer = lost  # type: ignore[method-assign]
    with pytest.raises(ProviderAway):
        await transfer(stage, payout, WORKER)
    stripe.connect.transfer = make  # type: ignore[method-assign]
    assert (await now(stage, payout)).status == "sending"
    stripe.forget_keys()
    await transfer(stage, payout, WORKER)
    assert sent_to(stripe, account) == [700]
    assert (await now(stage, payout)).status == "paid"


async def test_what_stripe_refuses_waits_for_a_person_and_is_sent_again_or_by_hand(
    stage: Stage, stripe: StripeServer
) -> None:
    payout, account = await a_payout(stage, stripe)
    stripe.connect.available = {}
    for _ in range(3):
        await send(stage, payout, times=2)
        found = await now(stage, payout)
        assert found.status == "refused"
        assert "insufficient" in str(found.reason)
    # On the same day: no key of before stands in the way.
    stripe.connect.available = {"eur": 700}
    await send(stage, payout, times=3)
    assert (await now(stage, payout)).status == "paid"
    assert sent_to(stripe, account) == [700]

    other, account = await a_payout(stage, stripe)
    await send(stage, other)
    assert (await now(stage, other)).status == "refused"
    await fail_payout(stage, STAFF, other, "They are gone")
    seller = (await now(stage, other)).seller_id
    assert seller is not None
    assert await balance(stage, seller) == (700, 0), "earned again"
    with pytest.raises(PayoutSettled):
        await send_by_provider(stage, STAFF, other)
    assert sent_to(stripe, account) == []


async def test_what_was_refused_for_its_account_is_sent_to_another_at_once(
    stage: Stage, stripe: StripeServer
) -> None:
    payout, closed = await a_payout(stage, stripe)
    stripe.connect.accounts[closed]["capabilities"]["transfers"] = "inactive"
    await send(stage, payout)
    found = await now(stage, payout)
    assert found.status == "refused"
    opened = stripe.connect.connect()
    await set_account(stage, STAFF, found.holder.id, PayoutAccount("stripe", opened))
    await send(stage, payout)
    assert (await now(stage, payout)).status == "paid"
    assert (sent_to(stripe, closed), sent_to(stripe, opened)) == ([], [700])


async def test_an_account_that_cannot_receive_is_not_taken(
    stage: Stage, stripe: StripeServer
) -> None:
    seller = await a_seller(stage)
    waits = stripe.connect.connect(transfers="pending")
    for account in ("acct_of_nobody", waits):
        with pytest.raises(AccountNotReady) as refused:
            await set_account(stage, STAFF, seller, PayoutAccount("stripe", account))
        assert refused.value.field == "account"
    with pytest.raises(ProviderUnknown):
        await set_account(stage, STAFF, seller, PayoutAccount("scripted", "acct_1"))
    payout, _ = await a_payout(stage, stripe)
    holder = (await now(stage, payout)).holder.id
    await set_account(stage, STAFF, holder, None)
    with pytest.raises(NoPayoutAccount):
        await send_by_provider(stage, STAFF, payout)
    await pay_payout(stage, STAFF, payout, "by hand, as before")


async def test_the_audit_notices_a_payout_that_nobody_sends(
    stage: Stage, stripe: StripeServer
) -> None:
    payout, _ = await a_payout(stage, stripe)
    await send_by_provider(stage, STAFF, payout)
    lost = "DELETE FROM jobs WHERE queue = 'send-payout'"
    report = await broken(stage.database.url, lost)
    assert [str(one.fault) for one in report.violations] == ["job"], report.text()
    await transfer(stage, payout, WORKER)


async def test_of_dinars_as_much_is_set_aside_as_stripe_sends(
    stage: Stage, stripe: StripeServer
) -> None:
    """It refuses thousandths, whatever staff try; they wait for the next payout."""
    stripe.connect.available = {"kwd": 100_000}
    seller, buyer = await a_seller(stage), a_customer()
    await set_up(stage, payout_hold_days=0)
    goods = await new_goods(stage, 3, price=12_345, currency="KWD")
    pool = stage.database.pool
    of_seller = "UPDATE products SET seller_id = $2 WHERE id = $1"
    await pool.execute(of_seller, goods.product_id, seller)
    await new_wallet(stage, buyer, 1_000_000, "KWD")
    await complete(stage, await buy(stage, buyer, cart_of(goods)))
    await work(stage)
    account, holder = stripe.connect.connect(), Holder("seller", seller)
    await set_account(stage, STAFF, seller, PayoutAccount("stripe", account))
    payout = (await propose_payout(stage, STAFF, holder, "KWD")).payout_id
    await send(stage, payout)
    assert ((await now(stage, payout)).status, sent_to(stripe, account)) == ("paid", [12_340])
    with pytest.raises(NothingToPayOut):
        await propose_payout(stage, STAFF, holder, "KWD")
    await complete(stage, await buy(stage, buyer, cart_of(goods)))
    await work(stage)
    last = (await propose_payout(stage, STAFF, holder, "KWD")).payout_id
    assert (await now(stage, last)).amount == 12_350
    # By hand any sum is sent.
    await fail_payout(stage, STAFF, last, "to the bank instead")
    bank = PayoutAccount("bank", "The Mill, 1234567, Gulf Bank")
    await set_account(stage, STAFF, seller, bank)
    by_hand = (await propose_payout(stage, STAFF, holder, "KWD")).payout_id
    assert (await now(stage, by_hand)).amount == 12_350
