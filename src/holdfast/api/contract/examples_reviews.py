"""Examples of bodies: reviews, replies and portfolios."""

from typing import Any, Final

__all__ = ["REVIEW", "REVIEW_BODIES"]

REVIEW: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b4c"

REVIEW_BODIES: Final[dict[str, dict[str, Any]]] = {
    "PortfolioAsked": {
        "one": {"images": [{"url": "/media/1d3e5f708192a3b4c5d6e7f8091a2b3c-1600.webp"}]}
    },
    "HelpfulForm": {"one voice": {"helpful": True}},
    "ProductQuestionForm": {"a question": {"text": "Does it fit a 15 inch laptop?"}},
    "AnswerForm": {"an answer": {"text": "Yes, up to 16 inches.", "version": 1}},
    "ReplyForm": {"thanks": {"text": "Thank you! Come again when the leaves turn."}},
    "ReviewForm": {
        "four stars": {
            "rating": 4,
            "text": "Fits well, and came in two days.",
            "pictures": ["/media/1d3e5f708192a3b4c5d6e7f8091a2b3c-1600.webp"],
        }
    },
    "ModerationAsked": {
        "looked at": {"action": "show", "reviews": [{"id": REVIEW, "version": 1}]},
        "hidden": {
            "action": "hide",
            "reviews": [{"id": REVIEW, "version": 1}],
            "reason": "Please write without names of other people",
        },
    },
}
