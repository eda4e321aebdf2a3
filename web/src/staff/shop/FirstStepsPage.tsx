import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { patch } from "../../base/api/client";
import { answerQuery, configQuery, queryClient } from "../../base/api/queries";
import type { FirstStepsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { classes } from "../../design/classes";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Icon } from "../../design/Icon";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";

/** Without these nothing is sold. */
const STEPS = ["name", "currency", "product", "payment", "order"] as const;
/** These make the shop the merchant's own. */
const MORE = ["picture", "category", "charges", "policies", "home", "promotion"] as const;
/** Without these no time is sold. */
const TIME = ["resource", "hours", "service"] as const;
type Step = (typeof STEPS | typeof MORE | typeof TIME)[number];

/** What a new shop needs, and what of it is there: read from the shop's data, never ticked off. */
export function FirstStepsPage() {
  const { t } = useLanguage();
  const query = useQuery({
    ...answerQuery<FirstStepsShown>(["staff", "first-steps"], "/staff/first-steps"),
    staleTime: 0,
  });
  if (query.isPending) return <Skeleton className="mt-8 h-96 w-full max-w-2xl" />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const steps = query.data;
  const done = STEPS.filter((step) => steps[step]).length;
  const next = STEPS.find((step) => !steps[step]);
  return (
    <div className="max-w-2xl">
      <Heading
        title={t("start.title")}
        text={t("start.done", { count: done, all: STEPS.length })}
      />
      {!next && (
        <div className="mb-4">
          <Notice silent tone="free" title={t("start.allDone")}>
            <p>{t("start.allDoneText")}</p>
          </Notice>
        </div>
      )}
      <h2 className="sr-only">{t("start.first")}</h2>
      <Steps which={STEPS} steps={steps} next={next} />
      <NoMail />
      <h2 className="mt-8 mb-1 text-18 font-semibold">{t("start.time")}</h2>
      <p className="mb-3 text-ink-soft">{t("start.timeText")}</p>
      <Steps which={TIME} steps={steps} />
      <h2 className="mt-8 mb-3 text-18 font-semibold">{t("start.more")}</h2>
      <Steps which={MORE} steps={steps} />
    </div>
  );
}

/** Customers are mailed once whoever runs the server has set that up. */
function NoMail() {
  const { t } = useLanguage();
  const config = useQuery(configQuery).data;
  if (!config || config.mails) return null;
  return (
    <div className="mt-4">
      <Notice silent tone="held" title={t("start.noMail")}>
        <p>{t("start.noMailText")}</p>
      </Notice>
    </div>
  );
}

interface StepsProps {
  which: readonly Step[];
  steps: FirstStepsShown;
  next?: Step;
}

function Steps({ which, steps, next }: StepsProps) {
  return (
    <ol className="divide-y divide-line rounded-l border border-line bg-raised">
      {which.map((step, index) => (
        <Row
          key={step}
          number={index + 1}
          step={step}
          done={steps[step]}
          actions={!steps[step] && <Actions step={step} first={step === next} />}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  number: number;
  step: Step;
  done: boolean;
  actions: ReactNode;
}

function Row({ number, step, done, actions }: RowProps) {
  const { t } = useLanguage();
  return (
    <li className="flex gap-4 p-4 sm:p-5">
      <span
        className={classes(
          "grid size-8 shrink-0 place-items-center rounded-full text-13 font-semibold",
          done ? "bg-free-soft text-free" : "border border-line-strong text-ink-soft",
        )}
      >
        {done ? <Icon name="check" size={16} /> : <span aria-hidden="true">{number}</span>}
      </span>
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 grow basis-64">
          <h3 className="font-semibold">
            {t(`start.step.${step}`)}
            <span className="sr-only">: {t(done ? "start.isDone" : "start.isOpen")}</span>
          </h3>
          <p className="text-13 text-ink-soft">{t(`start.text.${step}`)}</p>
        </div>
        {actions}
      </div>
    </li>
  );
}

/** Where a step is done. */
const PLACES = {
  name: "/staff/settings",
  currency: "/staff/settings",
  category: "/staff/categories",
  picture: "/staff/products",
  charges: "/staff/settings",
  policies: "/staff/policies",
  home: "/staff/home-page",
  order: "/",
  promotion: "/staff/promotions",
  resource: "/staff/resources/new",
  hours: "/staff/resources",
  service: "/staff/services/new",
} as const;

function Actions({ step, first }: { step: Step; first: boolean }) {
  const { t } = useLanguage();
  const kind = first ? "primary" : "quiet";
  if (step === "product") {
    return (
      <div className="flex flex-wrap gap-2">
        <ButtonLink needs="POST /api/staff/products" kind={kind} to="/staff/products/new">
          {t("start.go.product")}
        </ButtonLink>
        <ButtonLink needs="POST /api/staff/imports" to="/staff/import">
          {t("start.go.import")}
        </ButtonLink>
      </div>
    );
  }
  if (step === "payment") return <Payment kind={kind} />;
  return (
    <ButtonLink kind={kind} to={PLACES[step]} hash={step === "charges" ? "delivery" : undefined}>
      {t(`start.go.${step}`)}
    </ButtonLink>
  );
}

/** Set up, or kept as it is from the start: paid on pick-up. */
function Payment({ kind }: { kind: "primary" | "quiet" }) {
  const { t } = useLanguage();
  const keeping = useMutation({
    mutationFn: () => patch("/staff/settings", { manualPayment: true }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return (
    <div className="flex flex-wrap gap-2">
      <ButtonLink kind={kind} to="/staff/settings" hash="payment">
        {t("start.go.payment")}
      </ButtonLink>
      <Button busy={keeping.isPending} onClick={() => keeping.mutate()}>
        {t("selling.keep")}
      </Button>
      {keeping.isError && <Refusal reader="staff" error={keeping.error} />}
    </div>
  );
}
