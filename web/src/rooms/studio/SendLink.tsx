import { useQuery } from "@tanstack/react-query";
import { insist, newKey } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { HoldAnswer, OwnLinkMade } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";

interface Props {
  /** `total`: what is to be paid, where that is known. */
  held: Pick<HoldAnswer, "bookingId"> & Partial<Pick<HoldAnswer, "total" | "currency">>;
  /** For whom. */
  name: string;
  /** What is due of a session that stands, in words. */
  rest?: string;
  onClose: () => void;
}

/** The time is held for a client, or a rest is due: the address at which it is paid is copied to them, or mailed. */
export function SendLink({ held, name, rest, onClose }: Props) {
  const { t, formats } = useLanguage();
  const copy = useCopy();
  const at = `/studio/bookings/${held.bookingId}/pay-link`;
  // Made once, and the same whenever it is asked for.
  const link = useQuery({
    queryKey: ["own", "link", held.bookingId],
    queryFn: () => insist<OwnLinkMade>(at, undefined, newKey()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const text = rest
    ? t("own.heldText", { price: rest })
    : held.total === undefined || held.currency === undefined
      ? t("own.linkText")
      : t("own.heldText", { price: formats.price(held.total, held.currency) });
  const mail = useIntent((key) => insist(`${at}/mail`, undefined, key), {
    onSuccess: () => toast({ title: t("own.linkMailed", { name }) }),
  });
  const others = link.isError && asProblem(link.error).status === 404;
  const address = link.data ? `${window.location.origin}${link.data.path}` : "";
  const title = t(rest ? "own.restOf" : "own.held", { name });
  if (others)
    return (
      <Dialog open onClose={onClose} title={title}>
        <Notice urgent tone="danger" title={t("own.linkOthers")} />
      </Dialog>
    );
  return (
    <Dialog open onClose={onClose} title={title} text={text}>
      <Loaded query={link} loading={<Skeleton className="h-32 w-full" />}>
        {({ expiresAt }) => (
          <div className="space-y-4">
            {mail.isError && <Refusal reader="staff" error={mail.error} />}
            <Field
              readOnly
              label={t("payLinks.address")}
              value={address}
              hint={t("own.linkUntil", { time: formats.until(expiresAt) })}
              onFocus={(event) => event.target.select()}
            />
            <div className="flex flex-wrap justify-end gap-2">
              <Button onClick={onClose}>{t("form.close")}</Button>
              <Button busy={mail.isPending} onClick={() => mail.mutate()}>
                {t("own.mailLink")}
              </Button>
              <Button
                kind="primary"
                data-first
                onClick={() => void copy(address, t("payLinks.copied"))}
              >
                {t("payLinks.copy")}
              </Button>
            </div>
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
