import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { dayAfter } from "../booking/days";
import { WEEK } from "./TakenWeek";

interface Props {
  services: readonly { id: string; name: string }[];
  service: string | undefined;
  day: string;
  onChange: (asked: { service?: string; day?: string }) => void;
  /** How wide each of them is. */
  className: string;
  /** What else is asked. */
  children?: ReactNode;
}

/** Of which service, and from which day on, it is asked why no time is offered. */
export function WhyFields({ services, service, day, onChange, className, children }: Props) {
  const { t } = useLanguage();
  return (
    <div className={`grid gap-3 sm:grid-cols-2 lg:items-end ${className}`}>
      <Select
        label={t("bookFor.service")}
        value={service}
        none={t("bookFor.chooseService")}
        items={services.map(({ id }) => id)}
        nameOf={(id) => services.find((one) => one.id === id)?.name ?? id}
        onChoose={(id) => onChange({ service: id })}
      />
      {children}
      <Field
        type="date"
        label={t("staffBooking.from")}
        value={day}
        onChange={({ target }) => onChange({ day: target.value || undefined })}
      />
      <span className="flex gap-2">
        <Button looks onClick={() => onChange({ day: dayAfter(day, -WEEK) })}>
          {t("board.before")}
        </Button>
        <Button looks onClick={() => onChange({ day: dayAfter(day, WEEK) })}>
          {t("board.after")}
        </Button>
      </span>
    </div>
  );
}
