"""The commands beside `serve`: on a database that runs, and on one they start themselves."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.support.server import ServerProcess

Start = Callable[..., ServerProcess]
PASSWORD = "correct horse battery"
GOODS = """\
Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,\
Variant Price
mug,Mug,<p>Holds coffee</p>,Potter,Title,Default Title,MUG-1,3,9.50
"""


def holdfast(*words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "holdfast.cli", *words],
        input=given,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def goods(scratch: Path) -> str:
    file = scratch / "goods.csv"
    file.write_text(GOODS)
    return str(file)


def test_help_names_the_exit_codes() -> None:
    said = holdfast("serve", "--help").stdout
    assert "Exit codes" in said
    for option in ("--host", "--port", "--data", "--demo", "--workers", "--tls-cert"):
        assert option in said


def test_import_and_audit_without_a_server(scratch: Path, goods: str) -> None:
    data = str(scratch / "data")
    done = holdfast("import", goods, "--data", data, "--currency", "EUR", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["variants"]["created"] == 1
    again = holdfast("import", goods, "--data", data, "--json")
    assert json.loads(again.stdout)["variants"] == {"created": 0, "updated": 0, "unchanged": 1}
    audit = holdfast("audit", "--data", data, "--json")
    assert audit.returncode == 0
    assert json.loads(audit.stdout)["clean"] is True


def test_an_import_needs_a_currency(scratch: Path, goods: str) -> None:
    done = holdfast("import", goods, "--data", str(scratch / "data"))
    assert done.returncode == 2
    assert "--currency" in done.stderr


def test_commands_work_on_a_running_server(start_server: Start, goods: str) -> None:
    server = start_server()
    data = str(server.data)
    assert holdfast("import", goods, "--data", data, "--currency", "EUR").returncode == 0
    products = httpx.get(f"{server.url}/api/products").json()["products"]
    assert [product["handle"] for product in products] == ["mug"]
    assert holdfast("audit", "--data", data).returncode == 0
    assert holdfast("migrate", "--data", data).returncode == 0


def test_a_person_may_log_in_and_use_a_token(start_server: Start) -> None:
    server = start_server()
    data = str(server.data)
    words = ("user", "add", "ada@example.com", "--role", "manager", "--password-stdin")
    assert holdfast(*words, "--data", data, given=f"{PASSWORD}\n").returncode == 0
    credentials = {"email": "ada@example.com", "password": PASSWORD}
    assert httpx.post(f"{server.url}/api/session/login", json=credentials).status_code == 200
    made = holdfast("token", "ada@example.com", "--data", data, "--json")
    bearer = {"Authorization": f"Bearer {json.loads(made.stdout)['token']}"}
    session = httpx.get(f"{server.url}/api/session", headers=bearer).json()
    assert session["user"]["email"] == "ada@example.com"


def test_a_refusal_is_a_sentence_and_a_code(scratch: Path) -> None:
    done = holdfast("token", "nobody@example.com", "--data", str(scratch / "data"))
    assert done.returncode == 1
    assert "nobody@example.com" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_certificate_that_is_none_is_named(scratch: Path) -> None:
    wrong = scratch / "wrong.pem"
    wrong.write_text("not a certificate")
    words = ("--data", str(scratch / "data"), "--tls-cert", str(wrong), "--tls-key", str(wrong))
    done = holdfast("serve", *words)
    assert done.returncode == 2
    assert "wrong.pem" in done.stderr
