"""Heads that left the house: written to a file, signed, and compared with what is there later.

A chain's last head stands for every batch before it, so who keeps the file elsewhere can tell that
nothing older was rewritten since, also by somebody who rewrote every head after it. Beside the last
head stand the first bytes of each, which name the first batch that differs.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct, field

from holdfast.kit import utc_now
from holdfast.ledger.audit.chain import CHAIN_BITS, chain_heads, named
from holdfast.ledger.audit.report import AuditReport, Fault
from holdfast.ledger.audit.source import Source

FORMAT: Final = "holdfast heads 1"
MARK: Final = 6  # bytes of each head
_CHAINS: Final = "SELECT id, head FROM ledger_chains ORDER BY id"
_HEAD: Final = "SELECT head FROM ledger_heads WHERE batch = $1"
_encode = msgspec.json.Encoder(order="sorted").encode


class ChainHeads(Struct):
    """One chain: how it opened, how many batches it had, its last head, and ``marks``, the first
    bytes of each head, all of them after one another."""

    chain: int
    opening: str
    batches: int = 0
    head: str = ""
    marks: str = ""


class Heads(Struct, rename="camel"):
    """What is exported. ``signature`` is HMAC-SHA256 of all the rest (JSON with sorted keys), None
    without a key."""

    format: str = FORMAT
    exported_at: str = ""
    chains: list[ChainHeads] = field(default_factory=list)
    signature: str | None = None

    def sign(self, key: bytes) -> str:
        """What the signature must be."""
        bare = Heads(self.format, self.exported_at, self.chains)
        own = hashlib.sha256(b"heads of the ledger" + key).digest()
        return hmac.digest(own, _encode(bare), "sha256").hex()


async def signed_heads(source: Source, key: bytes | None, now: datetime | None = None) -> Heads:
    """Every chain as it stands."""
    openings = {row["id"]: row["head"] for row in await source.fetch(_CHAINS)}
    found = {chain: ChainHeads(chain, head.hex()) for chain, head in openings.items()}
    marks: dict[int, list[bytes]] = {chain: [] for chain in found}
    async for some in chain_heads(source, openings):
        for one in some:
            chain = one.batch >> CHAIN_BITS
            if chain not in found:  # opened since: the next file has it
                continue
            found[chain].batches += 1
            found[chain].head = one.head.hex()
            marks[chain].append(one.head[:MARK])
    for chain, some_marks in marks.items():
        found[chain].marks = base64.b64encode(b"".join(some_marks)).decode()
    heads = Heads(exported_at=f"{now or utc_now():%Y-%m-%dT%H:%M:%SZ}",
                  chains=list(found.values()))  # fmt: skip
    if key is not None:
        heads.signature = heads.sign(key)
    return heads


def read_heads(text: bytes) -> Heads:
    """A file's heads; raises ValueError for what is no such file."""
    try:
        heads = msgspec.json.decode(text, type=Heads)
    except msgspec.MsgspecError as error:
        raise ValueError(f"not a file of heads: {error}") from error
    if heads.format != FORMAT:
        raise ValueError(f"heads in another format: {heads.format}")
    return heads


async def compare_heads(
    source: Source, report: AuditReport, kept: Heads, key: bytes | None
) -> None:
    """Name what is not as it was when the file was written; the audit itself says that the heads
    there are now are those of the rows."""
    if key is not None and not hmac.compare_digest(kept.sign(key), kept.signature or ""):
        found = "another signature" if kept.signature else "no signature"
        report.add(
            Fault.HEADS, f"the file of {kept.exported_at}", "to be signed by this key", found
        )
    now = {one.chain: one for one in (await signed_heads(source, None)).chains}
    for then in kept.chains:
        subject = f"chain {then.chain} since {kept.exported_at}"
        there = now.get(then.chain)
        if there is None:
            report.add(Fault.HEADS, subject, f"{then.batches} batches", "no such chain")
        elif there.opening != then.opening:
            report.add(Fault.HEADS, subject, "to have opened as it did", "another opening")
        else:
            await _compare(source, report, then, there)


async def _compare(source: Source, report: AuditReport, then: ChainHeads, now: ChainHeads) -> None:
    first = then.chain << CHAIN_BITS
    before, after = base64.b64decode(then.marks), base64.b64decode(now.marks)
    for place in range(then.batches):
        mark = slice(place * MARK, (place + 1) * MARK)
        if before[mark] != after[mark]:
            found = "another head" if place < now.batches else "none"
            expected = "the head that was exported; it is the first that differs"
            report.add(Fault.HEADS, named(first + place + 1), expected, found)
            return
    if then.batches:  # all of the last one: few bytes of a head can be hit by trying
        last = first + then.batches
        head = await source.fetchval(_HEAD, last)
        if head is None or head.hex() != then.head:
            report.add(Fault.HEADS, named(last), "the head that was exported", "another head")
