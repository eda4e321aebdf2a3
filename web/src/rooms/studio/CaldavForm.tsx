import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { OutsideCalendarsAnswer, ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { addressOf, keepCalendars } from "./queries";

const NOTHING = { address: "", user: "", password: "" };
type Offered = { address: string; name: string };

/** Address, user and password of a calendar server; which calendar, if it has several. */
export function CaldavForm(props: { resource: ResourceBody; onDone: () => void }) {
  const { resource, onDone } = props;
  const { t } = useLanguage();
  const [form, setForm] = useState(NOTHING);
  const connecting = useMutation({
    mutationFn: () =>
      post<OutsideCalendarsAnswer>(`${addressOf(resource.id)}/calendars/caldav`, form, newKey()),
    onSuccess: async (answer) => {
      await keepCalendars(resource.id, answer);
      toast({ title: t("studio.calendarConnected") });
      onDone();
    },
  });
  const offered = offeredBy(connecting.error);
  const change = (next: Partial<typeof NOTHING>) => {
    if (connecting.isError && !offered) connecting.reset();
    setForm({ ...form, ...next });
  };
  const missing = (value: string, tried: boolean) =>
    tried && !value ? t("studio.fault.missing") : null;
  return (
    <Form
      adds
      reader="staff"
      sending={connecting}
      onSubmit={() => form.address && form.user && form.password && connecting.mutate()}
      end={
        <div className="flex justify-end">
          <Button type="submit" busy={connecting.isPending}>
            {t("studio.connect")}
          </Button>
        </div>
      }
    >
      {(tried) => (
        <>
          <Field
            type="url"
            label={t("studio.calendarAddress")}
            hint={t("studio.calendarAddressHint")}
            value={form.address}
            error={missing(form.address, tried)}
            onChange={({ target }) => change({ address: target.value })}
          />
          {offered && (
            <Select
              label={t("studio.whichCalendar")}
              items={offered.map((one) => one.address)}
              nameOf={(address) => offered.find((one) => one.address === address)?.name ?? address}
              none={t("studio.chooseCalendar")}
              value={form.address}
              onChoose={(address) => change({ address: address ?? form.address })}
            />
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label={t("studio.calendarUser")}
              autoComplete="off"
              value={form.user}
              error={missing(form.user, tried)}
              onChange={({ target }) => change({ user: target.value })}
            />
            <Field
              type="password"
              label={t("studio.calendarPassword")}
              autoComplete="new-password"
              hint={t("studio.calendarPasswordHint")}
              value={form.password}
              error={missing(form.password, tried)}
              onChange={({ target }) => change({ password: target.value })}
            />
          </div>
        </>
      )}
    </Form>
  );
}

function offeredBy(error: unknown): Offered[] | null {
  if (!error) return null;
  const { body } = asProblem(error);
  if (body.code !== "several-calendars") return null;
  return (body as unknown as { calendars: Offered[] }).calendars;
}
