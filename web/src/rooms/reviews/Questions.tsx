import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { SearchBox } from "../../design/Field";
import { Listing } from "../../design/Listing";
import { SkeletonText } from "../../design/Skeleton";
import { OwnQuestion } from "./OwnQuestion";
import { QuestionItem } from "./QuestionItem";
import { MANY, ownQuestionQuery, questionsQuery } from "./questions";

/** What shoppers ask about a product, what they are answered, and one's own question. */
export function Questions({ productId }: { productId: string }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const sought = useSettled(typed).trim();
  const query = useInfiniteQuery({
    ...questionsQuery(productId, sought),
    placeholderData: (before) => before,
  });
  const own = useQuery(ownQuestionQuery(productId)).data;
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap(({ questions }) => questions);
  const count = pages[0]?.count ?? 0;
  return (
    <section
      id="questions"
      aria-labelledby="questions-title"
      className="scroll-mt-20 border-t border-line py-8"
    >
      <h2 id="questions-title" className="text-24 font-semibold">
        {t("productQuestions.title")}
      </h2>
      <div className="mt-4 grid grid-cols-1 gap-8 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] lg:gap-16">
        <div className="space-y-6">
          {count > 0 && (
            <p className="tabular text-ink-soft">{t("productQuestions.count", { count })}</p>
          )}
          <OwnQuestion productId={productId} />
        </div>
        <div className="min-w-0 space-y-4">
          {count > MANY && (
            <SearchBox
              dense
              label={t("productQuestions.search")}
              value={typed}
              maxLength={100}
              onChange={(event) => setTyped(event.target.value)}
              className="w-full sm:w-80"
            />
          )}
          <Listing
            query={query}
            empty={rows.length === 0}
            none={
              <p role="status" className="text-ink-soft">
                {t(sought ? "productQuestions.noneFound" : "productQuestions.none")}
              </p>
            }
            loading={<SkeletonText lines={3} />}
            more={t("productQuestions.more")}
          >
            <ul className="divide-y divide-line" data-testid="questions">
              {rows.map((question) => (
                <QuestionItem
                  key={question.id}
                  question={question}
                  answers={own?.mayAnswer ?? false}
                />
              ))}
            </ul>
          </Listing>
        </div>
      </div>
    </section>
  );
}
