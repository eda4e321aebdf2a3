"""Examples of bodies about services and what holds for all of them: a part of ``examples``."""

from typing import Any, Final

__all__ = ["SERVICE_BODIES"]

SERVICE_BODIES: Final[dict[str, dict[str, Any]]] = {
    "CaldavAsked": {
        "a calendar's own address": {
            "address": "https://dav.example/calendars/anna/work/",
            "user": "anna", "password": "abcd-efgh-ijkl",
        },
    },
    "SilenceAsked": {"nobody books while it is silent": {"silent": "blocks"}},
    "ReplyAsked": {"as it was": {"reply": "keep"}, "as over there": {"reply": "move"}},
    "ServiceAsked": {
        "a portrait": {
            "name": "Portrait", "texts": {"ru": {"name": "Портрет"}, "ko": {"name": "인물 사진"}},
            "currency": "EUR", "lengths": {"minutes": [60, 90]}, "grid": {"step": 30},
            "price": {
                "rule": "hourly", "amount": 9000, "levels": {"master": 15000},
                "uplifts": [{"weekdays": [6, 7], "percent": 20}],
            },
            "deposit": {"rule": "percent", "value": 30},
            "needs": [
                {"role": "photographer", "kind": "photographer", "tags": ["portrait"]},
                {"role": "room", "kind": "room"},
            ],
            "people": 4, "shares": {"photographer": 6000, "studio": 2500},
        },
    },
    "StudioRulesAsked": {"half of it from two days before on": {"policy": {
        "steps": [{"minutes": 2880, "percent": 50}, {"minutes": 120, "percent": 100}], "moves": 2,
    }, "shares": {"photographer": 5000, "studio": 3000}}},
}  # fmt: skip
