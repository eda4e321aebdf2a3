"""What a provider is able to do beside taking payments, looked up once for each kind of them."""

from functools import cache
from typing import TypeGuard

from holdfast.payments.provider import HoldsMoney, SendsReceipts, TakesCurrencies, TakesWholes
from holdfast.payments.provider_cards import ChargesKept, KeepsCards, KnowsCustomers, NamesCards


def holds_money(provider: object) -> TypeGuard[HoldsMoney]:
    """Whether it sets money aside where it is asked to."""
    return _is_able((type(provider), HoldsMoney)) and bool(getattr(provider, "holds_money", False))


def takes_currencies(provider: object) -> TypeGuard[TakesCurrencies]:
    """Whether it takes some currencies alone."""
    return _is_able((type(provider), TakesCurrencies))


def takes_wholes(provider: object) -> TypeGuard[TakesWholes]:
    """Whether it takes some currencies in larger steps than they have."""
    return _is_able((type(provider), TakesWholes))


def sends_receipts(provider: object) -> TypeGuard[SendsReceipts]:
    """Whether it sends receipts to the tax service."""
    return _is_able((type(provider), SendsReceipts))


def keeps_cards(provider: object) -> TypeGuard[KeepsCards]:
    """Whether it keeps cards for buyers, and may."""
    return _is_able((type(provider), KeepsCards)) and bool(getattr(provider, "keeps_cards", False))


def knows_customers(provider: object) -> TypeGuard[KnowsCustomers]:
    """Whether it knows whose the cards are that it keeps."""
    return _is_able((type(provider), KnowsCustomers))


def names_cards(provider: object) -> TypeGuard[NamesCards]:
    """Whether it knows the cards that it keeps by their ids alone."""
    return _is_able((type(provider), NamesCards))


def charges_kept(provider: object) -> TypeGuard[ChargesKept]:
    """Whether it charges cards that it keeps without its page, and may."""
    may = bool(getattr(provider, "charges_kept", False))
    return _is_able((type(provider), ChargesKept)) and may


def cards_chosen_here(provider: object) -> bool:
    """Whether cards that it keeps are chosen on the shop's own page: it offers them on none."""
    return names_cards(provider) and charges_kept(provider)


@cache
def _is_able(asked: tuple[type, type]) -> bool:
    """Found once for a kind of providers and what it may be able to do: looking through a protocol
    takes longer than anything else before an order's command, and buying asks again and again."""
    kind, ability = asked
    return all(hasattr(kind, name) for name in vars(ability) if not name.startswith("_"))
