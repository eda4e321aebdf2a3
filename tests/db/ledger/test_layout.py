"""The number of partitions is the database's, not the process's."""

import pytest

from holdfast.ledger import Ledger
from holdfast.ledger.failures import WrongLayout


async def test_a_ledger_with_another_number_of_partitions_does_not_start(
    database_url: str,
) -> None:
    first = Ledger(database_url, partitions=4)
    await first.start()
    await first.close()
    with pytest.raises(WrongLayout, match="HOLDFAST_PARTITIONS=4"):
        await Ledger(database_url, partitions=1).start()
    again = Ledger(database_url, partitions=4)
    await again.start()
    await again.close()
