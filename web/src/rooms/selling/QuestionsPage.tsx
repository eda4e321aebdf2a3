import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Select } from "../../design/Field";
import { Listing } from "../../design/Listing";
import { SkeletonText } from "../../design/Skeleton";
import { QuestionItem } from "../reviews/QuestionItem";
import { ownQuestionsQuery, QUESTION_STATES } from "./queries";
import { SellerFrame } from "./SellerFrame";

const route = getRouteApi("/selling/questions");

/** What shoppers ask about the seller's products for all to read; those that wait stand first. */
export function QuestionsPage() {
  const { t } = useLanguage();
  const { status } = route.useSearch();
  return (
    <SellerFrame title={t("productQuestions.title")}>
      {(seller) => <Asked key={seller.id} sellerId={seller.id} status={status} />}
    </SellerFrame>
  );
}

interface Props {
  sellerId: string;
  status: (typeof QUESTION_STATES)[number] | undefined;
}

function Asked({ sellerId, status }: Props) {
  const { t, locale } = useLanguage();
  const change = useChange(route);
  const query = useInfiniteQuery(ownQuestionsQuery(sellerId, locale, status));
  const rows = query.data?.pages.flatMap((page) => page.questions) ?? [];
  return (
    <div className="space-y-4">
      <Select
        dense
        label={t("seller.state")}
        value={status}
        none={t("list.all")}
        items={QUESTION_STATES}
        nameOf={(one) => t(`seller.questions.${one}`)}
        onChoose={(one) => change({ status: one })}
        className="w-full sm:w-44"
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="check"
            title={t(
              status === "unanswered" ? "seller.questions.noneWait" : "productQuestions.none",
            )}
            hint={t("seller.questions.hint")}
          />
        }
        loading={<SkeletonText lines={6} />}
        more={t("productQuestions.more")}
      >
        <ul className="divide-y divide-line" data-testid="questions">
          {rows.map(({ question, name, handle }) => (
            <QuestionItem
              key={question.id}
              question={question}
              answers
              about={
                <Link
                  to="/product/$handle"
                  params={{ handle }}
                  hash="questions"
                  className="text-accent underline underline-offset-2"
                >
                  {name}
                </Link>
              }
            />
          ))}
        </ul>
      </Listing>
    </div>
  );
}
