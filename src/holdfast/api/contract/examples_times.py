"""Times as they are asked for: held, or waited for."""

from typing import Any, Final

__all__ = ["TIME_BODIES"]

_SERVICE: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b5d"
_OTHER: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b5e"
_TIME: Final = {"serviceId": _SERVICE, "start": "2026-12-05T10:00:00Z"}
_VISIT: Final = {
    "length": 60,
    "extras": ["makeup"],
    "also": [{"serviceId": _OTHER, "length": 30}],
    "items": [
        {
            "productId": "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12",
            "variantId": "0199c1f0-8f6b-7a10-8a5e-31c4f0a2b7d4",
            "quantity": 2,
        }
    ],
}

TIME_BODIES: Final[dict[str, dict[str, Any]]] = {
    "HoldAsked": {
        "whoever is free": {**_TIME, "length": 60},
        "a visit, with goods along": {**_TIME, **_VISIT},
    },
    "OwnHoldAsked": {
        "a client of one's own, who pays when they come": {
            **_TIME,
            "length": 60,
            "clientId": "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b7f",
            "later": True,
        },
        "somebody new": {
            **_TIME,
            "newClient": {"name": "Nadia", "phone": "+49 30 555 0142", "email": ""},
        },
    },
    "GalleryDeliveryAsked": {
        "the pictures of a session, for three months": {"part": "final", "days": 90},
        "so many to choose from": {"part": "proof", "days": 90, "choose": 20},
    },
    "GalleryLinkAsked": {"to look at alone": {"download": False}},
    "GalleryLinkOpened": {"what follows #": {"link": "from-the-link"}},
    "FurtherPriceAsked": {"seven each": {"price": 700}, "no more are sold": {"price": None}},
    "FurtherAsked": {
        "two more": {
            "pictures": [
                "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c01",
                "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c02",
            ],
            "total": 1400,
        }
    },
    "WaitForTimeAsked": {
        "whoever comes free": _TIME,
        "a visit, with goods along": {**_TIME, **_VISIT},
    },
}
