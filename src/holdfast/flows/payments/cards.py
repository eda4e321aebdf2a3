"""Cards that a provider keeps: with a payment whose buyer asked for it, on their account, and
removed there. Each is read from the provider, and shown to nobody but its owner."""

from msgspec import Struct

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
    CardsNotKept,
    CustomerGone,
    KeepsCards,
    NotChargedLater,
    Payment,
    PaymentProvider,
    ProviderRefused,
    SavedCard,
    charges_unattended,
    keeps_cards,
    with_cards,
)

__all__ = ["KeptCard", "add_card", "cards_of", "cards_with", "forget_card"]


class KeptCard(Struct, frozen=True):
    provider: str
    card: SavedCard


async def cards_with(
    shop: Shop,
    provider: PaymentProvider,
    payment: Payment,
    owner: str,
    *,
    save: bool,
    charge_later: bool = False,
) -> tuple[Rider, ...]:
    """What notes, with the payment's begin, that its owner's cards may be used for it, whether its
    own is to be kept, and charged later while they are not there. Nothing of who never asked for
    that. Raises :class:`CardsNotKept` and :class:`NotChargedLater`."""
    keeps = keeps_cards(provider)
    if charge_later and not charges_unattended(provider):
        raise NotChargedLater(
            "This way to pay charges no card while you are not there.", field="chargeLater"
        )
    if save and not keeps:
        raise CardsNotKept("Cards are not saved by this way to pay.", field="saveCard")
    if not (save or charge_later):
        if not keeps:
            return ()
        if await shop.payments.customers.reference(owner, payment.provider) is None:
            return ()
    asked = CardAsked(owner, save or (charge_later and keeps), charge_later)
    return (with_cards(payment.id, asked),)


async def cards_of(shop: Shop, owner: str) -> list[KeptCard]:
    """From the providers themselves. Raises a Problem while one is away."""
    found: list[KeptCard] = []
    for name, reference in await shop.payments.customers.all_of(owner):
        if (provider := _keeper(shop, name)) is not None:
            cards = await ask(shop, name, provider.cards(reference))
            found += [KeptCard(name, one) for one in cards]
    return found


async def add_card(shop: Shop, owner: str, name: str, return_url: str, key: str | None) -> str:
    """Where the buyer enters a card that is kept, and nothing is charged. Raises
    :class:`CardsNotKept`."""
    provider = provider_named(shop, name)
    if not keeps_cards(provider):
        raise CardsNotKept("Cards are not saved by this way to pay.", field="provider")
    customer = await customer_there(shop, name, provider, owner)
    once = key or str(new_id())
    try:
        try:
            return await _page(shop, name, provider, customer, return_url, once)
        except CustomerGone:
            customer = await customer_anew(shop, name, provider, owner, customer)
            return await _page(shop, name, provider, customer, return_url, once)
    except ProviderRefused as refused:
        raise CardsNotKept(
            "The payment provider does not take a card at the moment.", field="provider"
        ) from refused


async def _page(
    shop: Shop, name: str, provider: KeepsCards, customer: str, return_url: str, once: str
) -> str:
    key = f"card/{customer}/{once}"
    return await ask_with_key(shop, name, lambda: provider.new_card(customer, return_url, key))


async def forget_card(shop: Shop, owner: str, card_id: str) -> None:
    """The provider keeps it no longer. Raises :class:`CardNotFound`."""
    for one in await cards_of(shop, owner):
        provider = _keeper(shop, one.provider)
        if one.card.id == card_id and provider is not None:
            try:
                await ask(shop, one.provider, provider.forget_card(card_id))
            except ProviderRefused as refused:  # somebody was quicker
                raise CardNotFound("You have no such card.") from refused
            return
    raise CardNotFound("You have no such card.")


def _keeper(shop: Shop, name: str) -> KeepsCards | None:
    provider: object = shop.providers.get(name)
    return provider if keeps_cards(provider) else None
