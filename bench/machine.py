"""What the figures were found on: machine, versions, commit."""

import os
import platform
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from holdfast.db.binaries import account_for, find_programs

__all__ = ["describe"]

PACKAGES = ("uvicorn", "uvloop", "httptools", "fastapi", "pydantic", "asyncpg", "msgspec")
ROOT = Path(__file__).parent.parent


def describe() -> dict[str, str]:
    """Names and values, in the order to be shown."""
    found = {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.freedesktop_os_release().get('PRETTY_NAME', 'Linux')}, "
        f"Linux {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": _said([find_programs(account_for(ROOT))["postgres"], "--version"]),
    }
    for package in PACKAGES:
        found[package] = version(package)
    if shutil.which("redis-server"):
        found["Redis"] = _said(["redis-server", "--version"])
    if shutil.which("wrk"):
        found["wrk"] = _said(["wrk", "--version"])
    return found


def _commit() -> str:
    head = _said(["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"], whole=True)
    changed = _said(
        ["git", "-C", str(ROOT), "status", "--porcelain", "--", "src", "bench", "uv.lock"],
        whole=True,
    )
    return f"{head or 'unknown'}{' and changes not committed' if changed else ''}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _said(words: list[str], *, whole: bool = False) -> str:
    """What a program prints: its version number, or the whole."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    text = (done.stdout or done.stderr).strip()
    number = re.search(r"\d+\.\d+(\.\d+)?", text)
    return text if whole or number is None else number.group()
