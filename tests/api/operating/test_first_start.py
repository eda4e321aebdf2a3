"""`holdfast serve` on an empty directory says where the owner makes the first account, once."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from holdfast.db.engine import Database
from holdfast.flows.people.first_start import offer_owner_link
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess

OFFER = r"Nobody runs this shop yet\. Within 24 hours, open (http://\S+/setup)#(\S+)"


@pytest.fixture
def new_shop(database_url: str) -> Iterator[ServerProcess]:
    """A server on a database without anybody."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    with ServerProcess(folder, database_url=database_url) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


def asked(link: str, **other: object) -> dict[str, object]:
    usual = {"name": "Olga Owner", "email": "olga@shop.example", "password": PASSWORD}
    return {"link": link, **usual, **other}


def refused(shop: ServerProcess, link: str, **other: object) -> tuple[int, str, str | None]:
    answer = httpx.post(f"{shop.url}/api/setup", json=asked(link, **other), timeout=PATIENCE)
    body = answer.json()
    return answer.status_code, body["code"], body.get("field")


async def test_the_owner_comes_in_by_the_printed_link_once(new_shop: ServerProcess) -> None:
    said = new_shop.wait_said(OFFER)
    assert said[1] == f"http://localhost:{new_shop.port}/setup"
    link = said[2]
    stored = await fetch(new_shop.database_url, "SELECT token_hash FROM one_time_links")
    assert link.encode() not in stored[0][0]

    with httpx.Client(base_url=new_shop.url, timeout=PATIENCE) as owner:
        checked = owner.post("/api/links/check", json={"link": link}).json()
        assert checked["purpose"] == "owner"

        # What is wrong with the form does not use the link up.
        assert refused(new_shop, link, password="short") == (422, "weak-password", "password")
        assert refused(new_shop, link, email="olga") == (422, "bad-email", "email")
        assert refused(new_shop, link, name=" ") == (422, "invalid-request", "name")
        assert refused(new_shop, "forged") == (404, "link-unknown", "link")

        made = owner.post("/api/setup", json=asked(link))
        assert made.status_code == 201, made.text
        assert made.json()["user"]["roles"] == ["admin"]
        assert owner.get("/api/session").json()["user"]["email"] == "olga@shop.example"
        settings = owner.get("/api/staff/settings").json()["settings"]
        assert settings["declineKeepsHold"] is True  # the buyer may try another card
        assert settings["fraud"]["on"] is True
        assert settings["fraud"]["refuseFrom"] > sum(
            one["points"] for one in settings["fraud"]["rules"]
        )  # a person decides
        assert settings["secondFactorOf"] == []  # nobody is shut out
        home = owner.get("/api/staff/home").json()
        assert home["secondFactor"] == {"missing": True, "staffWithout": 1}

        assert refused(new_shop, link) == (410, "link-used", "link")
        again = owner.post("/api/links/check", json={"link": link})
        assert (again.status_code, again.json()["code"]) == (410, "link-used")
    who = "SELECT count(*) FROM audit_log WHERE action = 'user.owner-made'"
    assert (await fetch(new_shop.database_url, who))[0][0] == 1


async def test_each_start_prints_a_link_until_there_is_an_admin(new_shop: ServerProcess) -> None:
    first = new_shop.wait_said(OFFER)[2]
    new_shop.restart()
    new_shop.wait_said(rf"(?s){re.escape(first)}.*{OFFER}")
    second = re.findall(OFFER, new_shop.said)[-1][1]
    assert first != second
    over = "UPDATE one_time_links SET expires_at = now() WHERE created_at = (SELECT min(created_at)"
    await execute(new_shop.database_url, f"{over} FROM one_time_links)")
    assert refused(new_shop, first) == (410, "link-expired", "link")

    # `holdfast user add` makes the link needless: it does nothing any more, and none is printed.
    await asyncio.to_thread(add_person, new_shop.database_url, "root@shop.example", ["admin"])
    assert refused(new_shop, second) == (409, "owner-exists", None)
    offers = len(re.findall(OFFER, new_shop.said))
    starts = new_shop.said.count("Ready after")
    new_shop.restart()
    new_shop.wait_said(rf"(?s)(Ready after.*){{{starts + 1}}}")
    assert len(re.findall(OFFER, new_shop.said)) == offers


async def test_of_two_owners_at_once_one_is_made(new_shop: ServerProcess) -> None:
    first = new_shop.wait_said(OFFER)[2]
    database = Database(new_shop.database_url, pool_size=1)
    await database.start()
    try:
        second = await offer_owner_link(database)
    finally:
        await database.close()
    assert second is not None
    async with httpx.AsyncClient(base_url=new_shop.url, timeout=PATIENCE) as client:
        bodies = [asked(first), asked(second, email="oleg@shop.example")]
        tries = [client.post("/api/setup", json=body) for body in bodies]
        answers = await asyncio.gather(*tries)
    assert sorted(answer.status_code for answer in answers) == [201, 409]


def test_the_demo_prints_no_link(server: ServerProcess) -> None:
    server.wait_said("Ready after")
    assert "/setup#" not in server.said
