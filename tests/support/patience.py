"""How long a test waits for what must come. A wait that ends as soon as it has come costs nothing;
one that is short fails where the machine stands still for a while."""

from functools import cache
from typing import Final

from httpx import _config
from httpx._transports import default

__all__ = ["PATIENCE", "be_patient"]

PATIENCE: Final = 60.0
"""Seconds."""


def be_patient() -> None:
    """From now on httpx, where it is not told how long, waits as long for an answer; its own are
    five seconds. There is no other way to say that for all of a process."""
    usual = _config.DEFAULT_TIMEOUT_CONFIG
    usual.connect = usual.read = usual.write = usual.pool = PATIENCE
    # Each client reads all the world's certificates, 20 ms of work, to speak with 127.0.0.1: once
    # is enough.
    vars(default)["create_ssl_context"] = cache(_config.create_ssl_context)
