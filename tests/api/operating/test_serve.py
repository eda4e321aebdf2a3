"""`holdfast serve` as a process: what it refuses, and what it survives."""

import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from holdfast.db.migrate import revisions
from holdfast.flows.people.logins import DEMO_USERS
from tests.support.patience import PATIENCE
from tests.support.postgres import execute, fetch, run
from tests.support.server import ServerProcess, until

Start = Callable[..., ServerProcess]


@pytest.fixture
def start_server(start_server: Start) -> Start:
    """As it ships: each loads the application itself."""
    return partial(start_server, afresh=True)


def healthy(server: ServerProcess) -> bool:
    try:
        return httpx.get(f"{server.url}/health/ready", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_it_says_what_it_does_and_where_it_is(start_server: Start) -> None:
    server = start_server()
    server.wait_said(rf"Ready after [\d.]+ s\. Open http://localhost:{server.port}")
    assert "Starting PostgreSQL" in server.said
    assert server.stop() == 0
    assert "Stopping" in server.said


def test_while_it_stops_who_comes_is_refused_and_who_is_there_is_answered(
    start_server: Start,
) -> None:
    """Refused, and not taken by a socket that nobody reads any more: a proxy then knows that
    nothing was sent, and asks another instance."""
    server = start_server()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as asking:
        asking.sendall(
            b"POST /api/orders/cancel HTTP/1.1\r\nHost: shop\r\n"
            b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
        )
        # One loop reads both: by then it has begun to read the first.
        until(lambda: healthy(server), PATIENCE, "it answers another")
        os.kill(server.pid, signal.SIGTERM)
        until(lambda: refuses(server), PATIENCE, "it refuses new connections")
        asking.sendall(b"}")
        assert asking.recv(65536).startswith(b"HTTP/1.1 422 ")
    assert server.wait_end() == 0


def refuses(server: ServerProcess) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=2).close()
    except ConnectionRefusedError:
        return True
    except OSError:  # not in time
        return False
    return False


def test_a_second_serve_on_the_same_data_is_refused(sturdy: ServerProcess) -> None:
    second = ServerProcess(sturdy.data, afresh=True).start()
    assert second.wait_end() == 3
    assert f"process {sturdy.pid}" in second.said
    assert "--data" in second.said
    until(lambda: healthy(sturdy), PATIENCE, "the first is well")


@pytest.mark.parametrize("options", [(), ("--workers", "2", "--demo")])
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_is_named_and_nothing_is_begun(
    scratch: Path, redis_url: str, address: str, options: tuple[str, ...]
) -> None:
    with socket.socket() as taken:
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = ServerProcess(
            scratch / "data", *options, port=port, environment={"REDIS_URL": redis_url}
        ).start()
        assert server.wait_end() == 4
    assert server.said == (
        f"holdfast: Port {port} on 127.0.0.1 is in use by another program. "
        "Stop it, or choose another port with --port.\n"
    )
    assert not server.data.exists()


def test_several_workers_need_redis(scratch: Path) -> None:
    server = ServerProcess(scratch / "data", "--workers", "2", afresh=True).start()
    assert server.wait_end() == 2
    assert "REDIS_URL" in server.said


def test_two_workers_share_the_socket_and_fill_an_empty_shop_once(
    start_server: Start, redis_url: str
) -> None:
    server = start_server("--demo", "--workers", "2", environment={"REDIS_URL": redis_url})
    server.wait_said("Ready after")
    assert len(server.worker_pids) == 2
    assert server.said.count("has the demo goods now") == 1
    counted = run(
        fetch(
            server.database_url,
            """SELECT (SELECT count(*) FROM products) AS products,
                      (SELECT count(*) FROM users) AS users,
                      (SELECT count(*) FROM ledger_entries WHERE operation = 'deposit') AS deposits,
                      (SELECT count(DISTINCT key) FROM ledger_entries) AS accounts""",
        )
    )[0]
    assert counted["products"] == 34
    assert counted["users"] == len(DEMO_USERS)
    assert counted["deposits"] == counted["accounts"] > 0


def test_a_killed_worker_is_replaced(sturdy: ServerProcess) -> None:
    (before,) = sturdy.worker_pids
    os.kill(before, signal.SIGKILL)
    until(lambda: sturdy.worker_pids not in ([], [before]), PATIENCE, "another worker")
    sturdy.wait_ready()


def keep(server: ServerProcess, table: str) -> None:
    url = server.database_url
    run(execute(url, f"CREATE TABLE {table} (n int)", f"INSERT INTO {table} VALUES (7)"))


def kept(server: ServerProcess, table: str) -> int:
    """What was kept; it is gone then."""
    ((found,),) = run(fetch(server.database_url, f"SELECT n FROM {table}"))
    run(execute(server.database_url, f"DROP TABLE {table}"))
    return int(found)


def test_a_killed_postmaster_comes_back(sturdy: ServerProcess) -> None:
    keep(sturdy, "kept")
    before = sturdy.postmaster_pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: sturdy.postmaster_pid not in (None, before), PATIENCE, "another postmaster")
    sturdy.wait_ready()
    assert kept(sturdy, "kept") == 7


def test_a_killed_server_starts_again_at_once(sturdy: ServerProcess) -> None:
    keep(sturdy, "also_kept")
    sturdy.kill()
    sturdy.start().wait_ready()
    assert kept(sturdy, "also_kept") == 7


def runs(pid: int) -> bool:
    """One that has ended may stand in the list of processes until somebody asks after it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_nothing_outlives_a_killed_server(start_server: Start) -> None:
    server = start_server()
    pids = [*server.worker_pids, server.postmaster_pid or 0]
    server.kill()
    until(lambda: not any(map(runs, pids)), PATIENCE, "they end")


def test_a_database_of_ones_own(scratch: Path, database_url: str) -> None:
    with ServerProcess(scratch / "data", database_url=database_url) as server:
        assert server.postmaster_pid is None
        assert not (scratch / "data" / "postgresql").exists()


def test_a_database_that_refuses_is_named(scratch: Path, database_url: str) -> None:
    wrong = database_url.replace("/test_", "/nowhere_")
    server = ServerProcess(scratch / "data", database_url=wrong).start()
    assert server.wait_end() == 5
    assert "DATABASE_URL" in server.said


def test_a_schema_stays_as_it_was_where_a_setting_makes_no_sense(
    scratch: Path, database_url: str
) -> None:
    """The Holdfast before, that would still sell with it, does not start on a newer one."""
    before = revisions()[-2]
    run(execute(database_url, f"UPDATE alembic_version SET version_num = '{before}'"))
    wrong = {"HOLDFAST_SMTP_HOST": "smtp.shop.example", "HOLDFAST_MAIL_FROM": "nobody"}
    server = ServerProcess(scratch / "data", database_url=database_url, environment=wrong).start()
    assert server.wait_end() == 2
    assert "HOLDFAST_MAIL_FROM" in server.said
    assert "Bringing the schema" not in server.said
    found = run(fetch(database_url, "SELECT version_num FROM alembic_version"))
    assert found[0]["version_num"] == before
