import type { RuleBody, ScheduleAsked, ScheduleBody } from "../../base/api/schema";

/** A time as a clock shows it: what ends at or before its start ends on the day after. */
export interface Times {
  start: string;
  end: string;
}

export interface RuleForm extends Times {
  weekdays: number[];
  validFrom: string;
  validUntil: string;
  studio: string | null;
  breaks: Times[];
}

export interface ExceptionForm {
  day: string;
  closed: boolean;
  hours: (Times & { studio: string | null })[];
  note: string;
}

export interface ScheduleForm {
  rules: RuleForm[];
  exceptions: ExceptionForm[];
  holidays: string;
}

export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

export const newRule = (): RuleForm => ({
  weekdays: [1, 2, 3, 4, 5],
  start: "09:00",
  end: "18:00",
  validFrom: "",
  validUntil: "",
  studio: null,
  breaks: [],
});

export const newException = (): ExceptionForm => ({ day: "", closed: true, hours: [], note: "" });

const minutes = (time: string) => {
  const [hours = "0", rest = "0"] = time.split(":");
  return Number(hours) * 60 + Number(rest);
};
const time = (of: number) =>
  `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;

/** Past midnight a clock begins anew. */
const shown = <T extends Times>(one: T): T => ({
  ...one,
  start: time(minutes(one.start) % 1440),
  end: time(minutes(one.end) % 1440),
});

/** As the server counts: what goes on past midnight ends beyond 24:00. `from`: of a rule, so that its
 * breaks lie within. */
export function counted<T extends Times>(one: T, from = 0): T {
  let start = minutes(one.start);
  if (start < from) start += 1440;
  let end = minutes(one.end);
  while (end <= start) end += 1440;
  return { ...one, start: time(start), end: time(end) };
}

export function scheduleFormOf(said: ScheduleBody): ScheduleForm {
  return {
    rules: said.rules.map((rule) => ({
      ...shown(rule),
      validFrom: rule.validFrom ?? "",
      validUntil: rule.validUntil ?? "",
      breaks: rule.breaks.map(shown),
    })),
    exceptions: said.exceptions.map((one) => ({
      ...one,
      closed: one.hours.length === 0,
      hours: one.hours.map(shown),
    })),
    holidays: said.holidays ?? "",
  };
}

export function readSchedule(form: ScheduleForm): ScheduleAsked {
  return {
    rules: form.rules.map((rule): RuleBody => {
      const times = counted(rule);
      return {
        ...times,
        weekdays: [...rule.weekdays].sort(),
        validFrom: rule.validFrom || null,
        validUntil: rule.validUntil || null,
        breaks: rule.breaks.map((one) => counted(one, minutes(rule.start))),
      };
    }),
    exceptions: form.exceptions.map((one) => ({
      day: one.day,
      hours: one.closed ? [] : one.hours.map((hours) => counted(hours)),
      note: one.note.trim(),
    })),
    holidays: form.holidays.trim().toUpperCase() || null,
  };
}

/** The Monday of the week that a day is in, and of weeks before and after. */
export function mondayOf(day: string, weeks = 0): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 7 * weeks);
  return date.toISOString().slice(0, 10);
}
