/** Groups as they are typed: one a line, its words divided by commas. */
export function textOf(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => group.join(", ")).join("\n");
}

/** What was typed, and in which line each group stands: empty lines are none. */
export function groupsOf(text: string): { groups: string[][]; lines: number[] } {
  const groups: string[][] = [];
  const lines: number[] = [];
  text.split("\n").forEach((line, at) => {
    const words = line
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
    if (words.length === 0) return;
    groups.push(words);
    lines.push(at + 1);
  });
  return { groups, lines };
}

/** The line of a field such as `groups[3]`, among those that were sent. */
export function lineOf(field: string | undefined, lines: readonly number[]): number | undefined {
  const place = /^groups\[(\d+)\]/.exec(field ?? "")?.[1];
  return place === undefined ? undefined : lines[Number(place)];
}
