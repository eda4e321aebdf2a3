import { useQuery } from "@tanstack/react-query";
import type { SellerStepsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { Icon } from "../../design/Icon";
import { ownPlace, stepsQuery } from "./queries";

const STEPS = ["product", "picture", "stock", "onSale", "payouts", "page", "logo"] as const;
type Step = (typeof STEPS)[number];

const whose = (before: { seller?: string }) => ({ seller: before.seller });

/** What is left to do before the first sale, each with its page; nothing once all is done. */
export function Steps({ sellerId }: { sellerId: string }) {
  const { t } = useLanguage();
  const steps = useQuery(stepsQuery(ownPlace(sellerId))).data;
  const left = steps ? STEPS.filter((step) => !steps[step]) : [];
  if (!steps || left.length === 0) return null;
  const title = t(steps.sold ? "sellerSteps.rest" : "sellerSteps.title");
  return (
    <Panel title={title} text={t("sellerSteps.left", { count: left.length })}>
      <ul aria-label={title} className="divide-y divide-line">
        {left.map((step) => (
          <li key={step} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <span className="min-w-0 grow basis-64">
              {t(`sellerSteps.${step}`)}
              <span className="block text-13 text-ink-soft">{t(`sellerSteps.why.${step}`)}</span>
            </span>
            <Way step={step} steps={steps} kind={step === left[0] ? "primary" : undefined} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What is done with a product needs one first. */
const OF_PRODUCT: readonly Step[] = ["picture", "stock", "onSale"];

const PAGES = {
  picture: "/selling/products",
  stock: "/selling/products",
  onSale: "/selling/products",
  payouts: "/selling/money",
  page: "/selling/page",
  logo: "/selling/page",
} as const;

interface WayProps {
  step: Step;
  steps: SellerStepsBody;
  kind?: "primary";
}

/** Where a step is done, once it can be. */
function Way({ step, steps, kind }: WayProps) {
  const { t } = useLanguage();
  const { productId } = steps;
  const label = t(`sellerSteps.go.${step}`);
  if (step === "product")
    return (
      <ButtonLink kind={kind} to="/selling/products/new" search={whose}>
        {label}
      </ButtonLink>
    );
  if (OF_PRODUCT.includes(step) && !steps.product) return null;
  if (step === "picture" && productId)
    return (
      <ButtonLink kind={kind} to="/selling/products/$id" params={{ id: productId }} search={whose}>
        {label}
      </ButtonLink>
    );
  return (
    <ButtonLink kind={kind} to={PAGES[step]} search={whose}>
      {label}
    </ButtonLink>
  );
}

/** The same for staff: which are done. Of a seller who has done all, nothing. */
export function StepsSeen({ place }: { place: string }) {
  const { t } = useLanguage();
  const steps = useQuery(stepsQuery(place)).data;
  if (!steps || STEPS.every((step) => steps[step])) return null;
  const title = t(steps.sold ? "sellerSteps.rest" : "sellerSteps.title");
  return (
    <Panel title={title}>
      <ul aria-label={title} className="grid gap-2 sm:grid-cols-2">
        {STEPS.map((step) => (
          <li key={step} className="flex items-center gap-2">
            <span className={steps[step] ? "text-free" : "text-ink-faint"}>
              <Icon name={steps[step] ? "check" : "clock"} size={16} />
            </span>
            {t(`sellerSteps.${step}`)}
            <span className="sr-only">
              : {t(steps[step] ? "sellerSteps.done" : "sellerSteps.open")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
