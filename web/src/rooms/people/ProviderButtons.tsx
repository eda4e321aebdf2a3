import { useMutation, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import type { ProviderLoginBegun } from "../../base/api/schema";
import { useBroughtBack } from "../../base/broughtBack";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";

interface Asked {
  provider: string;
  next?: string | undefined;
  currentPassword?: string;
  consent?: boolean;
}

/** The browser goes to the provider, which sends it back to the page of its answer. */
export function useProviderLogin() {
  const going = useMutation({
    mutationFn: ({ provider, ...asked }: Asked) =>
      post<ProviderLoginBegun>(`/session/providers/${provider}`, asked, newKey()),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  useBroughtBack(going.reset);
  return going;
}

/** Ways to log in beside the password, where the shop has any. */
export function ProviderButtons(props: { next?: string | undefined; consent?: boolean }) {
  const { t } = useLanguage();
  const providers = useQuery(configQuery).data?.loginProviders ?? [];
  const going = useProviderLogin();
  if (providers.length === 0) return null;
  return (
    <div className="mt-6 space-y-2">
      <p className="flex items-center gap-3 text-13 text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("account.providers.or")}
      </p>
      {going.isError && <Refusal error={going.error} />}
      {providers.map(({ name, title }) => (
        <Button
          key={name}
          size="l"
          wide
          busy={(going.isPending || going.isSuccess) && going.variables.provider === name}
          onClick={() => going.mutate({ provider: name, ...props })}
        >
          {t("account.providers.with", { provider: title })}
        </Button>
      ))}
    </div>
  );
}
