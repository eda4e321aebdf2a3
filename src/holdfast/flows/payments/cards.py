"""Cards that a provider keeps: with a payment whose buyer asked for it, on their account, and
forgotten. One that knows whose they are is asked for them; of any other they are kept here. Each is
shown to nobody but its owner."""

from contextlib import suppress

from msgspec import Struct

from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.payments.providers import (
    Shop,
    ask,
    ask_with_key,
    customer_anew,
    customer_there,
    provider_named,
)
from holdfast.kit import new_id
from holdfast.ledger import Rider
from holdfast.payments import (
    CardAsked,
    CardNotFound,
    CardsForbidden,
    CardsNotKept,
    CustomerGone,
    KnowsCustomers,
    NamesCards,
    NotChargedLater,
    Payment,
    PaymentProvider,
    ProviderRefused,
    SavedCard,
    by_card,
    cards_chosen_here,
    charges_kept,
    keeps_cards,
    knows_customers,
    names_cards,
    with_cards,
)

__all__ = [
    "ChosenCard", "KeptCard", "add_card", "cards_of", "cards_with", "forget_card", "is_kept",
    "keep_card", "must_be_chosen_here", "must_be_kept",
]  # fmt: skip


class KeptCard(Struct, frozen=True):
    provider: str
    card: SavedCard


class ChosenCard(Struct, frozen=True):
    """Which is charged, as the ``nth`` kept one for its order."""

    id: str
    nth: int


async def cards_with(
    shop: Shop,
    provider: PaymentProvider,
    payment: Payment,
    owner: str,
    *,
    save: bool,
    charge_later: bool = False,
    card: ChosenCard | None = None,
) -> tuple[Rider, ...]:
    """What notes, with the payment's begin, that its owner's cards may be used for it, whether its
    own is to be kept, and charged later while they are not there; or which ``card`` of theirs pays
    it. Nothing of who never asked for that. Raises :class:`CardsNotKept` and
    :class:`NotChargedLater`."""
    keeps = keeps_cards(provider)
    if charge_later and not charges_kept(provider):
        raise NotChargedLater(
            "This way to pay charges no card while you are not there.", field="chargeLater"
        )
    if card is not None:
        chosen = CardAsked(owner, save=False, unattended=charge_later, card=card.id)
        return (by_card(payment.id, chosen, payment.subject_id, card.nth),)
    if save and not keeps:
        raise CardsNotKept("Cards are not saved by this way to pay.", field="saveCard")
    if not (save or charge_later):
        if not keeps:
            return ()
        if await shop.payments.customers.reference(owner, payment.provider) is None:
            return ()
    asked = CardAsked(owner, save or (charge_later and keeps), charge_later)
    return (with_cards(payment.id, asked),)


async def keep_card(shop: Shop, payment: Payment) -> SavedCard | None:
    """The card that a payment was made with and that its owner asked to be kept, from now on, or
    agreed to be charged; None if it is not, or they want that no more. Raises a Problem while the
    provider is away."""
    asked = await shop.payments.customers.asked(payment.id)
    provider: object = shop.providers.get(payment.provider)
    if asked is None or payment.reference is None or not charges_kept(provider):
        return None
    customer = None
    if _knowing(shop, payment.provider) is not None:
        customer = await shop.payments.customers.reference(asked.owner, payment.provider)
    try:
        card = await ask(shop, payment.provider, provider.kept_card(payment.reference, customer))
    except ProviderRefused:
        return None
    if card is None or not names_cards(shop.providers.get(payment.provider)):
        return card
    return await shop.payments.cards.keep(payment.id, asked, payment.provider, card)


async def cards_of(shop: Shop, owner: str) -> list[KeptCard]:
    """From the providers that know them, and from here. Raises a Problem while one of those is
    away."""
    found: list[KeptCard] = []
    for name, reference in await shop.payments.customers.all_of(owner):
        if (provider := _knowing(shop, name)) is not None:
            cards = await ask(shop, name, provider.cards(reference))
            found += [KeptCard(name, one) for one in cards]
    await _look_at_pages(shop, owner)
    return found + [KeptCard(name, card) for name, card in await shop.payments.cards.of(owner)]


async def is_kept(shop: Shop, owner: str, name: str, card_id: str) -> bool:
    """Whether it is their card still. Raises a Problem while a provider that knows is away."""
    if (provider := _knowing(shop, name)) is None:
        return await shop.payments.cards.is_kept(owner, name, card_id)
    customer = await shop.payments.customers.reference(owner, name)
    if customer is None:
        return False
    kept = await ask(shop, name, provider.cards(customer))
    return any(each.id == card_id for each in kept)


async def must_be_kept(shop: Shop, owner: str, name: str, card_id: str) -> None:
    """Before one is charged that its provider would charge whoever took it off. Raises
    :class:`CardNotFound`."""
    named = names_cards(shop.providers.get(name))
    if named and not await shop.payments.cards.is_kept(owner, name, card_id):
        raise CardNotFound("You have no such card.")


async def must_be_chosen_here(
    shop: Shop, provider: PaymentProvider, owner: str, name: str, card_id: str
) -> None:
    """Raises :class:`CardsNotKept` where kept cards are not chosen at the shop's till,
    :class:`CardNotFound` of one that is not theirs."""
    if not cards_chosen_here(provider):
        raise CardsNotKept("Saved cards are not chosen here by this way to pay.", field="cardId")
    await must_be_kept(shop, owner, name, card_id)


async def add_card(shop: Shop, owner: str, name: str, return_url: str, key: str | None) -> str:
    """Where the buyer enters a card that is kept, and nothing is charged. Raises
    :class:`CardsNotKept`."""
    provider = provider_named(shop, name)
    if not keeps_cards(provider):
        raise CardsNotKept("Cards are not saved by this way to pay.", field="provider")
    once = key or str(new_id())
    try:
        if knows_customers(provider):
            return await _page_of_customer(shop, name, provider, owner, return_url, once)
        if names_cards(provider):
            return await _page_of_card(shop, name, provider, owner, return_url, once)
    except ProviderRefused as refused:
        if isinstance(refused, CardsForbidden):
            await shop.payments.cards.forbidden(name, str(refused))
        raise CardsNotKept(
            "The payment provider does not take a card at the moment.", field="provider"
        ) from refused
    raise CardsNotKept("Cards are not saved by this way to pay.", field="provider")


async def _page_of_customer(
    shop: Shop, name: str, provider: KnowsCustomers, owner: str, return_url: str, once: str
) -> str:
    customer = await customer_there(shop, name, provider, owner)

    async def page(customer: str) -> str:
        key = f"card/{customer}/{once}"
        return await ask_with_key(shop, name, lambda: provider.new_card(customer, return_url, key))

    try:
        return await page(customer)
    except CustomerGone:
        return await page(await customer_anew(shop, name, provider, owner, customer))


async def _page_of_card(
    shop: Shop, name: str, provider: NamesCards, owner: str, return_url: str, once: str
) -> str:
    """What is entered there is theirs, as is noted before they go."""
    key = f"card/{owner}/{once}"
    page = await ask_with_key(shop, name, lambda: provider.card_page(return_url, key))
    await shop.payments.cards.page_begun(owner, name, page.card)
    return page.url


async def _look_at_pages(shop: Shop, owner: str) -> None:
    """What they have entered by now is kept. While its provider is away it is not known."""
    for name, card_id in await shop.payments.cards.pages_of(owner):
        provider: object = shop.providers.get(name)
        if not names_cards(provider):
            continue
        with suppress(ProviderAway, ProviderRefused):
            found = await ask(shop, name, provider.entered(card_id))
            if isinstance(found, SavedCard):
                await shop.payments.cards.entered(owner, name, found)
            elif found == "gone":
                await shop.payments.cards.not_entered(owner, name, card_id)


async def forget_card(shop: Shop, owner: str, card_id: str) -> None:
    """It is kept no longer. Raises :class:`CardNotFound`."""
    for one in await cards_of(shop, owner):
        if one.card.id != card_id:
            continue
        if (provider := _knowing(shop, one.provider)) is None:
            gone = await shop.payments.cards.forget(owner, one.provider, card_id)
        else:
            gone = await _forgotten_there(shop, one.provider, provider, card_id)
        if gone:
            return
    raise CardNotFound("You have no such card.")


async def _forgotten_there(shop: Shop, name: str, provider: KnowsCustomers, card_id: str) -> bool:
    try:
        await ask(shop, name, provider.forget_card(card_id))
    except ProviderRefused:  # somebody was quicker
        return False
    return True


def _knowing(shop: Shop, name: str) -> KnowsCustomers | None:
    provider: object = shop.providers.get(name)
    return provider if knows_customers(provider) else None
