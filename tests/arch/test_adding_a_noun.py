"""``docs/adding-a-noun.md`` names the files that the noun wishes touched, and they are few."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding-a-noun.md"
MOST = 10
ITS_OWN = re.compile(r"(^|/)(test_)?(\d+_)?wishes(/|\.)")
SINCE = {
    "src/holdfast/api/shop/crawlers.py", "web/src/rooms/checkout/CartLineRow.tsx",
    "src/holdfast/flows/inventory/nudges.py", "src/holdfast/flows/mailing/kinds.py",
    "src/holdfast/db/migrations/versions/0080_nudges.py",
    "tests/api/operating/test_mails.py", "docs/events.md", "tests/api/shell/belongings.py",
    "web/src/shell/otherVisitor.test.ts",
    "src/holdfast/flows/personal_data/held_accounts.py", "tests/api/shop/leavers.py",
    "tests/api/shop/test_own_data.py",
}  # fmt: skip
"""What came later and uses it."""
OF_ALL = {"CHANGELOG.md", "docs/adding-a-noun.md", "docs/glossary.md", "README.md"}


def test_the_files_that_know_of_wishes_are_those_of_the_page() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    knowing = {
        name
        for name in listed
        if name
        and not ITS_OWN.search(name)
        and not name.startswith("tests/arch/")
        and name not in OF_ALL | SINCE
        and (ROOT / name).is_file()
        and re.search(rb"\bwishes\b", (ROOT / name).read_bytes())
        and not name.startswith(("web/src/rooms/waiting/",))
    }
    _, _, there = PAGE.read_text().partition("## Files that were there")
    named = set(re.findall(r"^\| `([^`]+)` \|", there, re.MULTILINE))
    assert knowing == named
    assert len(named) <= MOST
