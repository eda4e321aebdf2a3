"""Paying into a wallet: the money a provider took is in the wallet, once, whatever dies between."""

import asyncio
import contextlib
from dataclasses import replace as with_parts
from datetime import timedelta

import pytest
from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    IdempotencyKeyReused,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    ProviderUnknown,
)
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.resolve import StillPending, resolve
from holdfast.flows.wallets.top_ups import AmountNotPaid, ForTopUps, begin_top_up, paid_top_up
from holdfast.flows.wallets.wallets import correct, top_up
from holdfast.kit import id_made_at, new_id, utc_now
from holdfast.ledger import MAX_BALANCE
from holdfast.payments import LearnFee, PaymentArrives, ResolvePayment, ResolveWalletPayment
from holdfast.people import Principal
from holdfast.wallets import Wallet, WalletNotFound
from holdfast.worker import payment_moves
from holdfast.worker.handlers import handlers
from tests.db.event_log import drain
from tests.db.flows.wallets.conftest import STAFF, Bank
from tests.support.provider import HttpProvider


def owner_of(wallet: Wallet) -> Principal:
    return Principal(wallet.owner, "user", frozenset({"customer"}))


async def pay(bank: Bank, wallet: Wallet, amount: int = 50, key: str | None = None) -> PaymentBegun:
    named = None if key is None else scoped_key("pay-in", wallet.owner, key, b"%d" % amount)
    return await begin_top_up(
        bank.treasury, Caller(owner_of(wallet), "r-pay", key=named), wallet.id, amount, "scripted"
    )


async def claim(bank: Bank, wallet: Wallet, begun: PaymentBegun, amount: int = 50) -> int:
    """Top up by the payment; the balance then. It must be done."""
    paid = await paid_top_up(
        bank.treasury, Caller(owner_of(wallet), "r-claim"), wallet.id, amount, begun.payment_id
    )
    assert paid.done
    return paid.standing.state.balance


async def status(bank: Bank, begun: PaymentBegun) -> str:
    payment = await bank.treasury.payments.get(begun.payment_id)
    assert payment is not None
    return payment.status


async def test_a_payment_tops_up_once_however_often_it_is_claimed(bank: Bank) -> None:
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    assert begun.status == "succeeded"
    assert await bank.balance(wallet) == 0
    answers = await asyncio.gather(
        *(
            paid_top_up(
                bank.treasuries[n % 2], Caller(owner_of(wallet)), wallet.id, 50, begun.payment_id
            )
            for n in range(16)
        )
    )
    assert {(one.done, one.standing.state.balance) for one in answers} == {(True, 50)}
    # Records of keys are kept for a day: what guards a payment is its own state.
    await bank.database.pool.execute("DELETE FROM ledger_idempotency")
    assert await claim(bank, wallet, begun) == 50
    await resolve(ForTopUps(bank.treasury), begun.payment_id)
    (movement,) = await bank.statement(wallet)
    assert (movement.kind, movement.change) == ("top-up", 50)
    assert (movement.payment_id, movement.reason) == (begun.payment_id, None)
    assert await bank.rows("SELECT counterparty FROM ledger_entries") == [("world/scripted",)]


async def test_whose_page_never_comes_back_gets_the_money_all_the_same(bank: Bank) -> None:
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    rows = await bank.rows("SELECT queue FROM jobs")
    assert rows == [("resolve-payment",)]
    await resolve(ForTopUps(bank.treasury), begun.payment_id)
    assert await bank.balance(wallet) == 50
    assert await claim(bank, wallet, begun) == 50
    assert await bank.journal(wallet) == 50


async def test_only_the_wallet_it_was_made_for_and_only_its_amount(bank: Bank) -> None:
    owner = bank.customer()
    wallet, euros = await bank.wallet(owner), await bank.wallet(owner, "EUR")
    other = await bank.wallet()
    begun = await pay(bank, wallet)
    for somebody, elsewhere in ((owner, euros), (owner_of(other), other)):
        with pytest.raises(PaymentNotFound):
            await paid_top_up(bank.treasury, Caller(somebody), elsewhere.id, 50, begun.payment_id)
    with pytest.raises(WalletNotFound):
        await paid_top_up(bank.treasury, Caller(owner_of(other)), wallet.id, 50, begun.payment_id)
    with pytest.raises(PaymentNotFound):
        await paid_top_up(bank.treasury, Caller(owner), wallet.id, 50, new_id())
    for amount in (49, 51, MAX_BALANCE + 1):
        with pytest.raises(AmountNotPaid) as refused:
            await paid_top_up(bank.treasury, Caller(owner), wallet.id, amount, begun.payment_id)
        assert refused.value.extra == {"paid": 50}
    with pytest.raises(WalletNotFound):
        await begin_top_up(bank.treasury, Caller(owner), other.id, 1, "scripted")
    with pytest.raises(ProviderUnknown):
        await begin_top_up(bank.treasury, Caller(owner), wallet.id, 1, "nobody")
    assert await bank.journal(wallet) + await bank.journal(euros) + await bank.journal(other) == 0


async def test_while_it_is_pending_nothing_is_in_the_wallet(bank: Bank) -> None:
    bank.provider.begins = "pending"
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    assert begun.status == "pending"
    paid = await paid_top_up(
        bank.treasury, Caller(owner_of(wallet)), wallet.id, 50, begun.payment_id
    )
    assert (paid.done, paid.standing.state.balance) == (False, 0)
    with pytest.raises(StillPending):
        await resolve(ForTopUps(bank.treasury), begun.payment_id)
    bank.provider.decide(wallet.id, "succeeded")
    assert await claim(bank, wallet, begun) == 50


async def test_a_declined_payment_puts_nothing_in_unless_the_provider_thinks_again(
    bank: Bank,
) -> None:
    bank.provider.begins = "failed"
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    assert begun.status == "failed"
    with pytest.raises(PaymentFailedProblem):
        await claim(bank, wallet, begun)
    await resolve(ForTopUps(bank.treasury), begun.payment_id)
    assert await bank.balance(wallet) == 0
    bank.provider.decide(wallet.id, "succeeded")
    assert await claim(bank, wallet, begun) == 50


async def test_a_provider_that_refuses_makes_no_payment(bank: Bank) -> None:
    bank.provider.refuses_payments = True
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    assert begun.status == "failed"
    with pytest.raises(PaymentFailedProblem):
        await claim(bank, wallet, begun)


async def test_what_the_provider_takes_back_before_it_is_claimed_is_not_put_in(bank: Bank) -> None:
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    bank.provider.decide(wallet.id, "failed")
    with pytest.raises(PaymentFailedProblem):
        await claim(bank, wallet, begun)
    assert await bank.balance(wallet) == 0


async def test_what_is_found_failed_by_another_request_meanwhile_is_not_told_as_done(
    bank: Bank,
) -> None:
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    gate = bank.provider.hang("confirm", "after")
    claiming = asyncio.create_task(claim(bank, wallet, begun))
    await gate.reached.wait()  # its provider says yes; then another request hears no
    await bank.database.pool.execute("UPDATE payments SET status = 'failed'")
    gate.opened.set()
    with pytest.raises(PaymentFailedProblem):
        await claiming
    assert await bank.balance(wallet) == 0


async def test_a_provider_that_speaks_of_another_payment_is_not_believed(bank: Bank) -> None:
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    (reference,) = bank.provider.charges
    sound = bank.provider.charges[reference]
    for wrong in (
        replace(sound, amount=49),
        replace(sound, currency="EUR"),
        replace(sound, subject_id=new_id()),
    ):
        bank.provider.charges[reference] = wrong
        with pytest.raises(PaymentNotFound):
            await claim(bank, wallet, begun)
    assert await bank.balance(wallet) == 0


async def test_a_provider_that_is_away_is_asked_again_with_the_same_key(bank: Bank) -> None:
    wallet = await bank.wallet()
    bank.provider.away = True
    begun = await pay(bank, wallet)
    assert begun.status == "pending"
    with pytest.raises(ProviderAway):
        await resolve(ForTopUps(bank.treasury), begun.payment_id)
    bank.provider.away = False
    await resolve(ForTopUps(bank.treasury), begun.payment_id)
    assert len(bank.provider.charges) == 1
    assert await bank.balance(wallet) == 50


async def test_killed_while_the_provider_is_asked_the_payment_is_found_again(bank: Bank) -> None:
    """The request dies after the provider has made the payment, before its answer is read."""
    wallet = await bank.wallet()
    gate = bank.provider.hang("create", "after")
    asking = asyncio.create_task(pay(bank, wallet))
    await gate.reached.wait()
    asking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asking
    gate.opened.set()
    (row,) = await bank.database.pool.fetch("SELECT id FROM payments WHERE reference IS NULL")
    await resolve(ForTopUps(bank.treasury), row["id"])
    assert len(bank.provider.charges) == 1
    assert await bank.balance(wallet) == 50


async def test_the_same_key_begins_one_payment(bank: Bank) -> None:
    wallet = await bank.wallet()
    answers = await asyncio.gather(*(pay(bank, wallet, key="k1") for _ in range(8)))
    answers.append(await pay(bank, wallet, key="k1"))
    assert len({one.payment_id for one in answers}) == 1
    assert len(bank.provider.charges) == 1
    with pytest.raises(IdempotencyKeyReused):
        await pay(bank, wallet, 51, key="k1")
    assert await claim(bank, wallet, answers[0]) == 50
    assert (await pay(bank, wallet, key="k1")).status == "succeeded"


async def test_what_would_not_fit_is_not_charged(bank: Bank) -> None:
    wallet = await bank.wallet()
    await top_up(bank.treasury, Caller(STAFF), wallet.id, MAX_BALANCE - 49)
    for amount in (50, MAX_BALANCE, 10**30):
        with pytest.raises(BalanceTooLarge):
            await pay(bank, wallet, amount)
    assert bank.provider.asked == 0
    assert await bank.rows("SELECT 1 FROM payments") == []


async def test_what_does_not_fit_any_more_is_kept_until_there_is_room(bank: Bank) -> None:
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    await top_up(bank.treasury, Caller(STAFF), wallet.id, MAX_BALANCE - 49)
    with pytest.raises(BalanceTooLarge):
        await claim(bank, wallet, begun)
    assert await status(bank, begun) == "succeeded"
    await correct(bank.treasury, Caller(STAFF), wallet.id, -1, "making room")
    assert await claim(bank, wallet, begun) == MAX_BALANCE


@pytest.mark.parametrize("kind", [ResolvePayment, PaymentArrives, ResolveWalletPayment])
async def test_a_job_that_names_the_payment_finds_what_it_is_for(
    bank: Bank, kind: type[ResolvePayment]
) -> None:
    """Also one that was left before payments had a purpose."""
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    run = handlers({"top-up": ForTopUps(bank.treasury)})[kind]
    for _ in range(2):
        await run(kind(begun.payment_id), "r-job")
    assert await bank.balance(wallet) == 50
    assert await status(bank, begun) == "credited"
    with pytest.raises(LookupError):
        await run(kind(new_id()), "r-job")


class TellsItsFee(HttpProvider):
    async def fee(self, _: str, __: str | None = None, /) -> int | None:
        return 3


async def test_what_a_provider_kept_of_a_top_up_is_asked_for_where_wallets_are(bank: Bank) -> None:
    providers = {"scripted": TellsItsFee(bank.provider.url)}
    treasury = with_parts(bank.treasury, providers=providers)
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    await claim(bank, wallet, begun)
    await drain(payment_moves(providers), bank.database)
    assert await bank.rows("SELECT queue FROM jobs WHERE queue = $1", LearnFee.NAME) != []
    run = handlers({"top-up": ForTopUps(treasury)})[LearnFee]
    await run(LearnFee(begun.payment_id), "r-job")
    assert await bank.rows("SELECT kind, fee FROM payment_moves") == [("captured", 3)]


async def test_a_payment_pending_for_too_long_is_called_off(bank: Bank) -> None:
    bank.provider.begins = "pending"
    wallet = await bank.wallet()
    begun = await pay(bank, wallet)
    with pytest.raises(StillPending):
        await resolve(ForTopUps(bank.treasury), begun.payment_id)
    before = id_made_at(utc_now() - timedelta(hours=2))
    await bank.database.pool.execute("UPDATE payments SET id = $1", before)
    await resolve(ForTopUps(bank.treasury), before)
    payment = await bank.treasury.payments.get(before)
    assert payment is not None
    assert payment.status == "failed"
    assert await bank.balance(wallet) == 0
