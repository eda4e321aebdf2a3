"""The audit: proves from the journal that nothing was lost, doubled or made up.

It shares no code with the rules or the store. ``await audit(url)`` walks a live system in short
statements and gives an :class:`AuditReport`, whose ``clean`` is what an exit code is made of::

    report = await audit(database_url, progress=lambda at: bar.update(at.done))
    print(msgspec.json.encode(report).decode() if as_json else report.text())
    raise SystemExit(0 if report.clean else 1)
"""

from holdfast.ledger.audit.chain import check_chain
from holdfast.ledger.audit.heads import Heads, compare_heads, read_heads, signed_heads
from holdfast.ledger.audit.report import AuditReport, Progress
from holdfast.ledger.audit.source import Opened, Source, archived_before
from holdfast.ledger.audit.walk import audit
