"""Cards that YooKassa keeps, as its port tells of them: charged without their owner, declined, not
known any more; and a shop that it allows nothing of that."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from holdfast.payments import (
    CardGone,
    CardsForbidden,
    ChargeRequest,
    Declined,
    KeyRefused,
    ProviderRefused,
    SavedCard,
)
from holdfast.payments.providers.yookassa import YooKassaProvider
from tests.support.yookassa import KEY, SHOP, YooKassaServer

ON_ITS_PAGE = ChargeRequest(
    UUID(int=7), 1234, "RUB", datetime(2030, 1, 1, tzinfo=UTC), return_url="https://shop.example/o"
)
KEPT = replace(ON_ITS_PAGE, save_card=True)
ALONE = replace(ON_ITS_PAGE, return_url=None)


@pytest.fixture
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        yield running


@pytest.fixture
async def provider(yookassa: YooKassaServer) -> AsyncIterator[YooKassaProvider]:
    opened = YooKassaProvider(SHOP, KEY, saves_cards=True, url=yookassa.url)
    yield opened
    await opened.close()


@pytest.fixture
async def two_stage(yookassa: YooKassaServer) -> AsyncIterator[YooKassaProvider]:
    opened = YooKassaProvider(SHOP, KEY, two_stage=True, saves_cards=True, url=yookassa.url)
    yield opened
    await opened.close()


async def kept(yookassa: YooKassaServer, provider: YooKassaProvider) -> SavedCard:
    """A card whose owner typed it and asked for it to be kept."""
    charge = await provider.create(KEPT, str(uuid4()))
    yookassa.visit(charge.reference, "pay")
    card = await provider.kept_card(charge.reference, None)
    assert card is not None
    return card


async def test_a_card_is_kept_for_who_asked_and_charged_without_its_page(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    plain = await provider.create(ON_ITS_PAGE, str(uuid4()))
    yookassa.visit(plain.reference, "pay")
    assert await provider.kept_card(plain.reference, None) is None, "nobody asked for that"
    card = await kept(yookassa, provider)
    assert card == SavedCard(card.id, "MasterCard", "4444", 7, 2030)
    for _ in range(2):
        charge = await provider.charge_kept(replace(ALONE, card=card.id), "a-day")
        assert (charge.status, charge.amount, charge.next_action) == ("succeeded", 1234, None)
    made = [one for one in yookassa.book.payments.values() if "_return" not in one]
    assert [one["metadata"] for one in made] == [{"holdfast": "a-day", "subject": str(UUID(int=7))}]
    assert await provider.kept_card(charge.reference, None) == card, "it is the same card"
    assert await provider.refund(charge.reference, 1234, "back") == "succeeded"


async def test_in_two_stages_it_is_set_aside_first(
    yookassa: YooKassaServer, two_stage: YooKassaProvider
) -> None:
    card = await kept(yookassa, two_stage)
    charge = await two_stage.charge_kept(replace(ALONE, card=card.id), "a-day")
    assert charge.status == "authorized"
    assert charge.held_until is not None
    taken = await two_stage.capture(charge.reference, 1000, "taken")
    assert taken is not None
    assert (taken.status, taken.amount) == ("succeeded", 1000)


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("insufficient_funds", "later"),
        ("issuer_unavailable", "later"),
        ("internal_timeout", "later"),
        ("payment_method_limit_exceeded", "later"),
        ("3d_secure_failed", "authentication"),
        ("permission_revoked", "gone"),
        ("card_expired", "declined"),
        ("general_decline", "declined"),
        ("payment_method_restricted", "declined"),
        ("a-reason-of-tomorrow", "declined"),
    ],
)
async def test_a_decline_says_whether_it_passes_and_the_same_key_says_it_again(
    yookassa: YooKassaServer, provider: YooKassaProvider, reason: str, why: Declined
) -> None:
    card = await kept(yookassa, provider)
    yookassa.book.cards.refuse[card.id] = reason
    charge = await provider.charge_kept(replace(ALONE, card=card.id), "a-day")
    assert (charge.status, charge.why) == ("failed", why)
    yookassa.book.cards.refuse.clear()
    assert await provider.charge_kept(replace(ALONE, card=card.id), "a-day") == charge
    assert await provider.confirm(charge.reference) == charge


async def test_a_card_that_it_does_not_know_is_gone_and_any_other_refusal_is_not(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    card = await kept(yookassa, provider)
    with pytest.raises(CardGone):
        await provider.charge_kept(replace(ALONE, card=str(uuid4())), "a-day")
    for wrong in (replace(ALONE, card=card.id, currency="XOF"), ALONE):
        with pytest.raises(ProviderRefused) as refused:
            await provider.charge_kept(wrong, str(uuid4()))
        assert not isinstance(refused.value, CardGone)


async def test_a_shop_that_it_does_not_allow_that_is_paid_all_the_same(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    card = await kept(yookassa, provider)
    yookassa.book.cards.allowed = False
    before = len(yookassa.book.payments)
    charge = await provider.create(KEPT, "a-purchase")
    assert charge.next_action is not None
    assert "can't make recurring payments" in charge.forbidden
    assert await provider.create(KEPT, "a-purchase") == charge
    assert len(yookassa.book.payments) == before + 1, "one, however often it is asked for"
    yookassa.visit(charge.reference, "pay")
    assert await provider.kept_card(charge.reference, None) is None
    with pytest.raises(CardsForbidden):
        await provider.charge_kept(replace(ALONE, card=card.id), "a-day")
    with pytest.raises(CardsForbidden):
        await provider.card_page("https://shop.example/account", "a-card")


async def test_a_key_that_is_not_taken_is_told_from_what_is_not_allowed(
    yookassa: YooKassaServer,
) -> None:
    stranger = YooKassaProvider(SHOP, "wrong", saves_cards=True, url=yookassa.url)
    for call in (stranger.create(KEPT, "a"), stranger.charge_kept(replace(ALONE, card="c"), "b")):
        with pytest.raises(KeyRefused):
            await call
    await stranger.close()


async def test_where_it_is_not_switched_on_nothing_is_kept(yookassa: YooKassaServer) -> None:
    without = YooKassaProvider(SHOP, KEY, url=yookassa.url)
    assert (without.keeps_cards, without.charges_kept) == (False, False)
    charge = await without.create(KEPT, "a-purchase")
    yookassa.visit(charge.reference, "pay")
    assert await without.kept_card(charge.reference, None) is None
    await without.close()


async def test_a_card_is_entered_without_paying_or_is_not(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    page = await provider.card_page("https://shop.example/account", "card/" + "k" * 80)
    assert page == await provider.card_page("https://shop.example/account", "card/" + "k" * 80)
    assert page.url == f"{yookassa.url}/pay/{page.card}"
    assert await provider.entered(page.card) == "waits"
    assert yookassa.visit(page.card, "pay") == "https://shop.example/account"
    card = await provider.entered(page.card)
    assert card == SavedCard(page.card, "MasterCard", "4444", 7, 2030)
    charge = await provider.charge_kept(replace(ALONE, card=page.card), "a-day")
    assert charge.status == "succeeded"
    other = await provider.card_page("https://shop.example/account", "another")
    yookassa.visit(other.card, "decline")
    assert await provider.entered(other.card) == "gone"
    assert await provider.entered(str(uuid4())) == "gone"
