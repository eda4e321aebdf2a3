import { useState } from "react";
import type { NewCalendarLink } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Failure, Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Notice } from "../../design/Notice";
import { SkeletonText } from "../../design/Skeleton";
import { useCalendarLinks, useEndLink, useMakeLink } from "./calendarQueries";

interface Props {
  /** Whose calendar; without it one's own bookings. */
  resourceId?: string;
}

/** Secret addresses for calendar programs: made, copied once, ended at will. */
export function CalendarLinks({ resourceId }: Props) {
  const { t, formats } = useLanguage();
  const [name, setName] = useState("");
  const [made, setMade] = useState<NewCalendarLink>();
  const links = useCalendarLinks();
  const making = useMakeLink((link) => {
    setMade(link);
    setName("");
  });
  const ending = useEndLink();
  const own = (links.data?.links ?? []).filter((one) => one.resourceId === (resourceId ?? null));
  return (
    <div className="space-y-5">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) making.mutate({ name: name.trim(), resourceId });
        }}
      >
        <Field
          className="grow basis-56"
          label={t("calendar.name")}
          value={name}
          maxLength={60}
          required
          placeholder={t("calendar.namePlaceholder")}
          onChange={(event) => setName(event.target.value)}
        />
        <Button looks kind="primary" size="l" type="submit" busy={making.isPending}>
          {t("calendar.make")}
        </Button>
      </form>
      {making.isError && <Refusal error={making.error} />}
      {made && <Made link={made} />}
      {links.isError && !links.data ? (
        <Failure error={links.error} onRetry={() => void links.refetch()} />
      ) : !links.data ? (
        <SkeletonText lines={2} />
      ) : own.length === 0 ? (
        <p className="text-ink-soft">{t("calendar.none")}</p>
      ) : (
        <ul className="divide-y divide-line rounded-l border border-line bg-raised">
          {own.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <span className="min-w-0 grow basis-40">
                <span className="block font-medium wrap-anywhere">{link.name}</span>
                <span className="text-13 text-ink-soft">
                  {t("word.since", { time: formats.day(link.createdAt) })}
                </span>
              </span>
              <Button
                looks
                size="s"
                aria-label={t("calendar.endNamed", { name: link.name })}
                busy={ending.isPending && ending.variables === link.id}
                onClick={() => {
                  if (made?.id === link.id) setMade(undefined);
                  ending.mutate(link.id);
                }}
              >
                {t("calendar.end")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {ending.isError && <Refusal error={ending.error} />}
    </div>
  );
}

/** The address is told this once. */
function Made({ link }: { link: NewCalendarLink }) {
  const { t } = useLanguage();
  const copy = useCopy();
  return (
    <Notice
      tone="free"
      title={t("calendar.made")}
      testId="calendar-made"
      actions={
        <>
          <Button
            looks
            kind="primary"
            onClick={() => void copy(link.address, t("calendar.copied"))}
          >
            {t("form.copy")}
          </Button>
          <a
            className="inline-flex min-h-10 items-center rounded-m px-4 font-medium text-accent hover:bg-accent-soft"
            href={link.address.replace(/^https?:/, "webcal:")}
          >
            {t("calendar.open")}
          </a>
        </>
      }
    >
      <Field
        readOnly
        label={t("calendar.address")}
        value={link.address}
        onFocus={(event) => event.target.select()}
      />
      <p className="text-13">{t("calendar.once")}</p>
    </Notice>
  );
}
