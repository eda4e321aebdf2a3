"""Examples of bodies about logins, second factors and one's own data: a part of ``examples``."""

from typing import Any, Final

__all__ = ["ACCOUNT_BODIES"]

_PHRASE: Final = "a long passphrase"

ACCOUNT_BODIES: Final[dict[str, dict[str, Any]]] = {
    "InvitationAsked": {
        "a manager": {"name": "Mina", "email": "mina@shop.example", "roles": ["manager"]},
        "an accountant": {
            "name": "Nora",
            "email": "nora@shop.example",
            "roles": ["manager"],
            "duties": ["books:read", "reports:read"],
        },
    },
    "SecondStepAsked": {
        "the app's code": {"step": "rZ0x8mJ1p5sV7yB2dF4gH6kL9nQ3tW0a", "code": "492039"},
        "a recovery code": {
            "step": "rZ0x8mJ1p5sV7yB2dF4gH6kL9nQ3tW0a",
            "code": "7Q4M-ZB2K-9XTA-0HRD",
        },
    },
    "SecondFactorBegun": {"the password first": {"currentPassword": _PHRASE}},
    "SecondFactorConfirmed": {"what the app shows": {"code": "492039"}},
    "SecondFactorChanged": {
        "both": {"currentPassword": _PHRASE, "code": "492039"},
        "without the app": {"currentPassword": _PHRASE, "code": "7Q4M-ZB2K-9XTA-0HRD"},
    },
    "TokenAsked": {
        "for the accountant's program": {
            "name": "1C",
            "roles": ["manager"],
            "duties": ["books:read"],
            "days": 365,
            "currentPassword": _PHRASE,
            "code": "492039",
        },
        "until it is ended": {
            "name": "My own shelf",
            "roles": ["customer"],
            "currentPassword": _PHRASE,
        },
    },
    "ClosingAsked": {
        "with the password": {"currentPassword": _PHRASE},
        "without one": {"code": "481516"},
        "whatever is left": {"currentPassword": _PHRASE, "giveUp": True},
    },
    "ClosingForAsked": {"somebody asked by mail": {"giveUp": False}},
    "GuestMailAsked": {"whose data it is": {"email": "ann@shop.example"}},
    "ProviderLoginAsked": {
        "a login": {"next": "/orders"},
        "one more way in": {"next": "/account", "currentPassword": _PHRASE},
    },
    "ProviderAnswer": {
        "a yes": {"state": "eyJhdCI6MTc5fQ.3xk", "code": "4/0AeanS0b"},
        "a no": {"state": "eyJhdCI6MTc5fQ.3xk", "error": "access_denied"},
    },
}
