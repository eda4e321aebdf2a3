"""Whose payment into a wallet was given back at the provider is told so, by name of the provider,
with what left the wallet and what they owe."""

from collections.abc import AsyncIterator

import pytest

from holdfast.kit import new_id
from holdfast.payments import PaidBack
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import sent_all
from tests.db.flows.mailing.test_work import said_to, told_of
from tests.support.mailing_process import mailer_on


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def test_who_paid_into_a_wallet_hears_what_went_back_of_it(office: PostOffice) -> None:
    owner = f"user:{await office.a_person('ann@x.example')}"
    wallet, payment = new_id(), new_id()
    pool = office.parts.database.pool
    await pool.execute(
        "INSERT INTO wallets (id, owner, currency) VALUES ($1, $2, 'EUR')", wallet, owner
    )
    await pool.execute(
        "INSERT INTO payments"
        " (id, subject_id, purpose, provider, reference, amount, currency, status, settled_at)"
        " VALUES ($1, $2, 'top-up', 'stripe', 'pi_1', 5000, 'EUR', 'credited', now())",
        payment, wallet,
    )  # fmt: skip
    log = await told_of(
        office,
        (PaidBack(wallet, new_id(), 5000, 3000, "EUR"), payment),
        (PaidBack(wallet, new_id(), -5000, -3000, "EUR"), payment),
    )
    assert said_to(log) == [("top-up-refunded", "ann@x.example")] * 2
    await sent_all(office, mailer_on(office.mailing, office.server.port))
    titles = sorted(one["title"] for one in await office.log())
    assert titles == [
        "A refund did not reach you: €50", "Refunded out of your wallet: €50",
    ]  # fmt: skip
    texts = " ".join(one.text("html") for one in office.server.took)
    assert "back by Stripe" in texts
    assert "€20 of it was not in your wallet any more" in texts
    assert "€30 of it had been taken out of your wallet and is there again" in texts
