"""Mails that wait for what comes of a thing first, as if that time were over."""

from typing import Any, Final

from tests.support.patience import PATIENCE
from tests.support.postgres import fetch, run
from tests.support.server import ServerProcess, until

__all__ = ["send_now"]

_NOW: Final = """
UPDATE mails SET due_at = created_at
WHERE kind = 'order-placed' AND subject_id = $1 AND due_at > now() RETURNING id
"""


def send_now(server: ServerProcess, reserved: dict[str, Any]) -> None:
    """The mail that this order is placed goes out, once it is written."""
    asked = (server.database_url, _NOW, reserved["orderId"])
    until(lambda: bool(run(fetch(*asked))), PATIENCE, "no mail of the order waits")
