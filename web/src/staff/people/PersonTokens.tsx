import { useQuery } from "@tanstack/react-query";
import { queryClient, renew } from "../../base/api/queries";
import type { PersonAnswer, TheirTokens } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { personQuery, tokensQuery } from "./queries";
import { TokenList } from "./TokenList";

/** The bearer tokens of a person who has some; who may log them out may end them. */
export function PersonTokens({ seen }: { seen: PersonAnswer }) {
  const { t } = useLanguage();
  const userId = seen.person.userId ?? "";
  const query = useQuery(tokensQuery(userId));
  const ended = async (left: TheirTokens) => {
    queryClient.setQueryData(tokensQuery(userId).queryKey, left);
    await renew(personQuery(userId).queryKey);
  };
  return (
    <section className="space-y-3" data-testid="their-tokens">
      <h2 className="text-18 font-semibold">{t("tokens.theirs")}</h2>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {({ tokens }) => (
          <TokenList<TheirTokens>
            tokens={tokens}
            path={(id) => `/staff/people/${userId}/tokens/${id}`}
            onEnded={seen.may.includes("sessions") ? ended : undefined}
          />
        )}
      </Loaded>
    </section>
  );
}
