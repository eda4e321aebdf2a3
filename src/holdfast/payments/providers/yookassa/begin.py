"""How a payment is begun at YooKassa: on its page, whose card may be kept, or by a kept card."""

from typing import Any, Final

from msgspec.structs import replace

from holdfast.payments.provider import Charge, ChargeRequest, ProviderRefused
from holdfast.payments.provider_cards import CardGone, CardsForbidden
from holdfast.payments.providers.yookassa.asking import KEY, amount_asked, short, with_receipt
from holdfast.payments.providers.yookassa.cards import SAVED
from holdfast.payments.providers.yookassa.charges import SUBJECT, charge_of
from holdfast.payments.providers.yookassa.wire import Forbidden, Illegal, PaymentTold, Wire

__all__ = ["Begin"]

_METHOD: Final = "payment_method_id"
_UNSAVED: Final = "/unsaved"
"""What is added to the key of a payment that is begun again without keeping its card."""
_LINE: Final = "Payment"


class Begin:
    """``two_stage`` and ``saves_cards`` as the provider's."""

    def __init__(self, wire: Wire, *, two_stage: bool, saves_cards: bool) -> None:
        self._wire = wire
        self._two_stage = two_stage
        self._saves_cards = saves_cards

    async def on_its_page(self, request: ChargeRequest, key: str) -> Charge:
        if request.return_url is None:
            raise ProviderRefused("YooKassa's page needs an address to come back to")
        asked = {
            **self._asked_for(request, key),
            "confirmation": {"type": "redirect", "return_url": request.return_url},
        }
        if not (request.save_card and self._saves_cards):
            return charge_of(await self._made(asked, key))
        try:
            return charge_of(await self._made(asked | SAVED, key))
        except Forbidden as no:
            # Whoever wants to pay, pays; the card is typed again the next time.
            charge = charge_of(await self._made(asked, key + _UNSAVED))
            return replace(charge, forbidden=str(no))

    async def by_kept_card(self, request: ChargeRequest, key: str) -> Charge:
        if request.card is None:
            raise ProviderRefused("there is no kept card to charge")
        asked = {**self._asked_for(request, key), _METHOD: request.card}
        try:
            return charge_of(await self._made(asked, key), kept=True)
        except Forbidden as no:
            raise CardsForbidden(str(no)) from no
        except Illegal as no:
            if no.parameter == _METHOD:
                raise CardGone(str(no)) from no
            raise

    def _asked_for(self, request: ChargeRequest, key: str) -> dict[str, Any]:
        """The same of the same request."""
        return {
            "amount": amount_asked(request.amount, request.currency),
            "capture": not (self._two_stage or request.later),
            "description": _LINE,
            "metadata": {KEY: key, SUBJECT: str(request.subject_id)},
            **with_receipt(request.receipt, request.currency),
        }

    async def _made(self, asked: dict[str, Any], key: str) -> PaymentTold:
        made = await self._wire.post("/payments", asked, short(key), PaymentTold)
        if made is None:
            raise ProviderRefused("YooKassa has no payments here")
        return made
