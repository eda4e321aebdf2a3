import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { renewProducts, setStock } from "./queries";

interface Props {
  sellerId: string;
  variantId: string;
  name: string;
  /** Free and held together. */
  onHand: number;
  onClose: () => void;
}

const whole = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null);

/** How many of a variant there are, as its seller counted them. */
export function CountDialog({ sellerId, variantId, name, onHand, onClose }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState(String(onHand));
  const units = whole(text);
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
          <Button kind="primary" type="submit" busy={counting.isPending}>
            {t("form.save")}
          </Button>
        }
      >
        {(tried) => (
          <Field
            label={t("seller.onHand")}
            inputMode="numeric"
            value={text}
            error={tried && units === null ? t("seller.countBad") : null}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Form>
    </Dialog>
  );
}
