"""Examples of bodies about series of bookings and who takes part: a part of ``examples``."""

from typing import Any, Final

__all__ = ["SERIES_BODIES"]

_SERVICE: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b5d"
_BOOKING: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b7f"

SERIES_BODIES: Final[dict[str, dict[str, Any]]] = {
    "SeriesCheckAsked": {
        "every second Tuesday, six times": {
            "serviceId": _SERVICE,
            "start": "2026-12-01T10:00",
            "rule": {"unit": "week", "every": 2, "count": 6},
        },
    },
    "SeriesAsked": {
        "the free ones, another time for one": {
            "serviceId": _SERVICE,
            "start": "2026-12-01T10:00",
            "take": "free",
            "rule": {"unit": "week", "every": 2, "until": "2027-02-28"},
            "changes": [{"day": "2026-12-29", "start": "2026-12-30T10:00"}],
        },
    },
    "SeriesCancelAsked": {"the rest, from one on": {"since": _BOOKING, "expectedRefund": 4500}},
    "SeriesMoveAsked": {
        "to Wednesdays at eleven": {"days": 1, "time": "11:00", "check": True},
    },
    "ParticipantAsked": {
        "by mail": {"name": "Ben Weber", "email": "ben@mail.example"},
        "a client of the studio": {"clientId": _SERVICE},
    },
    "SeriesPayAsked": {
        "by the demo's provider": {"provider": "demo"},
        "by the wallet, the rest by a card": {
            "sources": [{"kind": "wallet"}],
            "provider": "demo",
        },
    },
}
