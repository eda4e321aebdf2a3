import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist, remove } from "../../base/api/client";
import type { BlockAnswer, BlockBody, ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check, Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { addressOf, blocksQuery, renewTime } from "./queries";
import { isOthers } from "./rules";

const NOTHING = { start: "", end: "", note: "", soft: false };

/** Time taken away: for repairs, a holiday, lunch. */
export function Blocks({ resource }: { resource: ResourceBody }) {
  const { t, formats } = useLanguage();
  const [form, setForm] = useState(NOTHING);
  const address = `${addressOf(resource.id)}/blocks`;
  const laying = useIntent(
    (key: string) => insist<BlockAnswer>(address, { ...form, note: form.note.trim() }, key),
    {
      onSuccess: async () => {
        setForm(NOTHING);
        await renewTime(resource.id);
        toast({ title: t("studio.blockLaid") });
      },
    },
  );
  const change = (next: Partial<typeof NOTHING>) => {
    laying.another();
    setForm({ ...form, ...next });
  };
  const time = (name: "start" | "end", tried: boolean) => (
    <Field
      type="datetime-local"
      label={t(name === "start" ? "studio.blockFrom" : "studio.blockUntil")}
      value={form[name]}
      error={tried && !form[name] ? t("studio.fault.moment") : null}
      onChange={({ target }) => change({ [name]: target.value })}
    />
  );
  return (
    <Panel
      title={t("studio.blocks")}
      text={t("studio.blocksText", { zone: formats.zoneName(resource.zone) })}
    >
      <Loaded query={useQuery(blocksQuery(resource.id))} loading={<Skeleton className="h-10" />}>
        {({ blocks }) =>
          blocks.length === 0 ? (
            <p className="text-ink-soft">{t("studio.noBlocks")}</p>
          ) : (
            <ul className="max-h-96 space-y-2 overflow-y-auto">
              {blocks.map((block) => (
                <Row key={block.id} block={block} resource={resource} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="pt-4">
        <Form
          adds
          reader="staff"
          sending={laying}
          onSubmit={() => form.start && form.end && laying.mutate()}
          end={
            <div className="flex justify-end">
              <Button type="submit" busy={laying.isPending}>
                {t("studio.layBlock")}
              </Button>
            </div>
          }
        >
          {(tried) => (
            <>
              <div className="grid gap-4 sm:grid-cols-2">
                {time("start", tried)}
                {time("end", tried)}
              </div>
              <Field
                label={t("staff.column.note")}
                value={form.note}
                maxLength={500}
                onChange={({ target }) => change({ note: target.value })}
              />
              <Check
                label={t("studio.soft")}
                checked={form.soft}
                onChange={({ target }) => change({ soft: target.checked })}
              />
            </>
          )}
        </Form>
      </div>
    </Panel>
  );
}

function Row({ block, resource }: { block: BlockBody; resource: ResourceBody }) {
  const { t } = useLanguage();
  const lifting = useMutation({
    mutationFn: () => remove(`${addressOf(resource.id)}/blocks/${block.id}`),
    onSuccess: () => renewTime(resource.id),
  });
  const when = `${block.begins} – ${block.ends}`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-2">
      <span className="min-w-0">
        <span className="tabular-nums">{when}</span>
        {block.soft && <span className="text-13 text-ink-soft"> {t("studio.isSoft")}</span>}
        {block.note && <span className="block break-words text-ink-soft">{block.note}</span>}
      </span>
      {isOthers(block) ? (
        <span className="text-13 text-ink-soft">{t("board.ofCalendar")}</span>
      ) : (
        <Button
          size="s"
          busy={lifting.isPending}
          aria-label={t("studio.liftNamed", { when })}
          onClick={() => lifting.mutate()}
        >
          {t("studio.lift")}
        </Button>
      )}
      {lifting.isError && <Refusal reader="staff" error={lifting.error} />}
    </li>
  );
}
