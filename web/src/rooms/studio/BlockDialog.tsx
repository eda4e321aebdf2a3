import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { insist, remove } from "../../base/api/client";
import type { BlockAnswer, BoardBlock, BoardResource, BoardShift } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check, Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { localBy, useDays } from "./days";
import { isOthers } from "./rules";

const pathOf = (resource: string) => `/staff/resources/${resource}/blocks`;

interface BlockProps {
  resource: BoardResource;
  /** The resource's. */
  clock: readonly BoardShift[];
  start: number;
  end: number;
  onDone: () => Promise<unknown>;
  onClose: () => void;
  /** What else could be done with the time. */
  offers?: ReactNode;
}

/** Takes time away: a tap on what is free fills it in. */
export function BlockDialog({ resource, clock, start, end, onDone, onClose, offers }: BlockProps) {
  const { t, formats } = useLanguage();
  const [form, setForm] = useState({
    start: localBy(clock, start),
    end: localBy(clock, end),
    note: "",
    soft: false,
  });
  const laying = useIntent(
    (key: string) =>
      insist<BlockAnswer>(pathOf(resource.id), { ...form, note: form.note.trim() }, key),
    {
      onSuccess: async () => {
        await onDone();
        toast({ title: t("board.blocked") });
        onClose();
      },
    },
  );
  const change = (next: Partial<typeof form>) => {
    laying.another();
    setForm({ ...form, ...next });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("board.blockTitle", { name: resource.name })}
      text={t("board.blockText", { zone: formats.zoneName(resource.zone) })}
    >
      <div className="space-y-5">
        {offers}
        <Form
          reader="staff"
          sending={laying}
          onSubmit={() => form.start && form.end && laying.mutate()}
          end={
            <div className="flex justify-end pt-2">
              <Button kind="primary" type="submit" busy={laying.isPending}>
                {t("board.block")}
              </Button>
            </div>
          }
        >
          {() => (
            <>
              <div className="grid gap-3 sm:grid-cols-2">
                <Field
                  type="datetime-local"
                  required
                  label={t("board.from")}
                  value={form.start}
                  onChange={({ target }) => change({ start: target.value })}
                />
                <Field
                  type="datetime-local"
                  required
                  label={t("board.until")}
                  value={form.end}
                  onChange={({ target }) => change({ end: target.value })}
                />
              </div>
              <Field
                label={t("board.note")}
                value={form.note}
                maxLength={500}
                onChange={({ target }) => change({ note: target.value })}
              />
              <Check
                label={t("board.soft")}
                checked={form.soft}
                onChange={({ target }) => change({ soft: target.checked })}
              />
            </>
          )}
        </Form>
      </div>
    </Dialog>
  );
}

interface LiftProps {
  block: BoardBlock;
  name: string;
  onDone: () => Promise<unknown>;
  onClose: () => void;
}

/** A block: why, and giving the time back; what a connected calendar says is changed there. */
export function LiftDialog({ block, name, onDone, onClose }: LiftProps) {
  const { t } = useLanguage();
  const days = useDays();
  const lifting = useMutation({
    mutationFn: () => remove(`${pathOf(block.resourceId)}/${block.id}`),
    onSuccess: async () => {
      await onDone();
      toast({ title: t("board.lifted") });
      onClose();
    },
  });
  const side = (local: string) => `${days.short(local)}, ${local.slice(11)}`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={block.note || t("board.isBlocked")}
      text={
        <span className="tabular">
          {name}: {side(block.begins)} – {side(block.ends)}
        </span>
      }
    >
      <div className="space-y-4">
        {block.soft && <p className="text-ink-soft">{t("board.isSoft")}</p>}
        {lifting.isError && <Refusal reader="staff" error={lifting.error} />}
        {isOthers(block) ? (
          <p className="text-ink-soft">{t("board.ofCalendar")}</p>
        ) : (
          <div className="flex justify-end">
            <Button data-first busy={lifting.isPending} onClick={() => lifting.mutate()}>
              {t("board.lift")}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
