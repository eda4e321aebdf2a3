"""Examples of bodies about flash sales, customer groups and experiments: a part of
``examples``."""

from typing import Any, Final

__all__ = ["SALE_BODIES"]

_PRODUCT: Final = "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12"

SALE_BODIES: Final[dict[str, dict[str, Any]]] = {
    "FlashSaleAsked": {
        "an hour": {
            "productId": _PRODUCT,
            "quantity": 100,
            "price": 49900,
            "startTime": "2026-11-27T09:00:00Z",
            "endTime": "2026-11-27T10:00:00Z",
        },
    },
    "ProofAsked": {
        "solved": {"challenge": "eyJpZCI6IjAxOTljMWYwIn0=.5f0c", "word": "3f7a1"},
    },
    "FlashPurchaseAsked": {
        "one": {},
        "from the wallet": {"quantity": 1, "paymentMethod": "wallet"},
    },
    "GroupAsked": {
        "wholesale": {
            "name": "Wholesale",
            "translations": {"ru": "Оптовые покупатели", "ko": "도매 고객"},
        },
    },
    "MembersAsked": {
        "two customers": {"emails": ["anna@example.com", "boris@example.com"]},
    },
    "ExperimentAsked": {
        "another word on a button": {
            "key": "buy-button",
            "name": "What the button says",
            "goal": "order-paid",
            "baseRate": 300,
            "leastDifference": 100,
            "variants": [
                {"name": "As now", "weight": 1},
                {
                    "name": "Get it",
                    "weight": 1,
                    "words": {"product.add": {"en": "Get it", "ru": "Забрать", "ko": "가져가기"}},
                },
            ],
        },
    },
    "SeenAsked": {
        "the second one": {"visitor": "6f0f6e8f-1b7a-4c3e-9d55-2f6f0f6e8f12", "variant": 1},
    },
    "KeepAsked": {
        "the second one": {"variant": 1},
        "none any more": {"variant": None},
    },
}
