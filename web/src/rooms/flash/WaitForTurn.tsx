import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { newKey, post } from "../../base/api/client";
import type { FlashSaleBody, PlaceAnswer } from "../../base/api/schema";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { Failure } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";

/** How soon to ask again: the nearer one's turn, the sooner. A minute unheard is away. */
function pause(place: PlaceAnswer | undefined): number {
  if (!place) return 2000;
  if (place.letIn) return 15_000;
  if (place.position === null) return 5000;
  return Math.min(Math.max((place.expectedSeconds ?? 1) / 4, 1), 20) * 1000;
}

interface Props {
  sale: FlashSaleBody;
  phase: FlashSaleBody["phase"];
  children: ReactNode;
}

/** The waiting room: what is behind it shows once it is one's turn. */
export function WaitForTurn({ sale, phase, children }: Props) {
  const { t, locale } = useLanguage();
  const query = useQuery({
    queryKey: ["flash-sales", sale.id, "place", phase],
    queryFn: () => post<PlaceAnswer>(`/flash-sales/${sale.id}/place`, {}, newKey()),
    refetchInterval: ({ state }) => pause(state.data),
    refetchIntervalInBackground: true,
    staleTime: 0,
  });
  const place = query.data;
  if (query.isError && !place) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!place) return <Skeleton className="h-20 w-full" />;
  if (place.letIn) return children;
  if (place.position === null) {
    return (
      <Notice testId="waiting-room" title={t("flash.turn.drawn")}>
        <p>{t("flash.turn.drawnText")}</p>
      </Notice>
    );
  }
  const before = place.position - 1;
  return (
    <Notice
      testId="waiting-room"
      title={before > 0 ? t("flash.turn.wait", { count: before }) : t("flash.turn.next")}
    >
      <p>{t("flash.turn.soon", { time: leftText(place.expectedSeconds ?? 1, locale) })}</p>
    </Notice>
  );
}
