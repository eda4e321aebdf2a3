"""What was paid into a wallet and given back on the provider's own pages: it is out of the wallet
once, as far as it was there; what was not is owed, and nothing is taken for it later."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.purpose import Purposes
from holdfast.flows.payments.refunds_there import look_there
from holdfast.flows.payments.resolve import StillPending
from holdfast.flows.wallets.top_ups import ForTopUps
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import correct, top_up
from holdfast.payments import Payment, RefundKept, RefundsThere, refunds_kept
from holdfast.views.agreement import audit_shop
from holdfast.wallets import Wallet
from holdfast.worker import payment_moves
from tests.db.event_log import drain
from tests.db.flows.wallets.conftest import STAFF, Bank
from tests.db.flows.wallets.test_top_ups import claim, pay
from tests.support.provider import RefundThere


class PaidIn:
    """50 euros are in a wallet, by a card; the provider has them under ``reference``."""

    def __init__(self, bank: Bank, wallet: Wallet, payment: Payment) -> None:
        assert payment.reference is not None
        self.bank, self.wallet, self.payment = bank, wallet, payment
        self.reference = payment.reference

    def there(self, amount: int, currency: str = "EUR") -> RefundThere:
        return self.bank.provider.gives(self.reference, amount, currency)

    async def look(self, treasury: Treasury | None = None) -> None:
        """The provider sent word."""
        purposes: Purposes = {"top-up": ForTopUps(treasury or self.bank.treasury)}
        await look_there(purposes, RefundsThere("scripted", self.reference))

    async def spend(self, amount: int) -> None:
        await correct(self.bank.treasury, Caller(STAFF), self.wallet.id, -amount, "spent")

    async def balance(self) -> int:
        return await self.bank.balance(self.wallet)

    async def kept(self) -> list[RefundKept]:
        return await refunds_kept(self.bank.database.pool, [self.payment.id])

    async def counts(self) -> list[tuple[str, int, int]]:
        return [(one.state, one.counted, one.over) for one in await self.kept()]

    async def moves(self) -> int:
        """What the provider moved, as it is reconciled."""
        await drain(payment_moves(self.bank.treasury.providers), self.bank.database)
        ((found,),) = await self.bank.rows(
            "SELECT coalesce(sum(amount), 0)::bigint FROM payment_moves WHERE payment_id = $1",
            self.payment.id,
        )
        return int(str(found))

    async def told(self) -> list[object]:
        """By the audit log, of the wallet."""
        rows = await self.bank.rows(
            "SELECT action, (data ->> 'over')::int FROM audit_log WHERE subject = $1"
            " AND action LIKE '%there%' ORDER BY id", str(self.wallet.id),
        )  # fmt: skip
        return [tuple(row) for row in rows]


@pytest.fixture
async def paid_in(bank: Bank) -> PaidIn:
    wallet = await bank.wallet(currency="EUR")
    begun = await pay(bank, wallet, 5000)
    await claim(bank, wallet, begun, 5000)
    payment = await bank.treasury.payments.get(begun.payment_id)
    assert payment is not None
    return PaidIn(bank, wallet, payment)


async def agrees(bank: Bank) -> None:
    async with bank.database.pool.acquire() as connection:
        report = await audit_shop(connection)
    assert report.clean, report.text()


async def test_it_is_out_of_the_wallet_once(paid_in: PaidIn) -> None:
    paid_in.there(2000)
    for _ in range(3):
        await paid_in.look()
    assert await paid_in.balance() == 3000
    assert await paid_in.counts() == [("made", 2000, 0)]
    assert await paid_in.moves() == 3000
    kinds = [(one.kind, one.change) for one in await paid_in.bank.statement(paid_in.wallet)]
    assert kinds == [("top-up-refund", -2000), ("top-up", 5000)]
    paid_in.there(3000)
    await paid_in.look()
    assert (await paid_in.balance(), await paid_in.moves()) == (0, 0)
    assert await paid_in.told() == [("wallet.refunded-there", None)] * 2
    await agrees(paid_in.bank)


async def test_what_is_not_there_any_more_is_owed_and_taken_of_nothing_later(
    paid_in: PaidIn,
) -> None:
    await paid_in.spend(4000)
    paid_in.there(3000)
    await paid_in.look()
    assert await paid_in.balance() == 0
    assert await paid_in.counts() == [("made", 1000, 2000)]
    assert await paid_in.told() == [("wallet.refunded-there", 2000)]
    await top_up(paid_in.bank.treasury, Caller(STAFF), paid_in.wallet.id, 700)
    await paid_in.look()
    assert await paid_in.balance() == 700
    assert await paid_in.moves() == 2000
    await agrees(paid_in.bank)


async def test_one_that_fails_is_in_the_wallet_again(paid_in: PaidIn) -> None:
    await paid_in.spend(4000)
    made = paid_in.there(3000)
    await paid_in.look()
    paid_in.bank.provider.gives_up(paid_in.reference, made)
    for _ in range(2):
        await paid_in.look()
    assert await paid_in.balance() == 1000
    assert await paid_in.counts() == [("failed", 1000, 0)]
    assert await paid_in.moves() == 5000
    await agrees(paid_in.bank)


async def test_several_are_heard_of_by_two_at_once_while_it_is_spent(paid_in: PaidIn) -> None:
    first, second = paid_in.bank.treasuries
    for amount in (1000, 1500, 2000):
        paid_in.there(amount)
    await asyncio.gather(
        *(paid_in.look(one) for one in (first, second, first, second)),
        *(paid_in.spend(100) for _ in range(5)),
    )
    assert await paid_in.counts() == [("made", 1000, 0), ("made", 1500, 0), ("made", 2000, 0)]
    assert await paid_in.balance() == 0
    assert await paid_in.moves() == 500
    await agrees(paid_in.bank)


async def test_word_before_it_is_in_the_wallet_waits(bank: Bank) -> None:
    wallet = await bank.wallet(currency="EUR")
    begun = await pay(bank, wallet, 5000)
    payment = await bank.treasury.payments.get(begun.payment_id)
    assert payment is not None
    paid_in = PaidIn(bank, wallet, payment)
    paid_in.there(5000)
    with pytest.raises(StillPending):
        await paid_in.look()
    assert await claim(bank, wallet, begun, 5000) == 5000
    await paid_in.look()
    assert await paid_in.balance() == 0


async def test_another_currency_takes_nothing(paid_in: PaidIn) -> None:
    paid_in.there(2000, "USD")
    await paid_in.look()
    assert await paid_in.balance() == 5000
    assert await paid_in.counts() == [("made", 0, 2000)]
    assert await paid_in.moves() == 5000
    await agrees(paid_in.bank)
