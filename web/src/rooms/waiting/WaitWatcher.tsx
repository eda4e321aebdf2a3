import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { useWatch } from "../../live/channel";
import { liveStock, useVariantSupply } from "../stock/live";
import { type AwaitedVariant, stopWaiting, useAwaited, useKeptAwaited } from "./waiting";

/** Watches, on every page, what the visitor waits for. What became free while nobody was here is
 * told at the top of the page; what becomes free now, wherever the visitor looks. */
export function WaitWatcher() {
  useKeptAwaited();
  const { awaited } = useAwaited();
  const [found, setFound] = useState<readonly AwaitedVariant[]>([]);
  const close = (one: AwaitedVariant) => setFound((all) => all.filter((each) => each !== one));
  useWatch(
    liveStock,
    awaited.map((one) => one.productId),
  );
  return (
    <>
      {awaited.map((one) => (
        <Watched key={one.variantId} one={one} onFound={() => setFound((all) => [...all, one])} />
      ))}
      {found.length > 0 && (
        <div className="page space-y-2 pt-3">
          {found.map((one) => (
            <FreeAgain key={one.variantId} one={one} onClose={() => close(one)} />
          ))}
        </div>
      )}
    </>
  );
}

function FreeAgain({ one, onClose }: { one: AwaitedVariant; onClose: () => void }) {
  const { t } = useLanguage();
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
            params={{ handle: one.handle }}
            search={{ variant: one.variantId }}
            onClick={onClose}
          >
            {t("buying.toProduct")}
          </ButtonLink>
          <Button size="s" onClick={onClose}>
            {t("form.close")}
          </Button>
        </>
      }
    >
      <p>{t("product.freeText", { name: one.name })}</p>
    </Notice>
  );
}

function Watched({ one, onFound }: { one: AwaitedVariant; onFound: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const supply = useVariantSupply(one.variantId);
  const sawNone = useRef(!one.before);
  const told = useRef(false);
  const free = (supply?.stock ?? 0) > 0;
  if (supply && !free) sawNone.current = true;
  useEffect(() => {
    if (!free || told.current) return;
    told.current = true;
    stopWaiting(one.variantId);
    if (!sawNone.current) {
      onFound();
      return;
    }
    document.title = `● ${t("product.freeTitle")}`;
    toast({
      title: t("product.freeTitle"),
      text: t("product.freeText", { name: one.name }),
      tone: "free",
      action: {
        label: t("product.buyNow"),
        run: () =>
          void navigate({
            to: "/product/$handle",
            params: { handle: one.handle },
            search: { variant: one.variantId },
          }),
      },
    });
  }, [free, one, t, navigate, onFound]);
  return null;
}
