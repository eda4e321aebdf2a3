"""A process whose ledger's lane has ended is not ready, says so, and ends, to be started again."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.mortal_worker import PATH
from tests.support.patience import PATIENCE


@pytest.mark.long
def test_a_worker_without_its_lane_ends(scratch: Path, database_url: str) -> None:
    with socket.socket() as listening, (scratch / "log").open("w+") as log:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        reading, writing = os.pipe()
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.support.mortal_worker", str(os.getpid()), "serve"],
            stdin=subprocess.PIPE,
            stderr=log,
            pass_fds=(listening.fileno(), writing),
            text=True,
        )
        os.close(writing)
        settings = {"database_url": database_url, "data": str(scratch / "data")}
        assert worker.stdin is not None
        worker.stdin.write(
            json.dumps({"settings": settings, "socket": listening.fileno(), "ready": writing})
        )
        worker.stdin.close()
        try:
            assert os.read(reading, 64)  # it serves
            ready = httpx.get(
                f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}", timeout=PATIENCE
            )
            assert ready.status_code == 503
            assert ready.json()["checks"] == {"database": "ok", "ledger": "its lane ended"}
            assert worker.wait(PATIENCE) == -signal.SIGTERM
        finally:
            worker.kill()
            worker.wait()
            os.close(reading)
        log.seek(0)
        assert '"the ledger\'s lane ended"' in log.read()
