"""Faults that once lived through every suite, put in one after another: each has its test.

Each is put into a copy of the sources, and the tests that must notice it run against that copy.

    python -m tests.proof.faults [NUMBER ...]
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["FAULTS", "Fault", "main", "noticed"]

HERE: Final = Path(__file__).parents[2]
PATIENCE: Final = 600  # seconds for the tests of one fault


class Fault(NamedTuple):
    """``right``, which stands once in ``file``, becomes ``wrong``; then ``test`` must fail."""

    what: str
    file: str
    right: str
    wrong: str
    test: str


FAULTS: Final = (
    Fault(
        "a cancel of two lines of one variant gives one back",
        "flows/commit/lines.py",
        "stock[account] = stock.get(account, 0) + units",
        "stock[account] = units",
        "tests/db/flows/ending/test_cancelling.py::test_two_lines_of_one_variant_both_come_back",
    ),
    Fault(
        "a late rescue takes the first line of a cart",
        "flows/settlement/settle.py",
        "lines = lines_of(order, items, cell_lines(takings)).held",
        "lines = lines_of(order, items[:1], cell_lines(takings)).held",
        "tests/db/flows/settlement/test_late_payments.py"
        "::test_a_rescue_takes_all_of_a_cart_or_nothing",
    ),
    Fault(
        "the payment's row is not guarded when it is late",
        "flows/settlement/settle.py",
        "if late or not payment.has_succeeded:",
        "if not payment.has_succeeded:",
        "tests/db/flows/settlement/test_late_payments.py"
        "::test_a_payment_that_goes_back_rescues_nothing_for_who_read_it_before",
    ),
    Fault(
        "behind a gateway every user counts as by token",
        "api/shell/authentication.py",
        "by_token=vouched.by_token",
        "by_token=True",
        "tests/api/shell/test_gateway.py::test_pages_of_others_are_kept_out_behind_a_gateway_too",
    ),
    Fault(
        "a typed id in a socket's address is exempt from the origin check",
        "api/shell/authentication.py",
        "by_token=USER_ID in headers",
        "by_token=True",
        "tests/api/shop/test_typed_ids.py::test_an_id_in_an_address_does_not_let_pages_of_others_in",
    ),
    Fault(
        "a socket is still told after logout",
        "api/shell/authentication.py",
        "return who is not None and (who.is_staff or not staff)",
        "return True",
        "tests/api/staff/test_ended_sessions.py::test_a_socket_is_told_nothing_after_logout",
    ),
    Fault(
        "what a batch believed to exist is not forgotten on rollback",
        "ledger/store.py",
        "self._existing.clear()",
        "pass",
        "tests/db/ledger/test_riders.py"
        "::test_what_was_believed_to_exist_is_forgotten_when_a_batch_is_rolled_back",
    ),
    Fault(
        "a lane begins the next transaction though nobody waits",
        "ledger/batcher.py",
        "attempt(commands, lambda: bool(self._queues))",
        "attempt(commands, lambda: True)",
        "tests/db/ledger/test_following_batches.py::test_after_the_last_no_transaction_stays_open",
    ),
    Fault(
        "a batch is tried again once, not ten times",
        "ledger/batcher.py",
        "MAX_RETRIES: Final = 10",
        "MAX_RETRIES: Final = 1",
        "tests/db/ledger/test_riders.py::test_a_batch_is_tried_again_ten_times",
    ),
    Fault(
        "what is committed is told for batches of one only",
        "ledger/batcher.py",
        "if self._on_commit is not None and decision.writes:",
        "if self._on_commit is not None and decision.writes and len(part) == 1:",
        "tests/db/ledger/test_commands.py::test_the_states_of_a_batch_of_many_are_told_as_well",
    ),
    Fault(
        "an equal end is pushed again",
        "live/holds.py",
        "expires_at <= before:",
        "expires_at < before:",
        "tests/unit/live/test_holds.py::test_an_end_heard_again_is_kept_once",
    ),
)


def noticed(fault: Fault) -> bool:
    """Whether the fault's test fails with it (and the test runs at all)."""
    with tempfile.TemporaryDirectory(prefix="holdfast-fault-") as folder:
        copy = Path(folder) / "holdfast"
        shutil.copytree(HERE / "src" / "holdfast", copy)
        file = copy / fault.file
        file.write_text(file.read_text().replace(fault.right, fault.wrong))
        words = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", fault.test)
        ran = subprocess.run(
            words,
            cwd=HERE,
            env={**os.environ, "PYTHONPATH": folder},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        last = ran.stdout.splitlines()[-1]  # a shop that does not start is an error, not a failure
        return ran.returncode == 1 and b" failed" in last


def main(words: list[str]) -> int:
    wanted = {int(word) for word in words} or set(range(1, len(FAULTS) + 1))
    lived = 0
    for number, fault in enumerate(FAULTS, 1):
        if number in wanted:
            seen = noticed(fault)
            lived += not seen
            print(f"{number:>2} {'noticed' if seen else 'LIVED':<8} {fault.what}", flush=True)
            print(f"            by {fault.test}", flush=True)
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
