"""Examples of bodies about locations: a part of ``examples``."""

from typing import Any, Final

__all__ = ["PLACE_BODIES"]

PLACE_BODIES: Final[dict[str, dict[str, Any]]] = {
    "LocationAsked": {
        "a warehouse": {
            "name": "Warehouse Berlin",
            "address": "Hafenstr. 1, 10117 Berlin",
            "country": "DE",
            "priority": 1,
        },
        "closed": {"name": "Shop in Paris", "country": "FR", "active": False},
    },
    "PartsAsked": {
        "a lamp with two bulbs": {
            "parts": [
                {"variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f41", "units": 1},
                {"variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f42", "units": 2},
            ]
        },
    },
    "StockTransferAsked": {
        "three": {
            "fromLocationId": "00000000-0000-7000-8000-000000000001",
            "toLocationId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f40",
            "quantity": 3,
            "reason": "for the window",
        },
    },
}
