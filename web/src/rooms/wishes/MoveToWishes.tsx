import { useMutation } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { CartChangedAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { takeCart } from "../cart/store";

/** From the cart to one's wish list, where one is logged in. */
export function MoveToWishes({ variantId, name }: { variantId: string; name: string }) {
  const { t } = useLanguage();
  const member = Boolean(useSession()?.user);
  const moving = useMutation({
    mutationFn: () => post<CartChangedAnswer>("/wishes/from-cart", { variantId }, newKey()),
    onSuccess: takeCart,
    onSettled: () => renew(["wishes"]),
  });
  if (!member) return null;
  return (
    <>
      <Button
        kind="plain"
        size="s"
        className="-ml-3"
        busy={moving.isPending}
        onClick={() => moving.mutate()}
        aria-label={t("wishes.moveNamed", { name })}
      >
        {t("wishes.move")}
      </Button>
      {moving.isError && <Refusal error={moving.error} />}
    </>
  );
}
