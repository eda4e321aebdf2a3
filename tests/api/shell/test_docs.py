"""The pages at /docs, the documents beside them, and a tutorial whose commands run as written."""

import asyncio
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from holdfast.views.live.stock import StockUpdate
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

TUTORIAL = Path(__file__).parents[3] / "docs" / "client-in-five-minutes.md"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/docs", ["id='problem-insufficient-stock'", "/api/orders/reserve", "Idempotency-Key",
                   "Retry-After", "Authorization: Bearer", "Accept-Language"]),
        ("/docs/client-in-five-minutes", ["curl", "A client in five minutes"]),
        ("/docs/sockets", ["subscribe:products", "stock:update", "variantStock"]),
    ],
)  # fmt: skip
def test_a_page_says_what_it_is_for(client: httpx.Client, path: str, says: list[str]) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert [word for word in says if word not in answer.text] == []
    assert "<script" not in answer.text


def test_every_code_of_a_problem_leads_somewhere(client: httpx.Client) -> None:
    kind = client.get("/api/nothing").json()["type"]
    page, anchor = kind.split("#")
    assert f"id='{anchor}'" in client.get(page).text


def test_the_sockets_have_a_document(client: httpx.Client) -> None:
    made = client.get("/api/asyncapi.json").json()
    assert made["asyncapi"] == "3.0.0"
    described = made["components"]["schemas"]["StockUpdate"]["properties"]
    assert set(described) == set(StockUpdate.__struct_encode_fields__)


def test_the_tutorial_runs_as_it_stands(server: ServerProcess) -> None:
    script = "\n".join(re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text(), re.DOTALL))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "SHOP": server.url},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for said in ('"status": "paid"', '"status": "cancelled"', '"unknown-field"', "couponId?"):
        assert said in done.stdout


async def test_nobody_waits_while_the_document_is_made(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    fresh = start_server(database_url=database_url, environment={"HOLDFAST_LIMITS": "off"})
    async with httpx.AsyncClient(base_url=fresh.url, timeout=PATIENCE) as client:
        reader = asyncio.create_task(client.get("/docs"))
        others = 0
        while not reader.done():
            expect(await client.get("/api/config"))
            others += 1
        assert "Idempotency-Key" in (await reader).text
        assert others > 5, "one at a time, all but the first few behind it"
        assert "/api/config" in expect(await client.get("/api/openapi.json"))["paths"]
