import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { ownRepeat } from "./queries";
import { RepeatSteps } from "./RepeatSteps";

/** What was done with one of one's own: its orders, and the days without one. */
export function RepeatHistory({ id }: { id: string }) {
  const { t, locale } = useLanguage();
  const query = useQuery(ownRepeat(id, locale));
  return (
    <Loaded query={query} loading={<Skeleton className="h-16 w-full" />}>
      {({ steps }) => (
        <RepeatSteps
          steps={steps}
          order={(orderId) => (
            <Link
              to="/orders/$orderId"
              params={{ orderId }}
              className="text-accent underline underline-offset-4"
            >
              {t("repeats.seeOrder")}
            </Link>
          )}
        />
      )}
    </Loaded>
  );
}
