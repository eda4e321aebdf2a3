import { type ReactNode, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { NO_LIMIT } from "../../design/SupplyBar";
import { toast } from "../../design/Toasts";
import { renewProducts, setStock } from "./queries";

interface Props {
  sellerId: string;
  variantId: string;
  name: string;
  /** Free and held together. */
  onHand: number;
  /** There may be as many as anybody wants. */
  endless?: boolean;
  /** Stands beside the button. */
  beside?: ReactNode;
  onClose: () => void;
}

const whole = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null);

/** How many of a variant there are, as its seller counted them. */
export function CountDialog(props: Props) {
  const { sellerId, variantId, name, onHand, endless, beside, onClose } = props;
  const { t } = useLanguage();
  const [text, setText] = useState(onHand >= NO_LIMIT ? "" : String(onHand));
  const [how, choose] = useState(onHand >= NO_LIMIT ? "unlimited" : "counted");
  const unlimited = endless === true && how === "unlimited";
  const units = unlimited ? "unlimited" : whole(text);
  const reason = t("seller.counted");
  const counting = useIntent((key) => setStock(key, sellerId, variantId, units ?? 0, reason), {
    onSuccess: async () => {
      await renewProducts(sellerId);
      toast({ title: t("seller.countSaved", { name }) });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t("seller.countOf", { name })}>
      <Form
        sending={counting}
        onChange={counting.another}
        onSubmit={() => units !== null && counting.mutate()}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3 pt-2">
            {beside && <span className="mr-auto inline-flex flex-wrap gap-x-3">{beside}</span>}
            <Button kind="primary" type="submit" busy={counting.isPending}>
              {t("form.save")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            {endless && (
              <Choice
                legend={t("seller.howMany")}
                value={how}
                onChange={choose}
                items={[
                  { value: "counted", label: t("seller.soMany") },
                  { value: "unlimited", label: t("supply.noLimit") },
                ]}
              />
            )}
            {!unlimited && (
              <Field
                label={t("seller.onHand")}
                inputMode="numeric"
                value={text}
                error={tried && units === null ? t("seller.countBad") : null}
                onChange={({ target }) => setText(target.value)}
              />
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}
