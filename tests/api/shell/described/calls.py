"""What there is to ask, and who asks."""

import re
from pathlib import Path
from typing import Any, Final, TypeAlias

__all__ = ["CALLS", "OF_STAFF", "VISITORS", "World"]

# As the reference has them: each process of a run collects all tests, and the application would be
# loaded by each for that.
_REFERENCE: Final = Path(__file__).parents[4] / "docs" / "http.md"
CALLS: Final = re.findall(r"^### `([A-Z]+ /\S+)`$", _REFERENCE.read_text(), re.MULTILINE)
OF_STAFF: Final = [call for call in CALLS if call.split(" ")[1].startswith("/api/staff")]
VISITORS: Final = ("guest", "customer", "staff")
World: TypeAlias = dict[str, Any]
