"""The ledger in a simulated world where connections, processes and clocks fail.

``HOLDFAST_SIM_SEED=7 pytest tests/sim`` replays a seed, ``HOLDFAST_SIM_PHASES=200`` goes on for
longer than anybody wants to wait by default.
"""

import os
import secrets
from collections.abc import Iterator

import pytest

from tests.sim.simulator import Simulator
from tests.support.ledger_process import LedgerProcesses

PHASES = int(os.environ.get("HOLDFAST_SIM_PHASES", "3"))
COMMANDS = int(os.environ.get("HOLDFAST_SIM_COMMANDS", "500"))
FIXED = 1  # one story that is always told; the other is new each time
SEEDS = [int(os.environ["HOLDFAST_SIM_SEED"])] if "HOLDFAST_SIM_SEED" in os.environ else [FIXED, 0]


@pytest.fixture(scope="module")
def processes() -> Iterator[LedgerProcesses]:
    made = LedgerProcesses()
    yield made
    made.end()


@pytest.mark.timeout(120 + PHASES * 60)
@pytest.mark.parametrize("partitions", [1, 4], ids=["1-partition", "4-partitions"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"seed-{seed}" if seed else "new-seed")
async def test_whatever_breaks_every_unit_is_accounted_for(
    database_url: str, processes: LedgerProcesses, seed: int, partitions: int
) -> None:
    seed = seed or secrets.randbelow(10**9) + 1
    simulator = Simulator(database_url, partitions, seed, processes)
    try:
        await simulator.run(PHASES, COMMANDS)
    except BaseException:
        print(f"\nReplay: HOLDFAST_SIM_SEED={seed} HOLDFAST_SIM_PHASES={PHASES} "
              f"HOLDFAST_SIM_COMMANDS={COMMANDS} pytest tests/sim "
              f"-k {partitions}-partition")  # fmt: skip
        raise
    print(f"seed {seed}: {dict(simulator.outcomes)}; broken: {dict(simulator.broken)}")
    assert simulator.outcomes["Accepted"] > COMMANDS * PHASES / 4
    assert min(simulator.outcomes[name] for name in ("AlreadyDone", "Short", "Conflict")) > 5
    assert simulator.outcomes["InDoubt"] + simulator.outcomes["Busy"] > 0
    assert simulator.broken["process killed"] == PHASES
    assert sum(simulator.broken.values()) > 8 * PHASES
