"""Put the translations of what refusals say in order: src/holdfast/kit/sentences/*.json, and
each noun's sentences.*.json."""

import json
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src" / "holdfast"

for file in (*FOLDER.glob("kit/sentences/*.json"), *FOLDER.glob("*/sentences.*.json")):
    known = json.loads(file.read_text())
    file.write_text(json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
