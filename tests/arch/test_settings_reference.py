"""``docs/settings.md`` says what ``settings.py`` says."""

import subprocess
import sys
from pathlib import Path

from holdfast.settings import Settings

ROOT = Path(__file__).parents[2]


def test_the_reference_is_current() -> None:
    tool = ROOT / "tools" / "write_settings_reference.py"
    done = subprocess.run(
        [sys.executable, tool, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_has_its_meaning() -> None:
    without = [name for name, field in Settings.model_fields.items() if not field.description]
    assert not without
