"""Every route with every duty, on a running shop: who has one of a route's duties is admitted,
whoever has all the others is told which is lacking."""

from collections.abc import Iterator

import httpx
import pytest

from holdfast.api.contract.access import ACCESS
from holdfast.people import DUTIES, checked_duties
from tests.api.shell.test_access import code_of, path_of
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.server import ServerProcess

OF_STAFF = {route: row for route, row in ACCESS.items() if row.asker in ("staff", "studio")}
NOT_FOR_NARROWED = {"admin-needed", "own-standing"}
"""What an admin alone does, whatever one's duties are."""


@pytest.fixture(scope="module")
def holders(shop: ServerProcess, shop_database_url: str) -> Iterator[dict[str, httpx.Client]]:
    """Of each duty one who has that alone, by a token of an admin's; and one who has none."""
    email = "admin-of-duties@test.example"
    add_person(shop_database_url, email, ["admin"])
    opened = {}
    for duty in ("", *DUTIES):
        token = token_for(shop_database_url, email, duties=[duty] if duty else [])
        opened[duty] = httpx.Client(
            base_url=shop.url, timeout=PATIENCE, headers={"Authorization": f"Bearer {token}"}
        )
    yield opened
    for client in opened.values():
        client.close()


@pytest.mark.parametrize("duty", ["", *DUTIES])
def test_each_route_of_staff_admits_its_duties_and_no_other(
    holders: dict[str, httpx.Client], duty: str
) -> None:
    held, wrong = set(checked_duties([duty] if duty else [])), []
    for route, row in OF_STAFF.items():
        method, path = path_of(route)
        answer = holders[duty].request(method, path, json=None if method == "GET" else {})
        found, admitted = code_of(answer), not held.isdisjoint(row.duties)
        if admitted and found in {"duty-lacking", "forbidden", "login-required"}:
            wrong.append(f"{route} with {duty}: {found}, not admitted")
        elif not admitted and found != "duty-lacking":
            wrong.append(f"{route} with {duty}: {found}, not refused")
        elif not admitted and answer.json()["duties"] != list(row.duties):
            wrong.append(f"{route} with {duty}: names {answer.json()['duties']}")
    assert not wrong, "\n".join(wrong)
