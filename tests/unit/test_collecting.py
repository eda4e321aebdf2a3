"""What a run need not read."""

import pytest

from tests.support.collecting import leaves_out
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
