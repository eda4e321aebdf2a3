"""A Sentry hears at once of errors of ours, in requests and in what works in the background, and
nothing of anybody; without one its client is not even loaded."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import httpx
import pytest

import holdfast
from holdfast.orders import OrderPaid
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.postgres import execute
from tests.support.prepared import PreparedShops
from tests.support.sentry import SentryServer
from tests.support.server import ServerProcess

A_MINUTE = timedelta(seconds=59)
"""Less what may lie between the break and the moment that it is told with."""


@pytest.fixture
def sentry() -> Iterator[SentryServer]:
    with SentryServer() as opened:
        yield opened


@pytest.fixture
def shop(prepared: PreparedShops, sentry: SentryServer) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_SENTRY_DSN": sentry.dsn, "HOLDFAST_SENTRY_ENVIRONMENT": "test-shop"}
    with prepared.opened(HOLDFAST_LIMITS="off", **ours) as opened:
        yield opened


def test_an_error_of_ours_is_told_with_its_request_and_nothing_of_who_asked(
    shop: ServerProcess, sentry: SentryServer
) -> None:
    email = f"{uuid4().hex}@test.example"
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as ann:
        body = {"name": "Ann Unmistakable", "email": email, "password": PASSWORD}
        expect(ann.post("/api/signup", json=body), 201)
        break_table(shop, "addresses")
        wrong = refusal(ann.get("/api/addresses"), 500, "internal-error")
        told = sentry.hears(request=wrong["requestId"])
        cookies = [one.value or "" for one in ann.cookies.jar]
    assert (told["level"], told["environment"]) == ("error", "test-shop")
    assert told["release"] == f"holdfast@{holdfast.__version__}"
    assert told["logentry"]["message"] == "unhandled error"
    last = told["exception"]["values"][-1]
    assert any(
        "holdfast" in frame["module"] for one in told["exception"]["values"]
        for frame in one["stacktrace"]["frames"]
    )  # fmt: skip
    assert all("vars" not in frame for frame in last["stacktrace"]["frames"])
    for secret in (email, "Ann Unmistakable", PASSWORD, *cookies):
        assert secret not in sentry.raw
    assert {"request", "user", "breadcrumbs"}.isdisjoint(told)


def test_what_breaks_in_the_background_is_told_by_its_name(
    shop: ServerProcess, sentry: SentryServer
) -> None:
    """A timer, and a consumer of events."""
    break_table(shop, "flash_sales")
    assert sentry.hears(timer="flash sales")["exception"]["values"]
    break_table(shop, "booking_dues")
    subject = "ann@x.example"
    row = f"('{OrderPaid.TYPE}', '{subject}', '{{}}', '')"
    asked = f"INSERT INTO events (type, subject, data, request) VALUES {row}"
    asyncio.run(execute(shop.database_url, asked))
    told = sentry.hears(consumer="booking-dues")
    assert told["exception"]["values"][-1]["type"] == "UndefinedTableError"
    assert subject not in sentry.raw
    same: dict[tuple[object, ...], list[datetime]] = {}
    for one in sentry.events:
        if one["tags"].get("timer") == "flash sales":
            error = one["exception"]["values"][-1]
            place = error["stacktrace"]["frames"][-1]  # another for a statement that is kept
            what = error["type"], place["module"], place["lineno"]
            same.setdefault(what, []).append(datetime.fromisoformat(one["timestamp"]))
    for moments in same.values():  # twice a second it breaks, and is told once a minute
        assert all(later - sooner > A_MINUTE for sooner, later in pairwise(moments))


@pytest.mark.long
def test_without_a_sentry_its_client_is_not_loaded() -> None:
    asked = "import sys, holdfast.app; print('sentry_sdk' in sys.modules)"
    patience = 3 * PATIENCE  # all of the application is read, beside whatever else runs
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=patience
    )
    assert done.stdout.strip() == "False"


def break_table(shop: ServerProcess, name: str) -> None:
    asyncio.run(execute(shop.database_url, f"ALTER TABLE {name} RENAME TO {name}_elsewhere"))
