"""Examples of bodies about sellers and their money: a part of ``examples``."""

from typing import Any, Final

__all__ = ["SELLING_BODIES"]

_CATEGORY: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c11"
_ORDER: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c12"

SELLING_BODIES: Final[dict[str, dict[str, Any]]] = {
    "PackAsked": {"a part": {"lines": [{"line": 0, "quantity": 1}]}, "all that is left": {}},
    "LeavingAsked": {"the end": {"leaving": True}},
    "PauseAsked": {"a pause": {"paused": True}},
    "OwnPageForm": {
        "words in two languages": {
            "about": "Linen from the mill",
            "abouts": {"ru": "Лён с мельницы"},
        },
    },
    "SellerForm": {"a seller": {"name": "Mill & Loom", "about": "Linen from the mill"}},
    "CommissionAsked": {
        "of all": {"rate": 10_000},
        "of a category, with 0.30 a piece": {
            "categoryId": _CATEGORY,
            "rate": 12_500,
            "fixed": 30,
            "currency": "EUR",
        },
    },
    "ApplicationAsked": {
        "a weaver": {"name": "Mill & Loom", "about": "Linen", "message": "Two of us, in Porto"}
    },
    "SellerWhyAsked": {"unsent": {"reason": "Parcels were not sent"}},
    "OwnGoAsked": {"with its counts": {"setStock": True}},
    "SendAsked": {"by post": {"carrier": "DHL", "tracking": "JD0146000"}},
    "OwnUnitsOff": {
        "one that is torn": {"lines": [{"line": 0, "quantity": 1}], "reason": "Torn in the store"}
    },
    "PayoutAccountAsked": {
        "at Stripe": {"provider": "stripe", "account": "acct_1Mill2Loom3"},
        "by hand again": {"provider": None, "account": None},
    },
    "PayoutAsked": {"what was earned": {"currency": "EUR"}},
    "CashHandedAsked": {
        "cash of two sessions": {"currency": "EUR", "amount": 18000, "note": "At the desk"},
    },
    "RestNotPaidAsked": {
        "another client's": {"orderId": _ORDER, "reason": "It was another client's"},
    },
    "CashTakenBackAsked": {"noted twice": {"reason": "Noted twice"}},
    "WriteOffAsked": {
        "what is not to be had": {
            "currency": "EUR",
            "amount": 500,
            "reason": "The firm is dissolved",
        }
    },
    "PayoutPaidAsked": {"by bank": {"reference": "SEPA 2026-11-23/17"}},
    "PayoutFailedAsked": {"no account": {"reason": "The account is closed"}},
}
