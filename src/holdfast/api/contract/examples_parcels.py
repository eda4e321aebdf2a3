"""Examples of bodies: parcels, several orders at once, and an order that staff take."""

from typing import Any, Final

__all__ = ["PARCEL_BODIES"]

PARCEL_BODIES: Final[dict[str, dict[str, Any]]] = {
    "ParcelsAsked": {"packed at once": {"packed": True}},
    "ParcelAsked": {
        "all that is left": {"packed": True},
        "two of the first line": {"lines": [{"line": 0, "quantity": 2}]},
    },
    "SplitAsked": {"one goes later": {"lines": [{"line": 0, "quantity": 1}]}},
    "ShipAsked": {"by post": {"carrier": "Post", "tracking": "RR123456785EE"}},
    "NumberAsked": {"it was typed wrong": {"tracking": "RR123456785EE"}},
    "LabelAsked": {"by the demo's carrier": {"carrier": "demo"}},
    "VariantDeliveryAsked": {
        "licence keys": {"deliveredAs": "codes"},
        "an e-book": {"deliveredAs": "file"},
    },
    "CodesBrought": {"two keys": {"codes": ["AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF"]}},
    "CodeMovedBecause": {"it was drawn back": {"reason": "The partner took it back"}},
    "UnitsOffAsked": {"one of the first line": {"lines": [{"line": 0, "quantity": 1}]}},
    "UnitsOffBecause": {
        "one is torn": {"lines": [{"line": 0, "quantity": 1}], "reason": "The last one is torn"},
    },
    "PackOrdersAsked": {
        "two orders": {
            "orderIds": [
                "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80",
                "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b81",
            ]
        }
    },
    "ShipOrdersAsked": {
        "by post": {"orderIds": ["0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80"], "carrier": "Post"}
    },
    "QuoteFor": {
        "for who has an account": {
            "items": [{"productId": "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b82", "quantity": 2}],
            "client": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f21",
        },
    },
    "OrderTaken": {
        "on the phone": {
            "items": [{"productId": "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b82", "quantity": 2}],
            "contactEmail": "ann@example.com",
            "shippingMethod": "pick-up",
            "hours": 48,
        },
        "at the counter": {
            "items": [{"productId": "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b82"}],
            "paid": True,
        },
    },
    "TagOrdersAsked": {
        "a gift": {"orderIds": ["0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80"], "add": ["gift"]},
        "no longer urgent": {
            "orderIds": ["0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80"],
            "remove": ["urgent"],
        },
    },
    "DeliverAsked": {
        "it arrived": {},
        "whoever came said the code": {"code": "482913"},
    },
    "PickupAsked": {"as it was said": {"code": "482 913"}},
    "OrderCollectorAsked": {
        "a neighbour": {"collector": {"name": "Ann Lee", "phone": "+4930901820"}},
        "its buyer": {"collector": None},
    },
    "OrderNoteAsked": {
        "a gift": {"note": "It is a gift: no price in the parcel, please"},
        "nothing any more": {"note": None},
    },
    "FailAsked": {"came back": {"reason": "Nobody was at home three times"}},
}
