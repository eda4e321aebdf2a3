"""Writes ``docs/settings.md`` from the settings' descriptions. ``--check`` only says if it is
current.
"""

import sys
from pathlib import Path

from pydantic import AliasChoices

from holdfast.payments.providers import ProviderKeys
from holdfast.people.login_providers import LoginProviderKeys
from holdfast.settings import Settings
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
    rows = []
    fields = Settings.model_fields.items()
    for name, field in sorted(fields, key=_part):
        known_as = field.validation_alias
        own = known_as.choices[-1] if isinstance(known_as, AliasChoices) else None
        variable = own or f"HOLDFAST_{name.upper()}"
        default = field.default
        if isinstance(default, bool):
            default = "on" if default else "off"
        elif isinstance(default, Path) and default.is_absolute():
            default = default.relative_to(Path(__file__).parents[1])
        shown = f"`{default}`" if default not in (None, "") else ""
        rows.append(f"| `{variable}` | {shown} | {field.description} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(write({DOCS / "settings.md": reference()}))
