"""Cards that YooKassa keeps: payment methods, which it knows by their ids alone. It lists none, and
has no call to remove one: one that is not used any more is not charged any more."""

from typing import Any, Final

from holdfast.payments.provider import ProviderRefused
from holdfast.payments.provider_cards import CardPage, CardsForbidden, Entered, SavedCard
from holdfast.payments.providers.yookassa.wire import Forbidden, MethodTold, Wire

__all__ = ["SAVED", "Cards", "saved_card"]

_CARD: Final = "bank_card"
SAVED: Final[dict[str, Any]] = {
    "payment_method_data": {"type": _CARD},
    "save_payment_method": True,
}
"""What a payment is asked for with whose card is to be kept: by card alone, as its buyer was asked
for a card."""


class Cards:
    """Of one shop there."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(self, return_url: str, key: str) -> CardPage:
        asked = {
            "type": _CARD,
            "confirmation": {"type": "redirect", "return_url": return_url},
        }
        try:
            made = await self._wire.post("/payment_methods", asked, key, MethodTold)
        except Forbidden as no:
            raise CardsForbidden(str(no)) from no
        page = None if made is None else made.confirmation
        if made is None or page is None or page.confirmation_url is None:
            raise ProviderRefused("YooKassa has no page for a card")
        return CardPage(made.id, page.confirmation_url)

    async def entered(self, card: str) -> Entered:
        found = await self._wire.get(f"/payment_methods/{card}", MethodTold)
        if found is None or found.status == "inactive":
            return "gone"
        return saved_card(found) or "waits"


def saved_card(method: MethodTold | None) -> SavedCard | None:
    """None of what is no card, or is not kept."""
    if method is None or not method.saved or method.card is None:
        return None
    card = method.card
    return SavedCard(
        method.id, card.card_type, card.last4, int(card.expiry_month), int(card.expiry_year)
    )
