"""What is typed is not lost unasked: every form of those who work here is one that says what of
it is not saved."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web" / "src"
WORK = ("staff", "rooms/studio", "rooms/selling", "rooms/requests", "shell/staff")
BY_HAND = {"staff/catalog/ProductEditor.tsx"}
"""Forms of their own that say it themselves."""
_FORM = re.compile(r"<form\b[^>]*>", re.DOTALL)


@pytest.mark.parametrize("folder", WORK)
def test_a_form_says_that_it_is_not_saved(folder: str) -> None:
    silent = [
        f"{file.relative_to(WEB)}: {opened[:60]}"
        for file in sorted((WEB / folder).rglob("*.tsx"))
        for opened in _FORM.findall(file.read_text())
        if "data-search" not in opened and str(file.relative_to(WEB)) not in BY_HAND
    ]
    assert silent == [], "use design/Form, or say that it only searches"


def test_those_by_hand_say_it() -> None:
    for name in BY_HAND:
        assert "useNotSaved(" in (WEB / name).read_text()
