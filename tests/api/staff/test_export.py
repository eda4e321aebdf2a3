"""The catalogue as a file, in the browser and on the command line."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import made
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def test_the_browser_and_the_command_line_write_the_same_file(
    staff: httpx.Client, client: httpx.Client, shop_database_url: str, scratch: Path
) -> None:
    product = made(staff)
    answer = staff.get("/api/staff/catalogue.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="catalogue.csv"'
    assert product["handle"] in answer.text
    file = scratch / "catalogue.csv"
    command = [sys.executable, "-m", "holdfast.cli", "export", str(file)]
    subprocess.run([*command, "--database-url", shop_database_url], check=True, capture_output=True)
    assert file.read_bytes() == answer.content
    refusal(client.get("/api/staff/catalogue.csv"), 401, "login-required")


def test_a_file_that_cannot_be_written_leaves_nothing(
    shop_database_url: str, scratch: Path
) -> None:
    file = scratch / "nowhere" / "catalogue.csv"
    command = [sys.executable, "-m", "holdfast.cli", "export", str(file)]
    done = subprocess.run(
        [*command, "--database-url", shop_database_url], capture_output=True, check=False
    )
    assert done.returncode != 0
    assert b"catalogue.csv" in done.stderr
    assert b"Traceback" not in done.stderr
    assert list(scratch.iterdir()) == []
