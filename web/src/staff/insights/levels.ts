/** Deeper where it is fuller; what it is stands in each cell as a number. */
export const LEVELS = [
  "",
  "bg-accent/8",
  "bg-accent/16",
  "bg-accent/24",
  "bg-accent/32",
  "bg-accent/40 font-semibold",
];

/** The first cell of a row or the heads stays in view when the table scrolls sideways. */
export const HEAD = "sticky left-0 z-10 bg-raised text-left";
