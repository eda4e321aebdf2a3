"""Examples of bodies about repeat orders: a part of ``examples``."""

from typing import Any, Final

__all__ = ["REPEAT_BODIES"]

REPEAT_BODIES: Final[dict[str, dict[str, Any]]] = {
    "RepeatChangeAsked": {
        "less often": {"every": "8w"},
        "two of it": {
            "items": [{"variantId": "0199c1f0-8f6b-7a10-8a5e-31c4f0a2b7d4", "quantity": 2}]
        },
        "from the wallet": {"payBy": "wallet"},
        "by another card": {"payBy": "card", "cardId": "pm_1SaBcD2eZvKYlo2C"},
    },
    "RepeatSkipAsked": {"this one": {"nextOn": "2027-01-30"}},
    "RepeatUnskipAsked": {"this one": {"day": "2027-01-30"}},
    "RepeatStopAsked": {"why": {"reason": "This coffee is not roasted any more."}},
    "ProductRepeatsAsked": {"from now on": {"repeatable": True}},
}
