"""Who closes their account, and a guest who has their data removed, is told in a last mail, and
that goes as well."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.operating.test_mails import an_order_sent_to, one_mail
from tests.support.mail_server import MailServer
from tests.support.market import eventually, expect
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in, signed_up
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess

_KEPT = (
    "SELECT (SELECT count(*) FROM mails WHERE address = $1)"
    " + (SELECT count(*) FROM events WHERE data ->> 'email' = $1)"
)


def nothing_is_kept(mailing: ServerProcess, queue: str, address: str, about: str) -> None:
    """Once it was looked for again."""

    async def looked() -> None:
        await execute(
            mailing.database_url,
            f"UPDATE jobs SET next_attempt_at = now() WHERE queue = '{queue}'"
            f" AND convert_from(payload, 'UTF8') LIKE '%{about}%'",
        )

        async def gone() -> bool:
            ((kept,),) = await fetch(mailing.database_url, _KEPT, address)
            return bool(kept == 0)

        await eventually(gone, PATIENCE, "the address is gone")

    asyncio.run(looked())


def test_who_closes_their_account_is_told(mailing: ServerProcess, post: MailServer) -> None:
    with signed_up(mailing.url, "Ann") as client:
        address = client.headers["X-Address"]
        user = expect(client.get("/api/session"))["user"]["id"]
        expect(client.post("/api/profile/close", json={"currentPassword": PASSWORD}))
    told = one_mail(post, address, "is closed")
    assert "is closed for good" in told.text("plain")
    assert "Ann" not in told.text("plain")
    nothing_is_kept(mailing, "erase-again", address, user)


def test_a_guest_whose_data_an_admin_removes_is_told(
    mailing: ServerProcess, staff: httpx.Client, post: MailServer
) -> None:
    address, admin = f"{uuid4().hex}@test.example", f"{uuid4().hex}@test.example"
    add_person(mailing.database_url, admin, ["admin"])
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as guest:
        order, _ = an_order_sent_to(guest, ADDRESS | {"email": address, "name": "Gus"})
    expect(staff.post(f"/api/staff/orders/{order}/complete"))
    one_mail(post, address, "оплачен")
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as client:
        log_in(client, admin)
        asked: dict[str, Any] = {"email": address}
        assert expect(client.post("/api/staff/guests/erase", json=asked))["orders"] == 1
    one_mail(post, address, "удалены")
    nothing_is_kept(mailing, "erase-guest-again", address, address)
