"""The list of kept faults still fits the source: each can be put in, and has its test."""

from pathlib import Path

import pytest

from tests.proof.faults import FAULTS, HERE, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.what for fault in FAULTS])
def test_a_kept_fault_can_be_put_in(fault: Fault) -> None:
    source = (HERE / "src" / "holdfast" / fault.file).read_text()
    assert source.count(fault.right) == 1
    file, _, name = fault.test.partition("::")
    assert f"def {name}(" in Path(HERE / file).read_text()
