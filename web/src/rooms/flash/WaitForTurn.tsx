import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { FlashSaleBody } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { useLatest, useWatch } from "../../live/channel";
import { useLink } from "../../live/connection";
import { liveTurns } from "./live";
import { takePlace } from "./place";
import { askAfter, buysUntil, positionNow } from "./turn";

interface Props {
  sale: FlashSaleBody;
  children: ReactNode;
}

/** The waiting room: what is behind it shows once it is one's turn. The socket tells how many were
 * let in, and the page asks for its place when that should be its own turn; without a socket it
 * asks as often as it is told to. */
export function WaitForTurn({ sale, children }: Props) {
  const { t, locale, formats } = useLanguage();
  useWatch(liveTurns, [sale.id]);
  const letIn = useLatest(liveTurns, sale.id)?.letIn;
  const told = useLink() === "live" && letIn !== undefined;
  const [proving, setProving] = useState(false);
  const query = useQuery({
    queryKey: ["flash-sales", sale.id, "place"],
    queryFn: () => takePlace(sale.id, setProving),
    retry: (count, error) => count < 2 && asProblem(error).code !== "flash-sale-proof",
    refetchInterval: ({ state }) => askAfter(state.data, told, serverClock.now()),
    refetchIntervalInBackground: true,
    staleTime: 0,
  });
  const { data: place, refetch } = query;
  const position = place ? positionNow(place, letIn) : null;
  useEffect(() => {
    if (position === 0) void refetch();
  }, [position, refetch]);
  if (proving && !place) {
    return (
      <Notice testId="proving" title={t("flash.proof.title")}>
        <p>{t("flash.proof.text")}</p>
      </Notice>
    );
  }
  if (query.isError && !place) {
    return <Failure error={query.error} onRetry={() => void refetch()} />;
  }
  if (!place) return <Skeleton className="h-20 w-full" />;
  if (place.letIn)
    return (
      <>
        {sale.perSecond && place.letInUntil && (
          <p className="mb-3 text-13 text-ink-soft" data-testid="turn-until">
            {t("flash.turn.until", { time: formats.until(buysUntil(place.letInUntil, sale)) })}
          </p>
        )}
        {children}
      </>
    );
  if (place.letInUntil) return <TurnOver sale={sale} onAgain={() => refetch()} />;
  if (position === null) {
    return (
      <Notice testId="waiting-room" title={t("flash.turn.drawn")}>
        <p>{t("flash.turn.drawnText")}</p>
      </Notice>
    );
  }
  const before = Math.max(0, position - 1);
  const seconds = Math.ceil((before + 1) / (sale.perSecond ?? 1));
  return (
    <Notice
      testId="waiting-room"
      title={before > 0 ? t("flash.turn.wait", { count: before }) : t("flash.turn.next")}
    >
      <p>{t("flash.turn.soon", { time: leftText(seconds, locale) })}</p>
    </Notice>
  );
}

/** A page that slept through its turn, or let it pass: there is another, behind those who came
 * meanwhile. */
function TurnOver({ sale, onAgain }: { sale: FlashSaleBody; onAgain: () => Promise<unknown> }) {
  const { t } = useLanguage();
  const again = useMutation({
    mutationFn: async () => {
      await remove(`/flash-sales/${sale.id}/place`);
      await onAgain();
    },
  });
  return (
    <Notice
      testId="turn-over"
      title={t("flash.turn.over")}
      actions={
        <Button
          kind="primary"
          size="s"
          online
          busy={again.isPending}
          onClick={() => again.mutate()}
        >
          {t("flash.turn.again")}
        </Button>
      }
    >
      <p>{t("flash.turn.overText")}</p>
      {again.isError && <Refusal error={again.error} />}
    </Notice>
  );
}
