"""Examples of bodies about paying, and cards that are kept."""

from typing import Any, Final

__all__ = ["PAYING_BODIES"]

_RESERVATION: Final = "0199c1f1-02c5-7e9a-8c11-0d4b7f2a9e61"
_WALLET: Final = "0199c1f2-6b21-7c88-a3d9-7f1e4c0b2a95"

PAYING_BODIES: Final[dict[str, dict[str, Any]]] = {
    "PayAsked": {
        "for a hold": {"reservationId": _RESERVATION, "provider": "demo"},
        "a part": {"reservationId": _RESERVATION, "amount": 1000, "provider": "demo"},
        "by a card that is kept from now on": {
            "reservationId": _RESERVATION,
            "provider": "stripe",
            "saveCard": True,
        },
        "into a wallet": {"walletId": _WALLET, "amount": 5000, "provider": "demo"},
    },
    "NewCardAsked": {"at Stripe": {"provider": "stripe"}},
}
