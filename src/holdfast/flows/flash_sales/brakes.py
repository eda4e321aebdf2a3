"""Brakes on bots in a waiting room: who takes more new places than people do is to prove some work
for each further one. Nobody is shut out, and no third party is asked.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Final
from uuid import UUID

from prometheus_client import Counter

from holdfast.db.engine import Database
from holdfast.flash_sales import Challenge, Proofs, leave_place, use_proof
from holdfast.kit import Problem, iso
from holdfast.kit.rates import Rate
from holdfast.people import Principal

__all__ = ["SALE_PROOFS", "ProofNeeded", "ProofRefused", "SaleBrakes"]

SALE_PROOFS: Final = Counter(
    "holdfast_flash_sale_proofs_total",
    "Proofs of work for a place in a waiting room: asked, solved, or why one was refused",
    ["outcome"],
    registry=None,
)


class ProofNeeded(Problem):
    """Many places were taken from here lately. Find a word for which SHA-256 of
    `<challenge>:<word>` begins with `bits` bits of zero, and send both to
    `POST /api/flash-sales/{id}/proof` before `expiresAt`; or wait."""

    status = 429
    code = "flash-sale-proof"
    title = "Prove that you are no bot"


class ProofRefused(Problem):
    """The proof does not count. `reason`: `unsigned`, `expired`, `not-yours` (another's, or of
    another sale), `too-easy`, `used`. A new `challenge` comes with it."""

    status = 403
    code = "flash-sale-proof-refused"
    title = "The proof does not count"


@dataclass(frozen=True, slots=True)
class SaleBrakes:
    """How many new places an account, and an address, may take without a proof; None: any."""

    proofs: Proofs
    by_owner: Rate | None = None
    by_address: Rate | None = None

    async def taken(self, database: Database, who: Principal, sale: UUID) -> None:
        """They took a new place. One too many is taken back; raises :class:`ProofNeeded`."""
        wait = 0.0
        for rate, key in ((self.by_owner, who.id), (self.by_address, who.address)):
            if rate is not None:
                wait = max(wait, await rate.take(key))
        if wait:
            await leave_place(database.pool, sale, who.id)
            SALE_PROOFS.labels("asked").inc()
            raise ProofNeeded(
                "Many places were taken from here lately.",
                extra=self._challenge(sale, who.id),
                headers={"Retry-After": str(ceil(wait))},
            )

    async def prove(
        self, database: Database, who: Principal, sale: UUID, challenge: str, word: str
    ) -> None:
        """What is solved counts once. Raises :class:`ProofRefused`."""
        found = self.proofs.read(challenge, word, sale, who.id, time.time())
        outcome = "used"
        if not isinstance(found, Challenge):
            outcome = found
        elif await use_proof(database.pool, found.id, datetime.fromtimestamp(found.ends, UTC)):
            SALE_PROOFS.labels("solved").inc()
            return
        SALE_PROOFS.labels(outcome).inc()
        raise ProofRefused(
            "Solve the new challenge.",
            extra={"reason": outcome, **self._challenge(sale, who.id)},
        )

    def _challenge(self, sale: UUID, owner: str) -> dict[str, object]:
        text, made = self.proofs.ask(sale, owner, time.time())
        ends = datetime.fromtimestamp(made.ends, UTC)
        return {"challenge": text, "bits": made.bits, "expiresAt": iso(ends)}
