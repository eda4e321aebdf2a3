import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffRepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { AddressLines } from "../../rooms/addresses/AddressLines";
import { useEvery } from "../../rooms/repeats/every";
import { PaidBy } from "../../rooms/repeats/PaidBy";
import { RepeatBadge } from "../../rooms/repeats/RepeatBadge";
import { RepeatLines } from "../../rooms/repeats/RepeatLines";
import { RepeatSteps } from "../../rooms/repeats/RepeatSteps";
import { Unskip } from "../../rooms/repeats/Unskip";
import { ActDialog } from "../desk/ActDialog";
import { Buyer } from "../desk/Buyer";
import { actOn, renewRepeats, repeatQuery, unskipDay } from "./queries";

const route = getRouteApi("/staff/repeat-orders/$repeatId");

/** One repeat order: what, to whom, when, and what was done with it. */
export function RepeatPage() {
  const { t, locale } = useLanguage();
  const { repeatId } = route.useParams();
  const query = useQuery(repeatQuery(repeatId, locale));
  useTitle(t("repeats.ofOrder"));
  return (
    <div className="max-w-3xl space-y-4 pb-16">
      <BackLink to="/staff/repeat-orders">{t("repeats.mine")}</BackLink>
      {query.data ? (
        <Shown one={query.data} />
      ) : (
        <NotShown
          query={query}
          title={t("repeats.mine")}
          missing={t("staffRepeats.missing")}
          back={<ButtonLink to="/staff/repeat-orders">{t("repeats.mine")}</ButtonLink>}
        />
      )}
    </div>
  );
}

function Shown({ one }: { one: StaffRepeatBody }) {
  const { t, formats } = useLanguage();
  const every = useEvery();
  return (
    <>
      <Heading
        title={every(one.every)}
        text={
          <span className="flex flex-wrap items-center gap-3">
            <RepeatBadge status={one.status} />
            <Buyer inText who={one.buyer} />
            {one.nextOn && (
              <span>
                {t("repeats.next")} {formats.dayAhead(one.nextOn)}
              </span>
            )}
          </span>
        }
        actions={<Acts one={one} />}
      />
      <Panel title={t("order.items")}>
        <RepeatLines items={one.items} package={one.package} />
      </Panel>
      <Panel title={t("staffRepeats.how")}>
        {one.shippingAddress && <AddressLines address={one.shippingAddress} />}
        <PaidBy one={one} />
        {one.note && <p className="mt-2 wrap-anywhere">{one.note}</p>}
      </Panel>
      <Steps one={one} />
    </>
  );
}

function Steps({ one }: { one: StaffRepeatBody }) {
  const { t } = useLanguage();
  return (
    <Panel title={t("staffRepeats.steps")}>
      <RepeatSteps
        steps={one.steps}
        order={(orderId) => (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId }}
            className="text-accent underline underline-offset-4"
          >
            {t("repeats.seeOrder")}
          </Link>
        )}
      />
      <ButtonLink
        size="s"
        className="mt-4"
        to="/staff/orders/$orderId"
        params={{ orderId: one.orderId }}
      >
        {t("repeats.first")}
      </ButtonLink>
    </Panel>
  );
}

function Acts({ one }: { one: StaffRepeatBody }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState<"pause" | "end">();
  const resuming = useIntent((key) => actOn(one.id, "resume", key), { onSuccess: renewRepeats });
  if (one.status === "ended") return null;
  return (
    <>
      {one.status === "active" ? (
        <Button
          needs="POST /api/staff/repeat-orders/{repeat_id}/pause"
          onClick={() => setAsking("pause")}
        >
          {t("repeats.pause")}
        </Button>
      ) : (
        <Button
          needs="POST /api/staff/repeat-orders/{repeat_id}/resume"
          busy={resuming.isPending}
          onClick={() => resuming.mutate()}
        >
          {t("repeats.resume")}
        </Button>
      )}
      {one.skippedOn && (
        <Unskip
          day={one.skippedOn}
          needs="POST /api/staff/repeat-orders/{repeat_id}/unskip"
          undo={(day, key) => unskipDay(one.id, day, key)}
          onDone={renewRepeats}
        />
      )}
      <Button
        needs="POST /api/staff/repeat-orders/{repeat_id}/end"
        onClick={() => setAsking("end")}
      >
        {t("repeats.end")}
      </Button>
      {resuming.isError && <Refusal error={resuming.error} />}
      {asking && (
        <ActDialog
          title={t(asking === "end" ? "repeats.endTitle" : "staffRepeats.pauseTitle")}
          act={t(asking === "end" ? "repeats.end" : "repeats.pause")}
          grave={asking === "end"}
          reason={{ hint: t("staffRepeats.reasonHint"), most: 500 }}
          send={(key, reason) => actOn(one.id, asking, key, reason)}
          onDone={renewRepeats}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}
