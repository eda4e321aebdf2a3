import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { StaffProductRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Notice } from "../../design/Notice";
import { BulkFields } from "./BulkFields";
import { BulkPreview } from "./BulkPreview";
import { type Becomes, differs, takeStep } from "./bulk";
import { type BulkFaults, type BulkForm, KINDS, NEW_BULK, readBulk, type Step } from "./bulkForm";

interface Props {
  rows: readonly StaffProductRow[];
  /** What became of each. */
  onDone: (became: Becomes[]) => void;
  onClose: () => void;
}

/** One step with all that is chosen: what it makes of each is shown before it is taken. */
export function BulkDialog({ rows, onDone, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [form, setForm] = useState<BulkForm>(NEW_BULK);
  const [faults, setFaults] = useState<BulkFaults>({});
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  const [currency = ""] = currencies;
  const looking = useIntent((key, step: Step) => takeStep(key, step, rows, true));
  const taking = useIntent((key, step: Step) => takeStep(key, step, rows, false), {
    onSuccess: (became) => {
      onDone(became);
      onClose();
    },
    onSettled: () => renew(["staff"], ["products"], ["product"]),
  });
  const change = (part: Partial<BulkForm>) => {
    setForm({ ...form, ...part });
    setFaults({});
    looking.reset();
    taking.reset();
    taking.another();
  };
  const seen = looking.data;
  const possible = seen?.every(({ stock }) => stock?.possible ?? true) ?? false;
  const changed = seen?.filter((one) => differs(one) && !one.refused).length ?? 0;
  const submit = () => {
    const read = readBulk(form, rows, formats.digits(currency));
    if ("faults" in read) setFaults(read.faults);
    else if (!seen) looking.mutate(read);
    else if (possible && changed > 0) taking.mutate(read);
  };
  const sending = seen ? taking : looking;
  return (
    <Dialog open onClose={onClose} title={t("products.bulk.title", { count: rows.length })}>
      <Form
        reader="staff"
        sending={sending}
        onSubmit={submit}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3 pt-2">
            <Button
              kind="primary"
              type="submit"
              busy={sending.isPending}
              disabled={seen && (!possible || changed === 0)}
            >
              {t(seen ? "products.bulk.take" : "products.bulk.look", { count: changed })}
            </Button>
          </div>
        }
      >
        <Select
          data-first
          label={t("products.bulk.what")}
          items={KINDS}
          nameOf={(kind) => t(`products.bulk.kind.${kind}`)}
          value={form.kind}
          onChoose={(kind) => kind && change({ kind })}
        />
        <BulkFields
          form={form}
          faults={faults}
          currency={currency}
          mixed={currencies.length > 1}
          change={change}
        />
        {seen && (
          <>
            {!possible && <Notice tone="danger" title={t("products.bulk.impossible")} />}
            <BulkPreview rows={seen} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
