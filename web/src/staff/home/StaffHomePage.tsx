import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerQuery, configQuery } from "../../base/api/queries";
import type { StaffHome, Totals } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { classes } from "../../design/classes";
import { Heading, Panel } from "../../design/Heading";
import { Icon } from "../../design/Icon";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { useProviderName } from "../desk/providerNames";
import { ComingUp } from "./ComingUp";
import { LatestOrders } from "./LatestOrders";
import { countText, type Line, linesOf, netOf } from "./todo";

const CHANNELS = ["mail", "sms", "telegram"] as const;

const homeQuery = (locale: string) => ({
  ...answerQuery<StaffHome>(["staff", "home", locale], "/staff/home", { locale }),
  staleTime: 0,
  refetchInterval: 10_000,
});

/** Where staff begin: what needs doing, each with where it is done; what was sold today, what came in
 * last and who comes next. */
export function StaffHomePage() {
  const { t, locale } = useLanguage();
  const may = useMay();
  return (
    <div className="space-y-4">
      <Heading dense title={t("staffHome.title")} />
      <Loaded
        query={useQuery(homeQuery(locale))}
        loading={
          <div className="grid gap-4 min-[1100px]:grid-cols-[2fr_1fr]">
            <Skeleton className="h-72 w-full rounded-l" />
            <Skeleton className="h-44 w-full rounded-l" />
          </div>
        }
      >
        {(found) => (
          <div className="grid items-start gap-4 min-[1100px]:grid-cols-[2fr_1fr]">
            <div className="space-y-4">
              {found.keysRefused.map((name) => (
                <RefusedKey key={name} name={name} />
              ))}
              {found.alerts.map(({ name, of, said }) => (
                <Notice key={`${name} ${of}`} tone="danger" testId={`alert-${name}`} title={said} />
              ))}
              {found.cardsForbidden.map((name) => (
                <CardsForbidden key={name} name={name} />
              ))}
              <Work found={found} />
              <PasswordsAlone standing={found.secondFactor} />
              {may("GET /api/staff/orders") && <LatestOrders />}
            </div>
            <div className="space-y-4">
              {found.today && <Today totals={found.today} />}
              {may("GET /api/staff/bookings") && <ComingUp />}
            </div>
          </div>
        )}
      </Loaded>
    </div>
  );
}

/** A service that does not take the shop's key: nobody can pay by it, or nobody is told anything. */
function RefusedKey({ name }: { name: string }) {
  const { t } = useLanguage();
  const providerName = useProviderName();
  const channel = CHANNELS.find((one) => one === name);
  return (
    <Notice
      tone="danger"
      testId={`key-refused-${name}`}
      title={t("staffHome.keyRefused", {
        service: channel ? t(`staffHome.channel.${channel}`) : providerName(name),
      })}
    >
      <p>{t(channel ? "staffHome.keyRefusedTold" : "staffHome.keyRefusedPaid")}</p>
    </Notice>
  );
}

/** A provider that was to keep cards, and does not let the shop. */
function CardsForbidden({ name }: { name: string }) {
  const { t } = useLanguage();
  const providerName = useProviderName();
  return (
    <Notice
      tone="held"
      testId={`cards-forbidden-${name}`}
      title={t("staffHome.cardsForbidden", { provider: providerName(name) })}
    >
      <p>{t("staffHome.cardsForbiddenText")}</p>
    </Notice>
  );
}

/** Staff whose login is a password alone are reminded; who sets the shop up may ask it of all. */
function PasswordsAlone({ standing }: { standing: StaffHome["secondFactor"] }) {
  const { t } = useLanguage();
  const others = standing.staffWithout - (standing.missing ? 1 : 0);
  if (!standing.missing && others < 1) return null;
  return (
    <Notice
      silent
      tone="calm"
      testId="password-alone"
      title={t(standing.missing ? "staffHome.passwordAlone" : "staffHome.passwordsAlone", {
        count: others,
      })}
      actions={
        <>
          {standing.missing && (
            <ButtonLink size="s" to="/account/security">
              {t("staffHome.turnOnTwoStep")}
            </ButtonLink>
          )}
          {standing.staffWithout > 0 && (
            <ButtonLink size="s" kind="plain" to="/staff/settings" hash="two-step">
              {t("staffHome.requireTwoStep")}
            </ButtonLink>
          )}
        </>
      }
    >
      {standing.missing && others > 0 && <p>{t("staffHome.passwordsAlone", { count: others })}</p>}
    </Notice>
  );
}

function Work({ found }: { found: StaffHome }) {
  const { t } = useLanguage();
  const lines = linesOf(found.toDo);
  return (
    <section
      aria-labelledby="to-do"
      data-testid="to-do"
      className="rounded-l border border-line bg-raised"
    >
      <h2 id="to-do" className="px-4 pt-4 pb-2 text-18 font-semibold sm:px-6">
        {t("staffHome.toDo")}
      </h2>
      {lines.length > 0 && (
        <ul className="divide-y divide-line pb-2">
          {lines.map((line) => (
            <ToDoLine key={line.name} line={line} count={found.toDo[line.name] ?? 0} />
          ))}
        </ul>
      )}
      {lines.length === 0 && found.selling && (
        <p className="flex items-center gap-2 px-4 pb-4 text-ink-soft sm:px-6">
          <span className="text-free">
            <Icon name="check" size={16} />
          </span>
          {t("staffHome.nothing")}
        </p>
      )}
      {lines.length === 0 && !found.selling && (
        <p className="px-4 pb-4 text-ink-soft sm:px-6">{t("staffHome.notSelling")}</p>
      )}
    </section>
  );
}

function ToDoLine({ line, count }: { line: Line; count: number }) {
  const { t, formats } = useLanguage();
  const { name, urgent, link } = line;
  return (
    <li>
      <Link
        {...link}
        data-todo={name}
        className="group flex min-h-12 items-center gap-3 px-4 py-2 outline-offset-[-2px] hover:bg-sunken sm:px-6"
      >
        <span
          className={classes(
            "tabular min-w-11 shrink-0 rounded-s px-2 py-0.5 text-center text-13 font-semibold",
            urgent ? "bg-danger-soft text-danger" : "bg-held-soft text-held-ink",
          )}
        >
          {countText(count, (value) => formats.number(value))}
        </span>
        <span className="min-w-0 grow">
          <span className="font-medium">{t(`staffHome.line.${name}`)}</span>
          <span className="block text-13 text-ink-soft">{t(`staffHome.hint.${name}`)}</span>
        </span>
        <span className="shrink-0 text-ink-soft group-hover:text-ink">
          <Icon name="right" size={16} />
        </span>
      </Link>
    </li>
  );
}

function Today({ totals }: { totals: Totals }) {
  const { t, formats } = useLanguage();
  const currency = useQuery(configQuery).data?.currency;
  const net = netOf(totals.net, currency).map((one) => formats.price(one.amount, one.currency));
  const sums = net.length > 0 ? net : [formats.number(0)];
  return (
    <Panel
      title={t("staffHome.today")}
      actions={
        <Link to="/staff/statistics" search={{ days: 7 }} className="text-accent hover:underline">
          {t("stats.title")}
        </Link>
      }
    >
      <dl className="flex flex-wrap gap-x-8 gap-y-3" data-testid="today">
        <div>
          <dt className="text-13 text-ink-soft">{t("stats.orders")}</dt>
          <dd className="tabular text-24 font-semibold">{formats.number(totals.orders)}</dd>
        </div>
        <div className="min-w-0">
          <dt className="text-13 text-ink-soft">{t("stats.net")}</dt>
          {sums.map((sum) => (
            <dd key={sum} className="tabular text-24 font-semibold whitespace-nowrap">
              {sum}
            </dd>
          ))}
        </div>
      </dl>
      <p className="mt-3 text-13 text-ink-soft">{t("staffHome.since")}</p>
    </Panel>
  );
}
