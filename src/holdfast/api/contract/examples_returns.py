"""Examples of bodies: returns."""

from typing import Any, Final

__all__ = ["RETURN_BODIES"]

RETURN_BODIES: Final[dict[str, dict[str, Any]]] = {
    "SendBackAsked": {
        "one does not fit": {
            "lines": [{"line": 0, "quantity": 1, "reason": "does-not-fit"}],
            "note": "Too small by a size",
        },
        "one for another size": {
            "lines": [
                {
                    "line": 0,
                    "quantity": 1,
                    "reason": "does-not-fit",
                    "exchangeFor": "0197f3a0-0000-7000-8000-000000000001",
                }
            ],
        },
    },
    "SendBackPreview": {"two of the first line": {"lines": [{"line": 0, "quantity": 2}]}},
    "ApproveReturnAsked": {"where to": {"answer": "Put the slip on top."}},
    "RefuseReturnAsked": {"worn": {"reason": "It was worn outside"}},
    "OwnInspectAsked": {
        "one on sale again, one not": {
            "lines": [{"line": 0, "restocked": 1, "writtenOff": 1, "fault": "Scratched"}],
        },
    },
    "InspectAsked": {
        "one on sale again, one not": {
            "lines": [{"line": 0, "restocked": 1, "writtenOff": 1, "fault": "Scratched"}],
            "deduct": 500,
            "deduction": "The box lacks",
        },
    },
}
