"""Examples of bodies about experiments: a part of ``examples``."""

from typing import Any, Final

__all__ = ["EXPERIMENT_BODIES"]

EXPERIMENT_BODIES: Final[dict[str, dict[str, Any]]] = {
    "ExperimentAsked": {
        "another word on a button": {
            "key": "buy-button",
            "name": "What the button says",
            "goal": "order-paid",
            "baseRate": 300,
            "leastDifference": 100,
            "variants": [
                {"name": "As now", "weight": 1},
                {
                    "name": "Get it",
                    "weight": 1,
                    "words": {"product.add": {"en": "Get it", "ru": "Забрать", "ko": "가져가기"}},
                },
            ],
        },
    },
    "SeenAsked": {
        "the second one": {"visitor": "6f0f6e8f-1b7a-4c3e-9d55-2f6f0f6e8f12", "variant": 1},
    },
    "KeepAsked": {
        "the second one": {"variant": 1},
        "none any more": {"variant": None},
    },
}
