"""``make split``: the shop as several services on this machine, until ctrl-c."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from holdfast.server.listening import CannotListen
from tools.split.shop import Split


def main() -> int:
    parser = argparse.ArgumentParser(prog="make split", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the door (8000), 0 for any")
    parser.add_argument("--data", type=Path, default=Path("data-split"), help="where all is kept")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask)
    try:
        split = Split(given.data, port=given.port)
    except CannotListen as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"Starting RabbitMQ, Redis, PostgreSQL twice, nginx and eight services in {given.data}/")
    try:
        split.start()
        print(_addresses(split), flush=True)
        signal.pause()
    except KeyboardInterrupt:
        print("\nEnding everything", flush=True)
    except (RuntimeError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        split.stop()
    return 0


def _ask(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _addresses(split: Split) -> str:
    rows = [
        ("the shop", split.url),
        ("its API, of all services", f"{split.url}/docs"),
        ("RabbitMQ (guest, guest)", split.broker.management_url),
        *((name, split.url_of(name)) for name in split.services),
        ("database of orders", split.database_url),
        ("database of payments", split.wallets_url),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name:{width}}  {address}" for name, address in rows]
    return "\n".join(["Ready:", *lines, f"Logs: {split.folder}/*.log. Ctrl-c ends everything."])


if __name__ == "__main__":
    sys.exit(main())
