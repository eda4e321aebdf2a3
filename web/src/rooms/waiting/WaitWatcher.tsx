import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { useWatch } from "../../live/channel";
import { liveStock, useVariantSupply } from "../stock/live";
import { stopWaiting, useKeptWishes, useWishes, type Wish } from "./waiting";

/** Watches, on every page, what the visitor waits for. What became free while nobody was here is
 * told at the top of the page; what becomes free now, wherever the visitor looks. */
export function WaitWatcher() {
  useKeptWishes();
  const { wishes } = useWishes();
  const [found, setFound] = useState<readonly Wish[]>([]);
  const close = (wish: Wish) => setFound((all) => all.filter((each) => each !== wish));
  useWatch(
    liveStock,
    wishes.map((wish) => wish.productId),
  );
  return (
    <>
      {wishes.map((wish) => (
        <Watched
          key={wish.variantId}
          wish={wish}
          onFound={() => setFound((all) => [...all, wish])}
        />
      ))}
      {found.length > 0 && (
        <div className="page space-y-2 pt-3">
          {found.map((wish) => (
            <FreeAgain key={wish.variantId} wish={wish} onClose={() => close(wish)} />
          ))}
        </div>
      )}
    </>
  );
}

function FreeAgain({ wish, onClose }: { wish: Wish; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Notice
      tone="free"
      testId="free-again"
      title={t("product.freeTitle")}
      actions={
        <>
          <ButtonLink
            size="s"
            kind="primary"
            to="/product/$handle"
            params={{ handle: wish.handle }}
            search={{ variant: wish.variantId }}
            onClick={onClose}
          >
            {t("buying.toProduct")}
          </ButtonLink>
          <Button size="s" onClick={onClose}>
            {t("shell.close")}
          </Button>
        </>
      }
    >
      <p>{t("product.freeText", { name: wish.name })}</p>
    </Notice>
  );
}

function Watched({ wish, onFound }: { wish: Wish; onFound: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const supply = useVariantSupply(wish.variantId);
  const sawNone = useRef(!wish.before);
  const told = useRef(false);
  const free = (supply?.stock ?? 0) > 0;
  if (supply && !free) sawNone.current = true;
  useEffect(() => {
    if (!free || told.current) return;
    told.current = true;
    stopWaiting(wish.variantId);
    if (!sawNone.current) {
      onFound();
      return;
    }
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
  }, [free, wish, t, navigate, onFound]);
  return null;
}
