"""People of staff, whose work may be narrowed."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from tests.support.market import Market
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in

Staff = Callable[..., httpx.Client]


@pytest.fixture
def of_staff(market: Market) -> Iterator[Staff]:
    """Somebody new of staff, logged in."""
    opened: list[httpx.Client] = []

    def come(duties: list[str] | None = None, role: str = "manager") -> httpx.Client:
        email = f"{uuid4().hex}@test.example"
        add_person(market.database_url, email, [role], duties)
        client = httpx.Client(base_url=market.url, timeout=PATIENCE)
        client.headers["X-Address"] = email
        opened.append(client)
        log_in(client, email)
        return client

    yield come
    for one in opened:
        one.close()
