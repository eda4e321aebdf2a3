"""Examples of bodies about services and what holds for all of them: a part of ``examples``."""

from typing import Any, Final

__all__ = ["SERVICE_BODIES"]

_QUESTION: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c7f"

SERVICE_BODIES: Final[dict[str, dict[str, Any]]] = {
    "CaldavAsked": {
        "a calendar's own address": {
            "address": "https://dav.example/calendars/anna/work/",
            "user": "anna", "password": "abcd-efgh-ijkl",
        },
    },
    "AnswersAsked": {
        "one of a list": {"answers": [{"questionId": _QUESTION, "value": "park"}]},
    },
    "CancelOwnAsked": {
        "ill": {"reason": "I am ill and cannot come. I am sorry.", "block": True},
    },
    "OwnNoteAsked": {"for one's own eyes": {"note": "Shy before the camera; the dog helps."}},
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
            "questions": [{
                "id": _QUESTION, "kind": "choice", "text": "Where do we meet?", "when": "session",
                "texts": {"ru": "Где встретимся?", "ko": "어디에서 만날까요?"},
                "options": [
                    {"id": "park", "name": "In the park", "texts": {"ru": "В парке", "ko": "공원"}},
                    {"id": "studio", "name": "In the studio", "texts": {"ru": "В студии"}},
                ],
            }],
        },
    },
    "StudioRulesAsked": {"half of it from two days before on": {"policy": {
        "steps": [{"minutes": 2880, "percent": 50}, {"minutes": 120, "percent": 100}], "moves": 2,
    }, "shares": {"photographer": 5000, "studio": 3000}}},
}  # fmt: skip
