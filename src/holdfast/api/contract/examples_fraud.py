"""Examples of bodies about fraud: a part of ``examples``."""

from typing import Any, Final

__all__ = ["FRAUD_BODIES"]

FRAUD_BODIES: Final[dict[str, dict[str, Any]]] = {
    "ReleaseAsked": {"they called": {"note": "Called them: a present for a birthday"}},
    "RefuseSuspectAsked": {"stolen": {"reason": "The bank says the card is stolen"}},
    "OutcomeAsked": {"it was": {"outcome": "fraud"}},
    "ListedAsked": {
        "never": {"kind": "address", "value": "192.0.2.7", "word": "block", "note": "Nine cards"},
        "always": {"kind": "account", "value": "guest:0199c1f4-5c11-7a02-9be7-3d6e8f1a2c11",
                   "word": "allow"},
    },
}  # fmt: skip
