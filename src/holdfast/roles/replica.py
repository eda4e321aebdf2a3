"""The read replica of a process, put together."""

from holdfast.api.shell.replica_metrics import ReplicaMetrics
from holdfast.db.engine import Database
from holdfast.db.replica import LateReads, Replica
from holdfast.roles.lifespan import Part
from holdfast.roles.parts import Foundation

__all__ = ["late_reads_of"]


def late_reads_of(here: Foundation, database: Database) -> tuple[LateReads, tuple[Part, ...]]:
    """What may be late, and what is to be started after the database."""
    url = here.settings.database_replica_url
    if not url:
        return LateReads(database), ()
    replica = Replica(database, url)
    late = LateReads(database, replica, here.settings.database_replica_seconds)
    here.metrics.registry.register(ReplicaMetrics(late))
    return late, ((replica.start, replica.stop),)
