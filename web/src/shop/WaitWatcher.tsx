import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../components/Toasts";
import { useVariantSupply, useWatch } from "../live/hooks";
import { stopWaiting, useWishes, type Wish } from "./waiting";

/** Watches, on every page, what the visitor waits for. */
export function WaitWatcher() {
  const wishes = useWishes();
  useWatch(wishes.map((wish) => wish.productId));
  return wishes.map((wish) => <Watched key={wish.variantId} wish={wish} />);
}

function Watched({ wish }: { wish: Wish }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const free = (useVariantSupply(wish.variantId)?.stock ?? 0) > 0;
  useEffect(() => {
    if (!free) return;
    stopWaiting(wish.variantId);
    document.title = `● ${t("product.freeTitle")}`;
    toast({
      title: t("product.freeTitle"),
      text: t("product.freeText", { name: wish.name }),
      tone: "free",
      action: {
        label: t("product.buyNow"),
        run: () =>
          void navigate({
            to: "/product/$handle",
            params: { handle: wish.handle },
            search: { variant: wish.variantId },
          }),
      },
    });
  }, [free, wish, t, navigate]);
  return null;
}
