import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Skeleton } from "../../design/Skeleton";
import { ToShop } from "../../design/ToShop";
import { ownRepeats } from "./queries";
import { RepeatCard } from "./RepeatCard";

/** What one orders again and again. */
export function RepeatOrdersPage() {
  const { t } = useLanguage();
  return (
    <div className="page max-w-3xl pb-16">
      <Heading title={t("repeats.mine")} text={t("repeats.mineText")} />
      <Loaded query={useQuery(sessionQuery)} loading={<Skeleton className="h-48 w-full" />}>
        {({ user }) =>
          user ? (
            <Own />
          ) : (
            <LoginFirst title={t("repeats.loginFirst")} hint={t("repeats.loginFirstHint")} />
          )
        }
      </Loaded>
    </div>
  );
}

function Own() {
  const { t, locale } = useLanguage();
  const query = useInfiniteQuery(ownRepeats(locale));
  const found = query.data?.pages.flatMap((page) => page.repeatOrders) ?? [];
  return (
    <Listing
      query={query}
      loading={<Skeleton className="h-48 w-full" />}
      empty={found.length === 0}
      none={
        <Blank
          icon="clock"
          title={t("repeats.none")}
          hint={t("repeats.noneHint")}
          action={<ToShop />}
        />
      }
    >
      <ul className="space-y-4">
        {found.map((one) => (
          <li key={one.id}>
            <RepeatCard one={one} />
          </li>
        ))}
      </ul>
    </Listing>
  );
}
