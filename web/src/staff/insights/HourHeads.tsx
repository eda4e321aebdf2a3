import { classes } from "../../design/classes";
import { HEAD } from "./levels";
import { clockOf } from "./sessions";

interface Props {
  /** Of what each row is, and what its last cell says. */
  first: string;
  last: string;
  hours: readonly number[];
}

/** The head of a table in which each hour of the day has a column. */
export function HourHeads({ first, last, hours }: Props) {
  return (
    <thead>
      <tr className="border-b border-line text-ink-soft">
        <th scope="col" className={classes(HEAD, "px-3 py-2 font-medium")}>
          {first}
        </th>
        {hours.map((hour) => (
          <th key={hour} scope="col" className="tabular px-1 py-2 text-center font-medium">
            {clockOf(hour)}
          </th>
        ))}
        <th scope="col" className="px-3 py-2 text-right font-medium">
          {last}
        </th>
      </tr>
    </thead>
  );
}
