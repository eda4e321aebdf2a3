"""What starts the programs that tests and the split shop are made of: ports, and their end."""

import socket
import subprocess
import sys
from pathlib import Path

from tests.support.patience import PATIENCE
from tools.split.program import EPHEMERAL, LOWEST_PORT, Program, free_port

ROOT = Path(__file__).parents[3]

# A script that ends at once when asked to, and what it has started a little later.
SCRIPT = """
(trap 'sleep 0.5; touch "$0"; exit 0' TERM; touch "$1"; while :; do sleep 0.1; done) &
trap 'exit 0' TERM
wait
"""


def test_a_port_is_handed_out_once_and_the_kernel_gives_it_to_nobody() -> None:
    ports = [free_port() for _ in range(300)]
    assert len(set(ports)) == len(ports)
    lowest = int(EPHEMERAL.read_text().split()[0])
    assert min(ports) >= LOWEST_PORT
    assert max(ports) < lowest or lowest < LOWEST_PORT + 1_000


def test_a_port_that_is_wanted_is_given_unless_somebody_has_it() -> None:
    wanted = free_port()
    assert free_port(wanted) == wanted
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", wanted))
        taken.listen()
        assert free_port(wanted) != wanted


def test_what_is_stopped_is_gone_with_all_it_has_started(scratch: Path) -> None:
    ended, begun = scratch / "ended", scratch / "begun"
    words = ["sh", "-c", SCRIPT, str(ended), str(begun)]
    program = Program("a script", words, scratch / "log", begun.exists).start().wait_ready()
    program.stop()
    assert ended.exists()


def test_the_split_takes_the_port_it_was_told_or_none(scratch: Path) -> None:
    folder = scratch / "split"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = [sys.executable, "-m", "tools.split", "--port", str(port), "--data", str(folder)]
        ran = subprocess.run(
            words, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    assert ran.returncode == 4
    assert ran.stderr == (
        f"Port {port} on 127.0.0.1 is in use by another program. "
        "Stop it, or choose another port with --port.\n"
    )
    assert ran.stdout == ""
    assert not folder.exists()
