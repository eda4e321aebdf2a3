"""Cards that Stripe keeps for its customers. A customer there is an id of ours, with no name and no
address, and is made when somebody asks for a card to be kept."""

from collections.abc import Sequence
from typing import Final

from stripe import PaymentMethod
from stripe._v1_services import V1Services
from stripe.params.checkout import SessionCreateParams

from holdfast.payments.provider import CustomerGone
from holdfast.payments.provider_cards import SavedCard
from holdfast.payments.providers.stripe.calls import Missing, asked, known

__all__ = ["Cards", "card_shown"]

_MOST: Final = 20
_OWNER: Final = "holdfast"
"""What our id is called among a customer's metadata."""


class Cards:
    """Of the customers of one account."""

    def __init__(self, client: V1Services) -> None:
        self._customers = client.customers
        self._methods = client.payment_methods
        self._sessions = client.checkout.sessions

    async def customer(self, owner: str, key: str) -> str:
        made = await asked(
            self._customers.create_async({"metadata": {_OWNER: owner}}, {"idempotency_key": key})
        )
        return made.id

    async def cards(self, customer: str) -> Sequence[SavedCard]:
        """Only those that their owner asked to see again."""
        found = await known(
            self._customers.payment_methods.list_async(
                customer, {"allow_redisplay": "always", "type": "card", "limit": _MOST}
            )
        )
        return [] if found is None else [one for each in found.data if (one := card_shown(each))]

    async def forget_card(self, card: str) -> None:
        await asked(self._methods.detach_async(card))

    async def new_card(self, customer: str, return_url: str, key: str) -> str:
        page: SessionCreateParams = {
            "mode": "setup",
            "customer": customer,
            "allowed_payment_method_types": ["card"],
            "payment_method_data": {"allow_redisplay": "always"},
            "success_url": return_url,
            "cancel_url": return_url,
        }
        try:
            session = await asked(self._sessions.create_async(page, {"idempotency_key": key}))
        except Missing as missing:  # of all that is named, only the customer is Stripe's
            raise CustomerGone(str(missing)) from missing
        return session.url or return_url


def card_shown(method: PaymentMethod) -> SavedCard | None:
    """As its owner is shown it; None of what is no card."""
    card = method.card
    if card is None:
        return None
    return SavedCard(method.id, card.brand, card.last4, card.exp_month, card.exp_year)
