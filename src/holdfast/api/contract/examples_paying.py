"""Examples of bodies about paying, and cards that are kept."""

from typing import Any, Final

__all__ = ["PAYING_BODIES"]

_RESERVATION: Final = "0199c1f1-02c5-7e9a-8c11-0d4b7f2a9e61"
_WALLET: Final = "0199c1f2-6b21-7c88-a3d9-7f1e4c0b2a95"
_EDIT: Final[dict[str, Any]] = {
    "add": [
        {
            "productId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12",
            "variantId": "0199c1f0-8f6b-7a41-8c0e-94b1d5d2a7e3",
            "quantity": 1,
        }
    ],
    "lines": [{"line": 0, "quantity": 1}],
}

PAYING_BODIES: Final[dict[str, dict[str, Any]]] = {
    "PayAsked": {
        "for a hold": {"reservationId": _RESERVATION, "provider": "demo"},
        "a part": {"reservationId": _RESERVATION, "amount": 1000, "provider": "demo"},
        "by a card that is kept from now on": {
            "reservationId": _RESERVATION,
            "provider": "stripe",
            "saveCard": True,
        },
        "by a card that is charged on each day of a repeat order": {
            "reservationId": _RESERVATION,
            "provider": "stripe",
            "chargeLater": True,
        },
        "by a card that is kept": {
            "reservationId": _RESERVATION,
            "provider": "yookassa",
            "cardId": "2f8c5a1e-000f-5000-8000-1a2b3c4d5e6f",
        },
        "into a wallet": {"walletId": _WALLET, "amount": 5000, "provider": "demo"},
    },
    "RefundOfAsked": {"of the one that waits": {}},
    "HandedAsked": {"of the one that waits": {}},
    "AgreedAsked": {"what the shop has": {"texts": ["privacy", "terms"]}},
    "NewCardAsked": {"at Stripe": {"provider": "stripe"}},
    "LinesAsked": {
        "one unit more, another for less": {
            "reservationId": "0199c1f2-7d3c-7b51-8e0a-5b1f7a2c9d44",
            "items": [
                {
                    "productId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12",
                    "variantId": "0199c1f0-8f6b-7a41-8c0e-94b1d5d2a7e3",
                    "quantity": 2,
                },
                {
                    "productId": "0199c1f0-9a10-7e22-b6f4-1d8c3b5a7f60",
                    "variantId": "0199c1f0-9a11-7f0d-a3c9-6e2b4d8f1a05",
                    "quantity": 1,
                    "price": 4500,
                },
            ],
            "hours": 24,
            "reason": "A scratch on the lid",
        }
    },
    "EditPreviewAsked": {"the blue one for the green one": _EDIT},
    "EditAsked": {
        "the blue one for the green one": {
            **_EDIT,
            "expected": 500,
            "hours": 24,
            "reason": "Asked on the phone",
        },
    },
}
