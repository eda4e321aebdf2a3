"""The commands beside `serve`: on a database that runs, and on one they start themselves."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import asyncpg
import httpx
import pytest

from holdfast import __version__
from holdfast.db.engine import Database
from holdfast.db.migrate import head
from holdfast.db.partitions import PARTITIONED, maintain
from holdfast.ledger import Command, Deposit, Ledger
from tests.support.chain import forge
from tests.support.command import holdfast
from tests.support.postgres import fetch, run
from tests.support.server import ServerProcess

PASSWORD = "correct horse battery"
GOODS = """\
Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,\
Variant Price
mug,Mug,<p>Holds coffee</p>,Potter,Title,Default Title,MUG-1,3,9.50
"""


def in_a_process(*words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, as people do."""
    return subprocess.run(
        [sys.executable, "-m", "holdfast.cli", *words],
        input=given,
        text=True,
        capture_output=True,
        timeout=100,
        check=False,
    )


@pytest.fixture
def goods(scratch: Path) -> str:
    file = scratch / "goods.csv"
    file.write_text(GOODS)
    return str(file)


def test_help_names_the_exit_codes() -> None:
    said = in_a_process("serve", "--help").stdout
    assert "Exit codes" in said
    for option in ("--host", "--port", "--data", "--demo", "--workers", "--tls-cert"):
        assert option in said


@pytest.mark.parametrize("group", ["", "user", "token", "events", "messages", "insights"])
def test_help_says_what_each_command_does_to_its_end(group: str) -> None:
    listed = holdfast(*group.split(), "--help", COLUMNS="80").stdout.partition("Commands:")[2]
    assert listed
    assert not [line for line in listed.splitlines() if line.endswith("...")]


def test_it_says_which_version_it_is() -> None:
    assert holdfast("--version").stdout == f"Holdfast {__version__}, schema {head()}\n"


@pytest.mark.parametrize(
    ("variable", "value", "option"),
    [("DEMO", "perhaps", "--demo"), ("WORKERS", "many", "--workers"), ("PORT", "x", "--port")],
)
def test_an_option_may_stand_in_the_environment(variable: str, value: str, option: str) -> None:
    done = holdfast("serve", **{f"HOLDFAST_{variable}": value})
    assert done.returncode == 2
    assert f"'{option}' (env var: 'HOLDFAST_{variable}')" in done.stderr


def test_import_and_audit_without_a_server(scratch: Path, goods: str) -> None:
    data = str(scratch / "data")
    done = in_a_process("import", goods, "--data", data, "--currency", "EUR", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["variants"]["created"] == 1
    again = in_a_process("import", goods, "--data", data, "--json")
    assert json.loads(again.stdout)["variants"] == {"created": 0, "updated": 0, "unchanged": 1}
    audit = in_a_process("audit", "--data", data, "--json")
    assert audit.returncode == 0
    assert json.loads(audit.stdout)["clean"] is True


@pytest.mark.parametrize("words", [("audit",), ("archive", "2026-01")])
def test_what_only_looks_makes_no_shop_where_there_is_none(
    scratch: Path, words: tuple[str, ...]
) -> None:
    elsewhere = scratch / "mistyped"
    done = holdfast(*words, "--data", str(elsewhere))
    assert done.returncode == 5
    assert f"There is no shop in {elsewhere}" in done.stderr
    assert not elsewhere.exists()


@pytest.mark.parametrize("email", ["", "ann", "@", "a b@shop.example", "a@b\n@c", "@shop.example"])
def test_nobody_is_added_who_could_never_log_in(
    scratch: Path, email: str, database_url: str
) -> None:
    words = ("user", "add", "--password-stdin", "--database-url", database_url, "--", email)
    done = holdfast(*words, given=f"{PASSWORD}\n")
    assert done.returncode == 1
    assert "Use an address" in done.stderr


@pytest.mark.long
def test_an_import_needs_a_currency(scratch: Path, goods: str) -> None:
    done = in_a_process("import", goods, "--data", str(scratch / "data"))
    assert done.returncode == 2
    assert "--currency" in done.stderr


def test_commands_work_on_a_running_server(sturdy: ServerProcess, goods: str) -> None:
    data = str(sturdy.data)
    assert in_a_process("import", goods, "--data", data, "--currency", "EUR").returncode == 0
    products = httpx.get(f"{sturdy.url}/api/products").json()["products"]
    assert [product["handle"] for product in products] == ["mug"]
    assert in_a_process("audit", "--data", data).returncode == 0
    assert in_a_process("migrate", "--data", data).returncode == 0


def test_a_person_may_log_in_and_use_a_token(sturdy: ServerProcess) -> None:
    data = str(sturdy.data)
    words = ("user", "add", "ada@example.com", "--role", "manager", "--password-stdin")
    assert in_a_process(*words, "--data", data, given=f"{PASSWORD}\n").returncode == 0
    credentials = {"email": "ada@example.com", "password": PASSWORD}
    assert httpx.post(f"{sturdy.url}/api/session/login", json=credentials).status_code == 200
    made = in_a_process("token", "ada@example.com", "--data", data, "--json")
    bearer = {"Authorization": f"Bearer {json.loads(made.stdout)['token']}"}
    session = httpx.get(f"{sturdy.url}/api/session", headers=bearer).json()
    assert session["user"]["email"] == "ada@example.com"


def test_a_revoked_token_is_refused_and_others_are_not(sturdy: ServerProcess) -> None:
    data = str(sturdy.data)
    words = ("user", "add", "eve@example.com", "--password-stdin", "--data", data)
    assert holdfast(*words, given=f"{PASSWORD}\n").returncode == 0
    lost, kept = (
        json.loads(
            holdfast("token", "eve@example.com", "--name", name, "--data", data, "--json").stdout
        )["token"]
        for name in ("lost", "kept")
    )
    revoke = ("token", "revoke", "eve@example.com", "--data", data, "--json")
    done = holdfast(*revoke, "--name", "lost")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"revoked": 1})

    def status(token: str) -> int:
        bearer = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{sturdy.url}/api/session", headers=bearer).status_code

    assert (status(lost), status(kept)) == (401, 200)
    again = holdfast(*revoke, "--name", "lost")
    assert (again.returncode, json.loads(again.stdout)) == (1, {"revoked": 0})
    assert json.loads(holdfast(*revoke).stdout) == {"revoked": 1}
    noted = "SELECT action FROM audit_log WHERE action = 'token.revoked' ORDER BY id"
    assert len(run(fetch(sturdy.database_url, noted))) == 2
    assert (
        "nobody@example.com"
        in holdfast("token", "revoke", "nobody@example.com", *revoke[3:]).stderr
    )


def test_a_month_is_put_away_in_its_turn_only(database_url: str) -> None:
    async def january() -> None:
        database = Database(database_url)
        await database.start()
        journal = tuple(table for table in PARTITIONED if table.table == "ledger_entries")
        await maintain(database, journal, date(2024, 1, 1))
        await database.close()

    run(january())
    words = ("--database-url", database_url, "--json")
    for month, code, why in (("2024-13", 2, "2026-01"), ("2024-02", 1, "older")):
        refused = holdfast("archive", month, *words)
        assert refused.returncode == code, refused.stderr
        assert why in refused.stderr
        assert "Traceback" not in refused.stderr
    done = holdfast("archive", "2024-01", *words)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"month": "2024-01", "table": "ledger_entries_202401"}
    attached = "SELECT relispartition FROM pg_class WHERE relname = 'ledger_entries_202401'"
    assert run(fetch(database_url, attached))[0]["relispartition"] is False
    assert holdfast("audit", "--database-url", database_url).returncode == 0


def test_heads_are_exported_and_what_was_rewritten_since_is_named(
    scratch: Path, database_url: str
) -> None:
    async def deposits() -> None:
        ledger = Ledger(database_url)
        await ledger.start()
        for _ in range(3):
            await ledger.commit(Command((Deposit("gift/1", 50, "EUR", counterparty="world/x"),)))
        await ledger.close()

    async def rewrite() -> None:
        connection = await asyncpg.connect(database_url)
        await connection.execute("UPDATE ledger_entries SET actor = 'x' WHERE version = 2")
        await forge(connection, 1)
        await connection.close()

    run(deposits())
    key, heads, text = scratch / "key", scratch / "heads.json", scratch / "text"
    key.write_text("kept elsewhere")
    text.write_text("no heads")
    words = ("audit", "--database-url", database_url, "--data", str(scratch), "--key", str(key))
    done = holdfast(*words, "--export-heads", str(heads))
    assert (done.returncode, "signed" in done.stderr) == (0, True), done.stderr
    assert holdfast(*words, "--against", str(heads)).returncode == 0
    run(rewrite())
    assert holdfast(*words).returncode == 0  # all of it was sealed anew
    found = holdfast(*words, "--against", str(heads))
    assert found.returncode == 1
    assert "heads: batch 1.2: expected the head that was exported" in found.stdout
    forged = json.loads(heads.read_text()) | {"exportedAt": "2020-01-01T00:00:00Z"}
    heads.write_text(json.dumps(forged))
    assert "another signature" in holdfast(*words, "--against", str(heads)).stdout
    for wrong in (
        ("--against", str(text)),
        ("--against", str(scratch)),
        ("--key", str(heads) + "x"),
    ):
        refused = holdfast(*words, "--export-heads", str(heads), *wrong)
        assert refused.returncode == 2, refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_refusal_is_a_sentence_and_a_code(scratch: Path) -> None:
    done = in_a_process("token", "nobody@example.com", "--data", str(scratch / "data"))
    assert done.returncode == 1
    assert "nobody@example.com" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_certificate_that_is_none_is_named(scratch: Path) -> None:
    wrong = scratch / "wrong.pem"
    wrong.write_text("not a certificate")
    words = ("--data", str(scratch / "data"), "--tls-cert", str(wrong), "--tls-key", str(wrong))
    done = in_a_process("serve", *words)
    assert done.returncode == 2
    assert "wrong.pem" in done.stderr
