"""Examples of bodies about locations and what comes to them, and what their parameters say: a part
of ``examples``."""

from typing import Any, Final

__all__ = ["PLACE_BODIES", "PLACE_PARAMETERS"]

PLACE_PARAMETERS: Final[dict[str, str]] = {
    "location_id": "The location's id",
    "locationId": "Only at this location",
    "purchase_id": "The purchase order's id",
    "transfer_id": "The transfer's id",
}

PLACE_BODIES: Final[dict[str, dict[str, Any]]] = {
    "LocationAsked": {
        "a warehouse": {
            "name": "Warehouse Berlin",
            "address": "Hafenstr. 1, 10117 Berlin",
            "country": "DE",
            "postalCode": "10117",
            "priority": 1,
            "lowStockAt": 3,
        },
        "closed": {"name": "Shop in Paris", "country": "FR", "active": False},
    },
    "TravelTimesAsked": {
        "forty minutes by car": {
            "ways": [{"studioId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f43", "minutes": 40}]
        },
        "by distance again": {"ways": []},
    },
    "PartsAsked": {
        "a lamp with two bulbs": {
            "parts": [
                {"variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f41", "units": 1},
                {"variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f42", "units": 2},
            ]
        },
    },
    "PreorderAsked": {
        "fifty in December": {"units": 50, "expectedOn": "2030-12-12"},
        "until a day": {
            "units": 50,
            "expectedOn": "2030-12-12",
            "endsAt": "2030-12-01T00:00:00Z",
        },
    },
    "PreorderReceiptAsked": {"a part": {"quantity": 20}},
    "PurchaseOrderAsked": {
        "two lines": {
            "supplier": "Lamps and Sons",
            "currency": "EUR",
            "expectedOn": "2030-06-01",
            "note": "offer 2210",
            "lines": [
                {
                    "variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f41",
                    "quantity": 20,
                    "unitCost": 1250,
                },
                {
                    "variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f42",
                    "quantity": 40,
                    "unitCost": 90,
                },
            ],
        },
    },
    "PurchaseReceiptAsked": {
        "a part": {
            "lines": [{"variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f41", "quantity": 12}]
        },
        "more than was ordered": {
            "lines": [{"variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f42", "quantity": 41}],
            "more": True,
        },
    },
    "PurchaseDayAsked": {"later": {"expectedOn": "2030-06-15"}, "unknown": {"expectedOn": None}},
    "PurchaseCancelAsked": {"the rest": {"reason": "not made any more"}},
    "GoodsTransferAsked": {
        "a lorry": {
            "variantId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f41",
            "fromLocationId": "00000000-0000-7000-8000-000000000001",
            "toLocationId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f40",
            "quantity": 40,
            "reason": "for the spring sale",
            "expectedOn": "2030-06-01",
        },
    },
    "TransferArrivalAsked": {
        "a part": {"came": 30},
        "the rest, two of them lost": {"came": 8, "lost": 2, "reason": "broken on the way"},
    },
    "TransferDayAsked": {"later": {"expectedOn": "2030-06-15"}, "unknown": {"expectedOn": None}},
    "TransferCancelAsked": {"it turned round": {"reason": "the road is closed"}},
    "StockTransferAsked": {
        "three": {
            "fromLocationId": "00000000-0000-7000-8000-000000000001",
            "toLocationId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f40",
            "quantity": 3,
            "reason": "for the window",
        },
    },
}
