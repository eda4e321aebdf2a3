"""Of whom nothing is kept any more the service of payments hears by a letter, and takes away what
it has, once."""

import pytest

from holdfast.db.services import EVERYWHERE
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.messaging.messages import Forget
from holdfast.flows.messaging.post import Unreadable
from holdfast.flows.personal_data.by_message import OF_PAYMENTS
from holdfast.flows.personal_data.held import Stays
from holdfast.flows.personal_data.register import REGISTER
from holdfast.kit import shop_now
from holdfast.people import AccountClosed, Principal
from tests.db.flows.buying import a_customer
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.purses import balance_of, new_wallet


async def closed(shop: Shop, who: Principal, *, given_up: bool) -> None:
    async with shop.stage.database.transaction() as connection:
        fact = AccountClosed("owner", who.id, "ann@x.example", given_up)
        await write_event(connection, fact, who.user_id)


async def test_what_names_them_goes_and_money_that_is_given_up_with_it(shop: Shop) -> None:
    buyer, other, pool = a_customer(), a_customer(), shop.stage.database.pool
    wallet, kept = await new_wallet(shop.stage, buyer, 2000), await new_wallet(shop.stage, other, 7)
    for one in (buyer, other):
        await pool.execute(
            "INSERT INTO payment_customers (owner, provider, reference) VALUES ($1, 'x', $1)",
            one.id,
        )
    await closed(shop, buyer, given_up=True)
    (letter,) = await shop.posted()
    assert b"ann@" not in letter.body, "an address is nothing that it has to know"
    assert await shop.read(letter) == "done"
    assert (await balance_of(shop.stage, wallet), await balance_of(shop.stage, kept)) == (0, 7)
    rows = await pool.fetch("SELECT owner FROM payment_customers")
    assert [row[0] for row in rows] == [other.id]
    entries = await shop.entries()
    assert await shop.read(letter) == "repeated"
    assert await shop.entries() == entries


async def test_money_that_nobody_gave_up_stays(shop: Shop) -> None:
    buyer = a_customer()
    wallet = await new_wallet(shop.stage, buyer, 2000)
    await closed(shop, buyer, given_up=False)
    assert await shop.carry() == [("forget", "done")]
    assert await balance_of(shop.stage, wallet) == 2000


async def test_what_speaks_of_no_account_is_unreadable(shop: Shop) -> None:
    letter = shop.sealed(Forget(message_id="forget/x", at=shop_now(), owner="guest:1"))
    with pytest.raises(Unreadable):
        await shop.read(letter)


def test_of_what_every_service_has_nothing_is_left_out() -> None:
    """But for events, which there name nobody."""
    gone = {one.table for one in REGISTER if not isinstance(one.end, Stays)}
    assert gone & set(EVERYWHERE) - {"events"} == OF_PAYMENTS
