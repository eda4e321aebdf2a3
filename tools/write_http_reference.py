"""Writes ``docs/http.md`` from the OpenAPI document: that in the file ``OPENAPI``, if it was made
already. ``--check`` only says if it is current."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from holdfast.api.contract.access import access_of
from holdfast.api.contract.openapi import document
from holdfast.api.contract.reference import in_words, known_problems, members, operations
from holdfast.app import interface
from tools.reference import DOCS, write


def _told(operation: dict[str, Any]) -> str:
    return str(operation.get("description") or operation.get("summary", "")).strip()


def _body_of(described: dict[str, Any]) -> str:
    for media, content in described.get("content", {}).items():
        if media != "application/problem+json" and content.get("schema"):
            return in_words(content["schema"])
    return ""


def markdown(made: dict[str, Any]) -> str:
    """The whole interface as one Markdown text."""
    lines = [
        "# HTTP interface",
        "",
        "Made by `tools/write_http_reference.py` from the OpenAPI document (a running shop has it",
        "at `/api/openapi.json`). Do not edit.",
        "",
        made["info"]["description"],
        "",
        "Who may ask stands with each route: *anybody* includes guests, *member* is whoever is",
        "logged in. Of what is said to be one's own, others' is answered as what there is not. Of",
        "a person a manager touches customers alone, an admin everybody but themself.",
    ]
    last = ""
    for tag, method, path, operation in operations(made):
        if tag != last:
            lines += ["", f"## {tag.capitalize()}"]
            last = tag
        lines += ["", f"### `{method} {path}`", "", _told(operation), ""]
        lines.append(f"- Who: {access_of(method, path).told}")
        for parameter in operation.get("parameters", ()):
            if parameter["name"] != "Idempotency-Key":
                kind = in_words(parameter.get("schema", {}))
                text = parameter.get("description", "")
                lines.append(f"- `{parameter['name']}` ({parameter['in']}): {kind} {text}".rstrip())
        if "requestBody" in operation:
            lines.append(f"- Body: `{_body_of(operation['requestBody'])}`")
        for status, response in operation["responses"].items():
            shown = _body_of(response)
            what = f"`{shown}`" if shown else response["description"]
            lines.append(f"- {status}: {what}")
    lines += ["", "## Problems", "", "| code | status | meaning |", "|---|---|---|"]
    for code, problem in known_problems().items():
        lines.append(f"| `{code}` | {problem.status} | {problem.title} |")
    lines += ["", "## Schemas"]
    for name, schema in sorted(made["components"]["schemas"].items()):
        lines += ["", f"### {name}", "", schema.get("description", "")]
        for field, kind, text in members(schema):
            lines.append(f"- `{field}`: {kind}{' · ' + text if text else ''}")
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip() + "\n"


def _document() -> dict[str, Any]:
    made = os.environ.get("OPENAPI")
    if made is None:
        return document(interface())
    found: dict[str, Any] = json.loads(Path(made).read_text())
    return found


if __name__ == "__main__":
    sys.exit(write({DOCS / "http.md": markdown(_document())}))
