"""Examples of bodies about invitations of friends: a part of ``examples``."""

from typing import Any, Final

__all__ = ["REFERRAL_BODIES"]

REFERRAL_BODIES: Final[dict[str, dict[str, Any]]] = {
    "ReferralLinkAsked": {"the one there is": {}, "another": {"renew": True}},
    "ProgramAsked": {
        "ten percent, and ten euros": {
            "friend": {"rule": "percent", "value": 10, "minimum": 3000},
            "reward": {"rule": "fixed", "value": 1000, "minimum": 5000},
            "validDays": 90,
            "quantity": 500,
            "waitDays": 14,
            "mostAYear": 10,
        },
    },
}
