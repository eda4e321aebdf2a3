"""What a run need not read."""

import pytest

from tests.support.collecting import leaves_out, shortened
from tests.support.turns import FOLDERS


@pytest.mark.parametrize(
    ("marks", "without"),
    [
        ("not e2e and not proof", {"e2e", "proof"}),
        ("db or unit", {"arch", "api", "specs", "sim", "proof", "e2e"}),
        ("slow", set()),
        ("not slow and not (api or specs)", {"api", "specs"}),
    ],
)
def test_a_folder_of_which_nothing_is_taken_is_left_out(marks: str, without: set[str]) -> None:
    assert {folder for folder in FOLDERS if leaves_out(marks, folder)} == without


@pytest.mark.parametrize(("marks", "short"), [
    ("", "not long"),
    ("e2e or proof", "(e2e or proof) and not long"),
])  # fmt: skip
def test_a_short_run_takes_nothing_that_is_long(marks: str, short: str) -> None:
    assert shortened(marks) == short
    assert not leaves_out(short, "e2e"), "which has both"
