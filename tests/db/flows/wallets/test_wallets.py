"""Wallets opened, topped up and corrected: what is true afterwards, also in a crowd."""

import asyncio
import random
from dataclasses import replace
from itertools import pairwise

import msgspec
import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import BalanceTooLarge, CurrencyUnknown, IdempotencyKeyReused
from holdfast.flows.wallets.wallets import (
    InsufficientBalance,
    PaymentRequired,
    correct,
    open_wallet,
    top_up,
)
from holdfast.kit import new_id
from holdfast.ledger import MAX_BALANCE, Accepted, Command, Outcome, Short, Withdraw
from holdfast.people import Principal
from holdfast.wallets import Wallet, WalletNotFound, wallet_key, wallet_owner
from tests.db.flows.wallets.conftest import STAFF, Bank


def owner_of(wallet: Wallet) -> Principal:
    return Principal(wallet.owner, "user", frozenset({"customer"}))


async def spend(bank: Bank, wallet: Wallet, amount: int, worker: int = 0) -> Outcome:
    """Take from a wallet as a purchase does."""
    order = f"order/{new_id()}"
    take = Withdraw(wallet.key, amount, unit=wallet.currency, counterparty=order)
    return await bank.treasuries[worker].ledger.commit(Command((take,), actor=wallet.owner))


# --- opening ----------------------------------------------------------------------------------


async def test_a_wallet_is_opened_once_for_each_currency(bank: Bank) -> None:
    owner = bank.customer()
    points = await open_wallet(bank.treasury, Caller(owner), "PTS")
    euros = await open_wallet(bank.treasury, Caller(owner), "EUR")
    again = await open_wallet(bank.treasury, Caller(owner), "PTS")
    assert (points.new, euros.new, again.new) == (True, True, False)
    assert again.standing == points.standing
    assert euros.standing.wallet.id != points.standing.wallet.id
    assert points.standing.state.balance == 0
    found = await bank.treasury.wallets.of_owner(owner.id)
    assert [one.currency for one in found] == ["EUR", "PTS"]


async def test_of_many_who_open_at_once_one_is_first_and_all_get_the_same(bank: Bank) -> None:
    owner = bank.customer()
    answers = await asyncio.gather(
        *(open_wallet(bank.treasuries[turn % 2], Caller(owner), "PTS") for turn in range(64))
    )
    assert sum(one.new for one in answers) == 1
    assert len({one.standing.wallet.id for one in answers}) == 1
    assert await bank.rows("SELECT count(*) FROM wallets") == [(1,)]


async def test_opening_again_with_the_same_key_answers_as_the_first_time(bank: Bank) -> None:
    owner = bank.customer()
    key = scoped_key("open-wallet", owner.id, "k1", b"PTS")
    first = await open_wallet(bank.treasury, Caller(owner, key=key), "PTS")
    again = await open_wallet(bank.treasury, Caller(owner, key=key), "PTS")
    assert first.new
    assert again == first
    other = scoped_key("open-wallet", owner.id, "k1", b"EUR")
    with pytest.raises(IdempotencyKeyReused):
        await open_wallet(bank.treasury, Caller(owner, key=other), "EUR")
    await open_wallet(bank.treasury, Caller(owner), "EUR")
    with pytest.raises(IdempotencyKeyReused):  # also where the wallet is there already
        await open_wallet(bank.treasury, Caller(owner, key=other), "EUR")


async def test_other_currencies_there_are_none(bank: Bank) -> None:
    for word in ("XXX", "pts", "EURO", ""):
        with pytest.raises(CurrencyUnknown):
            await open_wallet(bank.treasury, Caller(bank.customer()), word)


def test_a_key_names_its_owner() -> None:
    assert wallet_owner(wallet_key("user:1-2", "PTS")) == "user:1-2"


# --- topping up -------------------------------------------------------------------------------


async def test_a_top_up_with_the_same_key_counts_once(bank: Bank) -> None:
    wallet = await bank.wallet()
    owner = owner_of(wallet)
    key = scoped_key("top-up", owner.id, "k1", b"10")
    answers = await asyncio.gather(
        *(top_up(bank.treasuries[n % 2], Caller(owner, key=key), wallet.id, 10) for n in range(16))
    )
    answers.append(await top_up(bank.treasury, Caller(owner, key=key), wallet.id, 10))
    assert {one.state.balance for one in answers} == {10}
    assert await bank.journal(wallet) == 10
    with pytest.raises(IdempotencyKeyReused):
        other = scoped_key("top-up", owner.id, "k1", b"20")
        await top_up(bank.treasury, Caller(owner, key=other), wallet.id, 20)
    assert await bank.balance(wallet) == 10


async def test_a_balance_goes_up_to_the_last_number_json_can_say(bank: Bank) -> None:
    wallet = await bank.wallet()
    owner = owner_of(wallet)
    await top_up(bank.treasury, Caller(owner), wallet.id, MAX_BALANCE - 1)
    for amount in (2, MAX_BALANCE, MAX_BALANCE + 1, 10**30):
        with pytest.raises(BalanceTooLarge) as refused:
            await top_up(bank.treasury, Caller(owner), wallet.id, amount)
        assert refused.value.extra == {"limit": MAX_BALANCE}
    assert len(await bank.statement(wallet)) == 1
    full = await top_up(bank.treasury, Caller(owner), wallet.id, 1)
    assert full.state.balance == MAX_BALANCE


async def test_nobody_tops_up_anothers_wallet(bank: Bank) -> None:
    wallet = await bank.wallet()
    with pytest.raises(WalletNotFound):
        await top_up(bank.treasury, Caller(bank.customer()), wallet.id, 1)
    with pytest.raises(WalletNotFound):
        await top_up(bank.treasury, Caller(bank.customer()), new_id(), 1)
    assert await bank.statement(wallet) == []


async def test_where_nothing_is_given_away_a_top_up_needs_a_payment(bank: Bank) -> None:
    wallet = await bank.wallet()
    for treasury in bank.treasuries:
        real = replace(treasury, gives_freely=False)
        with pytest.raises(PaymentRequired):
            await top_up(real, Caller(owner_of(wallet)), wallet.id, 1)
        standing = await top_up(real, Caller(STAFF, "r1"), wallet.id, 1)
        assert standing.wallet == wallet
    assert await bank.balance(wallet) == 2
    rows = await bank.rows("SELECT actor, action, subject FROM audit_log")
    assert rows == [(STAFF.id, "wallet.topped-up", str(wallet.id))] * 2
    sources = await bank.rows("SELECT DISTINCT counterparty FROM ledger_entries")
    assert sources == [("world/staff",)]


# --- corrections ------------------------------------------------------------------------------


async def test_a_correction_stands_in_the_statement_and_in_the_audit_log(bank: Bank) -> None:
    wallet = await bank.wallet()
    await correct(bank.treasury, Caller(STAFF, "r1"), wallet.id, 30, "for the delay")
    key = scoped_key("correct", STAFF.id, "k1", b"-20")
    for _ in range(3):
        taken = await correct(
            bank.treasury, Caller(STAFF, "r2", key=key), wallet.id, -20, "counted twice"
        )
        assert taken.state.balance == 10
    newest, oldest = await bank.statement(wallet)
    assert (newest.kind, newest.change, newest.balance) == ("correction", -20, 10)
    assert (newest.reason, newest.actor, newest.request) == ("counted twice", STAFF.id, "r2")
    assert (oldest.kind, oldest.change, oldest.reason) == ("correction", 30, "for the delay")
    lines = await bank.rows("SELECT actor, action, data::text, request FROM audit_log ORDER BY id")
    assert [(line[0], line[1], line[3]) for line in lines] == [
        (STAFF.id, "wallet.corrected", "r1"),
        (STAFF.id, "wallet.corrected", "r2"),
    ]
    assert msgspec.json.decode(str(lines[1][2])) == {
        "owner": wallet.owner,
        "currency": "PTS",
        "amount": -20,
        "reason": "counted twice",
    }


async def test_a_correction_never_takes_more_than_there_is(bank: Bank) -> None:
    wallet = await bank.wallet()
    await correct(bank.treasury, Caller(STAFF), wallet.id, 5, "a gift")
    for amount in (-6, -MAX_BALANCE):
        with pytest.raises(InsufficientBalance) as refused:
            await correct(bank.treasury, Caller(STAFF), wallet.id, amount, "too much")
        assert refused.value.extra["available"] == 5
        assert refused.value.extra["missing"] == -amount - 5
    with pytest.raises(BalanceTooLarge):
        await correct(bank.treasury, Caller(STAFF), wallet.id, MAX_BALANCE, "too much")
    with pytest.raises(WalletNotFound):
        await correct(bank.treasury, Caller(STAFF), new_id(), 1, "nobody's")
    assert await bank.balance(wallet) == 5
    assert await bank.rows("SELECT count(*) FROM audit_log") == [(1,)]


# --- a crowd ----------------------------------------------------------------------------------


@pytest.mark.slow
async def test_500_top_ups_and_2000_purchases_of_one_wallet_at_64_at_a_time(bank: Bank) -> None:
    """Every top-up is in, the balance never below zero, and balance, journal and statement say
    the same."""
    wallet = await bank.wallet()
    owner = owner_of(wallet)
    await top_up(bank.treasury, Caller(owner), wallet.id, 1000)
    work = ["top-up"] * 500 + ["purchase"] * 2000
    random.Random(7).shuffle(work)
    bought = short = 0

    async def visitor(worker: int) -> None:
        nonlocal bought, short
        while work:
            if work.pop() == "top-up":
                await top_up(bank.treasuries[worker], Caller(owner), wallet.id, 1)
                continue
            outcome = await spend(bank, wallet, 1, worker)
            assert isinstance(outcome, Accepted | Short), outcome
            bought += isinstance(outcome, Accepted)
            short += isinstance(outcome, Short)

    await asyncio.gather(*(visitor(number % 2) for number in range(64)))
    assert bought + short == 2000
    statement = await bank.statement(wallet)
    kinds = [one.kind for one in statement]
    assert kinds.count("top-up") == 501
    assert kinds.count("purchase") == bought
    assert [one.version for one in statement] == list(range(len(statement), 0, -1))
    assert min(one.balance for one in statement) >= 0
    for after, before in pairwise(statement):
        assert after.balance == before.balance + after.change
    expected = 1500 - bought
    assert statement[0].balance == expected
    assert await bank.balance(wallet) == expected
    assert await bank.journal(wallet) == expected
