"""Examples of bodies: questions, messages, and what is said of them."""

from typing import Any, Final

__all__ = ["CONVERSATION_BODIES"]

_PRODUCT: Final = "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12"
_ORDER: Final = "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80"
_STUDIO: Final = "0199c1f3-2b7e-7d41-8c9a-51f0a2b3c4d5"
_PHOTOGRAPHER: Final = "0199c1f5-3d20-7b11-8f42-4e7f9a2b3d32"
_SELLER: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c21"

CONVERSATION_BODIES: Final[dict[str, dict[str, Any]]] = {
    "ConversationAsked": {
        "a product": {"productId": _PRODUCT, "text": "Is the lining of linen, too?"},
        "a photographer": {"resourceId": _PHOTOGRAPHER, "text": "Do you work in the rain?"},
        "an order, to one of its sellers": {
            "orderId": _ORDER,
            "sellerId": _SELLER,
            "text": "When do you send it?",
        },
        "an order, to the studio of its booking": {
            "orderId": _ORDER,
            "studioId": _STUDIO,
            "text": "Is there a place to park?",
        },
    },
    "MessageAsked": {"an answer": {"text": "Tomorrow, by post.", "photos": []}},
    "OrderMessageAsked": {
        "a question": {"orderId": _ORDER, "text": "Shall it ring at the door, or at the gate?"}
    },
    "ReadAsked": {"the first": {"number": 1}},
    "MessageTold": {"rude": {"reason": "Rude words"}},
}
