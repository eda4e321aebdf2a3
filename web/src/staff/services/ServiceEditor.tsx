import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { ServiceAsked } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Form } from "../../design/Form";
import { SaveButton } from "../../design/SaveButton";
import { CancellingFields } from "./CancellingFields";
import { ExtrasFields } from "./ExtrasFields";
import { GoodsFields } from "./GoodsFields";
import { NeedsFields } from "./NeedsFields";
import { Preview } from "./Preview";
import { PriceFields } from "./PriceFields";
import { useErrors } from "./parts";
import { QuestionsFields } from "./QuestionsFields";
import { SharesFields } from "./SharesFields";
import type { Faults, ServiceForm } from "./serviceForm";
import { readService } from "./serviceReading";
import { TextsFields } from "./TextsFields";
import { TimesFields } from "./TimesFields";

interface Props {
  form: ServiceForm;
  onType: (next: Partial<ServiceForm>) => void;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  /** Another way to save it is under way. */
  off?: boolean;
  /** Something is typed that is not saved. */
  unsaved: boolean;
  /** Something else is meant from now on. */
  onChange: () => void;
  onSend: (asked: ServiceAsked) => void;
}

/** A service as a form; beside it what it comes to. */
export function ServiceEditor({ form, onType, sending, off, unsaved, onChange, onSend }: Props) {
  const { t, formats } = useLanguage();
  const [faults, setFaults] = useState<Faults>({});
  const digits = form.currency ? formats.digits(form.currency) : 0;
  const read = readService(form, digits);
  const errorOf = useErrors(faults, sending.isError ? sending.error : null);
  const change = (next: Partial<ServiceForm>) => {
    onChange();
    setFaults({});
    onType(next);
  };
  const submit = () => {
    if ("asked" in read) onSend(read.asked);
    else setFaults(read.faults);
  };
  const named = sending.isError && (asProblem(sending.error).body.errors ?? []).length > 0;
  const shown = named || Object.keys(faults).length > 0;
  const part = { form, change, errorOf };
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Form
        reader="staff"
        sending={sending}
        unsaved={unsaved}
        refusal={
          shown ? (
            <p role="alert" className="text-danger">
              {t("services.lookAgain")}
            </p>
          ) : undefined
        }
        onSubmit={submit}
        end={
          <div className="flex justify-end pt-2">
            <SaveButton sending={sending} disabled={off} />
          </div>
        }
      >
        <TextsFields {...part} />
        <TimesFields {...part} />
        <PriceFields {...part} />
        <NeedsFields {...part} />
        <ExtrasFields {...part} />
        <GoodsFields {...part} />
        <QuestionsFields {...part} />
        <SharesFields {...part} />
        <CancellingFields {...part} />
      </Form>
      <div className="lg:sticky lg:top-20">
        <Preview asked={"asked" in read ? read.asked : null} />
      </div>
    </div>
  );
}
