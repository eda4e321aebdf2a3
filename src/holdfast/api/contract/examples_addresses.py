"""Examples of bodies about where goods go: a part of ``examples``."""

from typing import Any, Final

__all__ = ["ADDRESS", "ADDRESS_BODIES"]

ADDRESS: Final = {
    "country": "DE", "name": "Anna Beispiel", "street": "Invalidenstraße 116",
    "postalCode": "10115", "city": "Berlin", "phone": "+49 30 901820",
}  # fmt: skip

_LINE: Final = {
    "productId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12",
    "variantId": "0199c1f0-8f6b-7a10-8a5e-31c4f0a2b7d4",
    "quantity": 1,
}

_POST: Final = {
    "id": "post", "name": "Post", "price": 500, "currency": "EUR", "toAddress": True,
    "rates": [{"price": 500, "grams": 2000}, {"price": 900}], "daysFrom": 1, "daysTo": 3,
}  # fmt: skip

ADDRESS_BODIES: Final[dict[str, dict[str, Any]]] = {
    "AddressAsked": {"in Germany": ADDRESS},
    "KeptAddressAsked": {"the default": ADDRESS | {"isDefault": True}},
    "PurchaseAsked": {
        "goods": {"paymentMethod": "wallet", "items": [_LINE]},
        "goods by a provider, to an address": {
            "paymentMethod": "demo",
            "items": [_LINE],
            "promoCode": "AUTUMN",
            "shippingAddress": ADDRESS,
        },
        "an amount": {
            "paymentMethod": "wallet",
            "amount": 50,
            "currency": "PTS",
            "description": "Wrapping",
        },
    },
    "ShippingPreviewAsked": {
        "two kilos to Germany": {
            "shippingMethods": [_POST],
            "currency": "EUR",
            "place": "DE",
            "grams": 2000,
            "amount": 4000,
        },
    },
    "WaitingContactAsked": {"by mail": {"email": "guest@example.com"}, "nowhere": {"email": None}},
    "OrderContactAsked": {"by mail": {"email": "guest@example.com"}, "nowhere": {"email": None}},
    "OrderDeliveryAsked": {
        "to another address": {"shippingAddress": ADDRESS},
        "by courier": {"shippingMethod": "courier", "expectedTotal": 2500},
    },
    "WrittenPageAsked": {
        "in two languages": {
            "texts": {
                "en": {"title": "About us", "html": "<p>A family workshop since 1999.</p>"},
                "ko": {"title": "소개"},
            },
            "position": 1,
        },
    },
    "RedirectsAsked": {
        "from a shop of before": {
            "redirects": [{"path": "/blogs/news/lamps", "target": "/pages/lamps"}],
        },
    },
}
