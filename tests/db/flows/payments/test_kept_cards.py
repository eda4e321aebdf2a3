"""Whose a card is that its provider knows by its id alone: kept once for who asked, and never again
for who took it off."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.payments.cards import add_card, cards_of, forget_card, keep_card
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.repeats.keeping import ChangeWanted, change_repeat
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.payments import CardNotFound
from holdfast.people import Principal, user_owner
from tests.db.flows.buying import a_customer
from tests.db.flows.payments.keeping import BACK, paid_there
from tests.db.flows.repeats.charging import by_card, charge, charging
from tests.db.flows.repeats.repeating import (
    look,
    now_of,
    ordered,
    repeated_goods,
    settles,
    steps_of,
)
from tests.db.flows.settlement.receipting import A_USER, RULES
from tests.db.flows.stage import Stage, select
from tests.support.banks import OfYooKassa
from tests.support.yookassa import YooKassaServer


@pytest.fixture
def bank() -> Iterator[OfYooKassa]:
    with YooKassaServer.running() as running:
        yield OfYooKassa(running)


@pytest.fixture
async def shop(stage: Stage, bank: OfYooKassa) -> AsyncIterator[ShopParts]:
    async with charging(stage, bank) as parts:
        yield parts


async def _kept(shop: ShopParts, buyer: Principal) -> list[str]:
    return [one.card.id for one in await cards_of(shop, buyer.id)]


async def _agreed(shop: ShopParts, buyer: Principal) -> list[bool]:
    rows = await select(shop, "SELECT unattended FROM kept_cards WHERE owner = $1", buyer.id)
    return [row[0] for row in rows]


async def test_it_is_kept_once_for_who_asked_however_often_that_is_looked_at(
    shop: ShopParts, bank: OfYooKassa, stage: Stage
) -> None:
    buyer, other = a_customer(), a_customer()
    paid, plain = (
        await paid_there(shop, bank, buyer),
        await paid_there(shop, bank, other, save=False),
    )
    async with charging(await stage.spare(), bank) as second:
        both = (shop, second) * 3
        kept = await asyncio.gather(*(keep_card(parts, paid) for parts in both))
    assert await keep_card(shop, plain) is None
    assert {None if one is None else one.id for one in kept} == {paid.reference}
    assert await _kept(shop, buyer) == [paid.reference]
    assert await _agreed(shop, buyer) == [False], "to pay with it, and to no more"
    assert await _kept(shop, other) == []


async def test_who_took_it_off_does_not_get_it_back_by_a_job_that_comes_late(
    shop: ShopParts, bank: OfYooKassa
) -> None:
    buyer = a_customer()
    paid = await paid_there(shop, bank, buyer)
    await keep_card(shop, paid)
    assert paid.reference is not None
    with pytest.raises(CardNotFound):
        await forget_card(shop, a_customer().id, paid.reference)
    await forget_card(shop, buyer.id, paid.reference)
    assert await keep_card(shop, paid) is None
    assert await _kept(shop, buyer) == []
    with pytest.raises(CardNotFound):
        await forget_card(shop, buyer.id, paid.reference)


async def test_nobody_has_more_than_twenty(shop: ShopParts, bank: OfYooKassa) -> None:
    buyer = a_customer()
    await shop.database.pool.execute(
        "INSERT INTO kept_cards (provider, card, owner, brand, last_digits, expires_month,"
        " expires_year, kept_at) SELECT 'yookassa', 'card-' || n, $1, 'Mir', '0000', 1, 2034,"
        " clock_timestamp() FROM generate_series(1, 20) AS n",
        buyer.id,
    )
    paid = await paid_there(shop, bank, buyer)
    assert await keep_card(shop, paid) is None
    assert await add_card(shop, buyer.id, "yookassa", BACK, "a-key")
    ((page,),) = await select(shop, "SELECT card FROM kept_cards WHERE kept_at IS NULL")
    bank.server.visit(page, "pay")
    assert page not in await _kept(shop, buyer)
    await forget_card(shop, buyer.id, "card-7")
    assert await keep_card(shop, paid) is not None
    assert len(await _kept(shop, buyer)) == 20


async def test_a_card_that_is_entered_on_its_page_is_theirs_and_a_page_that_nobody_used_is_not(
    shop: ShopParts, bank: OfYooKassa
) -> None:
    buyer = a_customer()
    for key in ("one", "one", "two", "three"):
        await add_card(shop, buyer.id, "yookassa", BACK, key)
    pages = [row[0] for row in await select(shop, "SELECT card FROM kept_cards ORDER BY begun_at")]
    assert len(pages) == 3
    assert await _kept(shop, buyer) == [], "nothing is entered yet"
    bank.server.visit(pages[0], "pay")
    bank.server.visit(pages[1], "decline")
    bank.server.away = True
    assert await _kept(shop, buyer) == [], "it is not known"
    bank.server.away = False
    assert await _kept(shop, buyer) == [pages[0]]
    await shop.database.pool.execute(
        "UPDATE kept_cards SET begun_at = begun_at - interval '3 hours'"
    )
    assert await _kept(shop, buyer) == [pages[0]]
    left = await select(shop, "SELECT card FROM kept_cards WHERE kept_at IS NULL")
    assert left == [], "a page lasts an hour"


async def test_what_its_owner_agreed_to_stands_with_it(shop: ShopParts, bank: OfYooKassa) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert await _agreed(shop, buyer) == [True], "it was kept to be charged alone"
    paid = await paid_there(shop, bank, buyer)
    kept = await keep_card(shop, paid)
    assert kept is not None
    await change_repeat(shop, Caller(buyer), one.id, ChangeWanted(pay_by="card", card_id=kept.id))
    assert await _agreed(shop, buyer) == [True, True], "by choosing it there"


async def test_a_card_that_is_not_kept_here_any_more_is_not_charged(
    shop: ShopParts, bank: OfYooKassa
) -> None:
    """Though YooKassa would: it was chosen at the moment at which it was taken off."""
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert one.card is not None
    await forget_card(shop, buyer.id, one.card.id)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    assert bank.charges() == []
    assert (await steps_of(shop, one))[-1].reason == "gone"
    assert (await now_of(shop, one)).pay_by == "link"


@pytest.mark.parametrize("how", ["permission_revoked", "unknown"])
async def test_one_that_its_owner_revoked_there_or_that_is_not_known_there_is_forgotten(
    shop: ShopParts, bank: OfYooKassa, how: str
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert one.card is not None
    if how == "unknown":
        del bank.server.book.cards.methods[one.card.id]
    else:
        bank.server.book.cards.refuse[one.card.id] = how
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    await follow_repeat(shop, placed, NOBODY)
    assert (await steps_of(shop, one))[-1].reason == "gone"
    assert (await now_of(shop, one)).pay_by == "link"
    assert await _kept(shop, buyer) == []


async def test_a_shop_that_may_not_charge_cards_any_more_sends_the_link_and_keeps_the_card(
    shop: ShopParts, bank: OfYooKassa
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    bank.server.book.cards.allowed = False
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    assert (await steps_of(shop, one))[-1].reason == "other"
    assert (await now_of(shop, one)).pay_by == "card"
    assert len(await _kept(shop, buyer)) == 1
    ((provider,),) = await select(shop, "SELECT provider FROM cards_forbidden")
    assert provider == "yookassa"
    bank.server.book.cards.allowed = True
    await paid_there(shop, bank, buyer)
    assert await select(shop, "SELECT provider FROM cards_forbidden") == []


async def test_a_charge_goes_with_its_receipt(shop: ShopParts, bank: OfYooKassa) -> None:
    bank.server.book.receipts = "yookassa"
    await settles(shop, currency="RUB", receipts=RULES)
    user = new_id()
    await shop.database.pool.execute(A_USER, user, "ann@shop.example")
    buyer = Principal(user_owner(user), "user", frozenset({"customer"}), "192.0.2.1")
    goods = await repeated_goods(shop, 9, currency="RUB")
    one = await by_card(shop, bank, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    (charged,) = bank.charges()
    (said,) = bank.server.book.payment(charged.reference)["_receipts"]
    assert (said["customer"], charged.taken) == ({"email": "ann@shop.example"}, 450)
    assert [item["amount"]["value"] for item in said["items"]] == ["4.50"]
