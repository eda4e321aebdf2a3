"""What is made from the code says what the code does: references, documents, drawings, and what the
pages know of the table of routes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.arch.source import PACKAGE


def test_what_is_made_from_the_code_is_current(openapi: dict[str, Any], tmp_path: Path) -> None:
    made = tmp_path / "openapi.json"
    made.write_text(json.dumps(openapi))
    done = subprocess.run(
        [sys.executable, "-m", "tools.write_references", "--check"],
        env=os.environ | {"OPENAPI": str(made)},
        capture_output=True, text=True, check=False, cwd=PACKAGE.parents[1],
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
