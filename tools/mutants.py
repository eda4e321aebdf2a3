"""Faults by machine: mutmut changes one thing at a time and asks whether a quick test notices.

    make mutants                        # the ledger's rules
    make mutants ARGS="credentials"     # another part; `all` for each in turn
    make mutants ARGS="rules --minutes 5 --show"

Works in a copy of the sources under the temporary directory, and ends within its time.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parents[1]
COPIED: Final = ("src", "tests", "tools", "deploy", "bench", "docs", "uv.lock", "README.md")
AT_ONCE: Final = 2


class Part(NamedTuple):
    """``files`` are changed, below ``src/holdfast``; ``tests`` are to notice."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


PARTS: Final = {
    "rules": Part(("ledger/rules.py",), ("tests/unit/ledger",)),
    "limits": Part(
        ("ledger/limits.py", "ledger/news.py", "ledger/queues.py", "ledger/touched.py"),
        ("tests/unit/ledger", "tests/db/ledger/test_bounds.py", "tests/db/ledger/test_commands.py"),
    ),
    "batches": Part(
        ("ledger/batcher.py", "ledger/culprit.py"),
        ("tests/db/ledger/test_riders.py", "tests/db/ledger/test_bounds.py"),
    ),
    "settling": Part(
        ("flows/settlement/settle.py",),
        (
            "tests/db/flows/settlement/test_late_payments.py",
            "tests/db/flows/ending/test_cancelling.py",
        ),
    ),
    "cancelling": Part(("flows/ending/cancel.py",), ("tests/db/flows/ending/test_cancelling.py",)),
    "credentials": Part(
        ("people/credentials.py", "people/signing.py", "people/vouching.py"),
        ("tests/unit/people", "tests/db/test_credentials.py"),
    ),
    "standing": Part(
        ("flows/people/standing.py", "people/standing.py"), ("tests/db/test_last_admin.py",)
    ),
}


def settings_of(part: Part) -> str:
    """mutmut's settings, for the copy's pyproject.toml."""
    only = [f"src/holdfast/{file}" for file in part.files]
    return f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = {json.dumps(only)}
also_copy = {json.dumps([one for one in COPIED if one not in ("src", "tests")])}
pytest_add_cli_args = ["-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
pytest_add_cli_args_test_selection = {json.dumps(part.tests)}
use_git_change_detection = false
use_setproctitle = false
"""


def run(name: str, minutes: float, only: list[str], *, show: bool) -> bool:
    """Try the part's mutants (or ``only`` some) for so long; whether it could be done at all."""
    part = PARTS[name]
    with tempfile.TemporaryDirectory(prefix="holdfast-mutants-") as folder:
        copy = Path(folder)
        for one in COPIED:
            if (HERE / one).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "node_modules")
                shutil.copytree(HERE / one, copy / one, ignore=ignored)
            else:
                shutil.copy(HERE / one, copy / one)
        (copy / "pyproject.toml").write_text(
            (HERE / "pyproject.toml").read_text() + settings_of(part)
        )
        mutmut = [str(Path(sys.executable).with_name("mutmut"))]
        words = [*mutmut, "run", "--max-children", str(AT_ONCE), *only]
        with (copy / "mutmut.log").open("w") as log:
            process = subprocess.Popen(
                words, cwd=copy, stdout=log, stderr=log, start_new_session=True
            )
            try:
                ended = process.wait(60 * minutes) == 0
            except subprocess.TimeoutExpired:
                ended = True
                _end(process)
        results = subprocess.run(
            [*mutmut, "results", "--all", "true"], cwd=copy, capture_output=True, text=True,
            check=False,
        ).stdout  # fmt: skip
        return _told(name, copy, mutmut, results, ended=ended, show=show)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """What was found so far is kept; whoever does not listen is killed, with its children."""
    for how, seconds in ((signal.SIGINT, 10), (signal.SIGKILL, 10)):
        os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return


def _told(
    name: str, copy: Path, mutmut: list[str], results: str, *, ended: bool, show: bool
) -> bool:
    found: dict[str, list[str]] = {}
    for line in results.splitlines():
        mutant, separator, state = line.strip().rpartition(": ")
        if separator:
            found.setdefault(state, []).append(mutant)
    total = sum(map(len, found.values()))
    if not ended or not total:
        print((copy / "mutmut.log").read_text()[-3000:])
        print(f"{name}: mutmut could not work")
        return False
    counted = ", ".join(f"{len(each)} {state}" for state, each in sorted(found.items()))
    tried = total - len(found.get("not checked", []))
    killed = len(found.get("killed", [])) + len(found.get("timeout", []))
    share = f"{100 * killed / tried:.0f}%" if tried else "none tried"
    print(f"{name}: of {total} mutants {tried} tried, {killed} noticed ({share}); {counted}")
    for mutant in (*found.get("survived", []), *found.get("no tests", [])):
        print(f"  lived: {mutant}")
        if show:
            said = subprocess.run(
                [*mutmut, "show", mutant], cwd=copy, capture_output=True, text=True, check=False
            ).stdout
            changed = [line for line in said.splitlines() if line[:1] in "+-"]
            print("\n".join(f"    {line}" for line in changed[2:]))
    return True


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("part", nargs="?", default="rules", choices=[*PARTS, "all"])
    asked.add_argument("--minutes", type=float, default=20.0, help="for each part, at most")
    asked.add_argument("--only", nargs="+", default=[], metavar="MUTANT", help="as listed")
    asked.add_argument("--show", action="store_true", help="what each that lived changed")
    given = asked.parse_args()
    names = list(PARTS) if given.part == "all" else [given.part]
    could = [run(name, given.minutes, given.only, show=given.show) for name in names]
    return 0 if all(could) else 1


if __name__ == "__main__":
    sys.exit(main())
