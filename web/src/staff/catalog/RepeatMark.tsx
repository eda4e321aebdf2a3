import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { answerQuery, queryClient, renew } from "../../base/api/queries";
import type { ProductRepeats } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";

/** Whether a product may be ordered again and again, where the shop repeats orders: kept at once. */
export function RepeatMark({ productId }: { productId: string }) {
  const { t } = useLanguage();
  const enabled = useUses().repeats;
  const path = `/staff/products/${encodeURIComponent(productId)}/repeats`;
  const mark = answerQuery<ProductRepeats>(["staff", "repeat-mark", productId], path);
  const { data } = useQuery({ ...mark, enabled });
  const saving = useMutation({
    mutationFn: (repeatable: boolean) => put<ProductRepeats>(path, { repeatable }),
    onSuccess: (now) => {
      queryClient.setQueryData(mark.queryKey, now);
      return renew(["repeat-offer", productId]);
    },
  });
  if (!enabled || !data) return null;
  return (
    <>
      <Check
        name="repeatable"
        label={t("staffRepeats.may")}
        checked={saving.isPending ? saving.variables : data.repeatable}
        disabled={saving.isPending}
        onChange={({ target }) => saving.mutate(target.checked)}
      />
      {saving.isError && <Refusal error={saving.error} />}
    </>
  );
}
