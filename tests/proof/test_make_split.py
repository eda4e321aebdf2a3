"""`make split`: one command, and nothing of it stays when it ends."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.support.length import LONG
from tools.split.program import free_port

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_make_split_brings_it_up_and_leaves_nothing(scratch: Path) -> None:
    """With databases of its own. In the long version twice: what was kept the first time is there
    the second time."""
    folder, port = scratch / "split", free_port()
    words = [sys.executable, "-m", "tools.split", "--port", str(port), "--data", str(folder)]
    wallets = []
    for _ in range(2 if LONG else 1):
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            said = []
            for line in running.stdout:
                said.append(line)
                if "Ctrl-c ends everything" in line:
                    break
            try:
                assert any(line.split()[-1:] == [f"http://127.0.0.1:{port}"] for line in said), said
                with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
                    client.headers["X-User-Id"] = "1"
                    opened = client.post("/api/wallets", json={"currency": "PTS"})
                    wallets.append(opened.json()["wallet"]["id"])
            finally:
                running.send_signal(signal.SIGINT)
            assert running.wait(90) == 0
        assert _belonging_to(folder) == []
    assert len(set(wallets)) == 1


def _belonging_to(folder: Path) -> list[str]:
    """Command lines of processes that were started for this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (process / "cmdline").read_text().replace("\0", " ")
            where = str((process / "cwd").readlink())
            if str(folder) in line or str(folder) in where:
                found.append(line)
    return found
