"""docs/specifications.md says what the tests prove."""

import re
import subprocess
import sys
from pathlib import Path

from holdfast.api.contract.access import ACCESS
from tools.specifications import promises

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_tests_say() -> None:
    words = [sys.executable, str(ROOT / "tools" / "specifications.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_route_it_names_is_there() -> None:
    """Whatever its parameters are called; `/hooks/stripe` is one of `/hooks/{provider}`."""
    routes = [one.split(" ") for one in ACCESS]
    named = [
        (method or "", path)
        for one in promises()
        for method, path in re.findall(
            r"(?:\b(GET|POST|PUT|PATCH|DELETE) )?(/api/[^\s,;:]+)", one.at
        )
    ]
    assert named
    gone = [
        f"{method} {path}"
        for method, path in named
        if not any(method in ("", known) and fits(path, there) for known, there in routes)
    ]
    assert gone == []


def fits(path: str, route: str) -> bool:
    words, known = path.partition("?")[0].split("/"), route.split("/")
    if words[-1] == "staff":
        return True  # all of them
    return len(words) == len(known) and all(
        one == other or other.startswith("{") for one, other in zip(words, known, strict=True)
    )
