"""What a run reads before its first test, as little of it as goes: each of its processes reads
every file of tests."""

import compileall
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from os import cpu_count
from pathlib import Path
from typing import Final

import pytest
from _pytest.assertion import rewrite
from _pytest.mark.expression import Expression

from tests.support.length import LONG
from tests.support.turns import FOLDERS

__all__ = ["leave_for_proof", "leave_out", "leaves_out", "make_ready", "shortened"]

FEW: Final = 50
"""So many files are made by whoever needs them first."""
_TESTS: Final = Path(__file__).parents[1]


def leaves_out(expression: str, folder: str) -> bool:
    """Whether `-m` takes no test of a folder, whatever marks they have besides the folder's."""
    words = set(re.findall(r"\w+", expression))
    others = sorted(words - {"and", "or", "not", *FOLDERS})
    asked = Expression.compile(expression)
    for has in product((False, True), repeat=len(others)):
        marks = {folder, *(name for name, given in zip(others, has, strict=True) if given)}
        if asked.evaluate(lambda name, /, **_,: name in marks):  # noqa: B023  (called at once)
            return False
    return True


def leave_for_proof(config: pytest.Config) -> None:
    """What is marked ``long`` runs at full length (`make proof`), or where somebody names its
    folder or its file."""
    if not LONG and config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.option.markexpr = shortened(config.option.markexpr)


def shortened(expression: str) -> str:
    """The same for `-m`, without what is long."""
    return f"({expression}) and not long" if expression else "not long"


def leave_out(config: pytest.Config) -> None:
    """Folders that `-m` takes nothing of are not read, where a run was not told what to read."""
    marks = config.getoption("markexpr")
    if marks and config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.args = [one for one in config.args if not leaves_out(marks, Path(one).name)]


def make_ready(config: pytest.Config) -> None:
    """Write down what is loaded of the files of tests, where it is not there or is of others: the
    processes of a run would each make all of it at the same time."""
    if sys.dont_write_bytecode:
        return
    rewritten = [one for one in _TESTS.rglob("*.py") if _is_rewritten(one) and not _is_made(one)]
    if len(rewritten) < FEW:
        return
    compileall.compile_dir(_TESTS, quiet=2, workers=0)
    hands = cpu_count() or 1
    makers = [_forked(partial(_make, rewritten[hand::hands], config)) for hand in range(hands)]
    for maker in makers:
        os.waitpid(maker, 0)


def _forked(work: Callable[[], None]) -> int:
    """A process that does it; which one."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:  # what was not made is made by whoever needs it
            os._exit(0)
    return pid


def _make(files: Sequence[Path], config: pytest.Config) -> None:
    state = config.stash[rewrite.assertstate_key]
    for file in files:
        seen, code = rewrite._rewrite_test(file, config)
        rewrite._write_pyc(state, code, seen, _made(file))


def _is_rewritten(file: Path) -> bool:
    return file.name.startswith("test_") or file.name == "conftest.py"


def _made(file: Path) -> Path:
    return rewrite.get_cache_dir(file) / (file.stem + rewrite.PYC_TAIL)


def _is_made(file: Path) -> bool:
    """As pytest sees it: the hash of the source stands at the beginning."""
    try:
        with _made(file).open("rb") as made:
            head = made.read(16)
    except OSError:
        return False
    return head[8:] == importlib.util.source_hash(file.read_bytes())
