// The calls by groups, each unfolded when it is asked for.

import { type Call, isFoundBy } from "./document";

type Unfold = (call: Call, place: HTMLElement) => void;

/** Puts the groups into `place`; returns what shows the calls that have these words. */
export function listed(
  place: HTMLElement,
  calls: readonly Call[],
  unfold: Unfold,
): (typed: string) => number {
  const names = [...new Set(calls.map(({ group }) => group))];
  const groups = names.map((name) => {
    const own = calls.filter(({ group }) => group === name);
    const rows = own.map((call) => [call, rowOf(call, unfold)] as const);
    const count = text("span", "count", String(own.length));
    const whole = details(
      "group",
      [text("h2", "name", name), count],
      ...rows.map(([, row]) => row),
    );
    whole.dataset["group"] = name;
    return { whole, rows, count };
  });
  place.replaceChildren(...groups.map(({ whole }) => whole));
  return (typed) => {
    let found = 0;
    for (const { whole, rows, count } of groups) {
      const own = rows.filter(([call, row]) => {
        row.hidden = !isFoundBy(call, typed);
        return !row.hidden;
      }).length;
      whole.hidden = own === 0;
      whole.open = typed !== "" && own > 0;
      count.textContent = String(own);
      found += own;
    }
    return found;
  };
}

function rowOf(call: Call, unfold: Unfold): HTMLDetailsElement {
  const method = text("span", `method ${call.method}`, call.method.toUpperCase());
  const inside = document.createElement("div");
  const row = details(
    "call",
    [method, text("h3", "path", call.path), text("span", "summary", call.summary)],
    inside,
  );
  row.id = call.id;
  row.dataset["path"] = call.path;
  row.addEventListener("toggle", () => {
    if (row.open && !inside.hasChildNodes()) unfold(call, inside);
  });
  return row;
}

function details(kind: string, head: Node[], ...inside: Node[]): HTMLDetailsElement {
  const made = document.createElement("details");
  const summary = document.createElement("summary");
  made.className = kind;
  summary.append(...head);
  made.append(summary, ...inside);
  return made;
}

function text(tag: "h2" | "h3" | "span", kind: string, words: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = words;
  return made;
}
