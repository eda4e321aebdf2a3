"""Writes ``docs/settings.md`` from the settings' descriptions. ``--check`` only says if it is
current.
"""

import sys
from pathlib import Path

from holdfast.payments.providers import ProviderKeys
from holdfast.people.login_providers import LoginProviderKeys
from holdfast.setting_words import variable_of
from holdfast.settings import OF_THE_COMMAND_LINE, Settings
from tools.reference import DOCS, write

HEAD = """# Settings

Made by `tools/write_settings_reference.py`. Set them in the environment; what the command line says
counts more. Yes and no are written `on` and `off`. How long a reservation lasts, staff may save at
`/staff/settings`: that counts most, and the variable is what holds until then.

| variable | default | meaning |
|---|---|---|
"""


def _part(field: tuple[str, object]) -> int:
    """The shop's own first, then those of others whom it has a contract with."""
    name, _ = field
    return 2 * (name in ProviderKeys.model_fields) + (name in LoginProviderKeys.model_fields)


def reference() -> str:
    """Every setting as a row of a table."""
    rows = [
        f"| `{variable}` | `{default}` | {meaning} |"
        for variable, (default, meaning) in OF_THE_COMMAND_LINE.items()
    ]
    fields = Settings.model_fields.items()
    for name, field in sorted(fields, key=_part):
        variable = variable_of(name, field)
        default = field.default
        if isinstance(default, bool):
            default = "on" if default else "off"
        elif isinstance(default, Path) and default.is_relative_to(Path(__file__).parents[1]):
            default = default.relative_to(Path(__file__).parents[1])
        shown = f"`{default}`" if default not in (None, "") else ""
        rows.append(f"| `{variable}` | {shown} | {field.description} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(write({DOCS / "settings.md": reference()}))
