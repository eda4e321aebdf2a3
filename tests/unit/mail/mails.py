"""A mail of the log, as tests have it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from holdfast.mail import Mail

__all__ = ["a_mail"]

THEN = datetime(2026, 11, 23, 5, tzinfo=UTC)


def a_mail(**more: Any) -> Mail:
    made: dict[str, Any] = {
        "id": UUID(int=7), "event": "order.paid 1.2", "kind": "order-paid", "subject_id": "7",
        "owner": "user:7", "address": "ann@x.example", "name": "Ann", "locale": "en", "said": {},
        "status": "sending", "title": "", "tries": 1, "doubts": 0, "error": "",
        "created_at": THEN, "due_at": THEN, "late_at": THEN, "ended_at": None,
    }  # fmt: skip
    return Mail(**(made | more))
