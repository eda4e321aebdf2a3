"""Staff of a shop that is measured."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bench.shop import Shop
from holdfast.flows.people.logins import DEMO_USERS

__all__ = ["staff"]


@contextmanager
def staff(running: Shop) -> Iterator[httpx.Client]:
    """Logged in as the demo's administrator."""
    email, _, password, _ = DEMO_USERS[0]
    with httpx.Client(base_url=running.url, timeout=60) as client:
        who = {"email": email, "password": password}
        client.post("/api/session/login", json=who).raise_for_status()
        yield client
