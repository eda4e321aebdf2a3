"""Lines for goods: as many wait for each account of them as stand there; for what is announced
nobody does."""

from typing import Final

from holdfast.locations import TO_COME
from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["LINE_CHECKS"]

_PAGE: Final = f"""
SELECT a.key, a.waits, left($1, 4) || a.key AS place FROM ledger_accounts a
WHERE a.partition = left($1, 3)::smallint AND a.key > substr($1, 5) AND a.key < 'stock0'
  AND a.version > 0 AND a.key NOT LIKE '%/{TO_COME}'
ORDER BY a.key LIMIT $2
"""
_SEEN: Final = """
SELECT o.*, (SELECT count(*) FROM waiting_line w
             WHERE w.status = 'waiting' AND w.line_id
                 = substring(o.key FROM '^stock/([0-9a-f-]{36})(/|$)')::uuid) AS standing
FROM page o
"""
_RULES: Final = rules(
    ("line", "o.waits <> o.standing", "o.standing || ' who wait'", "o.waits"),
)  # fmt: skip

LINE_CHECKS: Final = (
    Check(
        "lines",
        ("waiting_line",),
        page_of(_PAGE, _SEEN, "o.key", _RULES, "place"),
        "stock/",
        2000,
        by_partition=True,
    ),
)
