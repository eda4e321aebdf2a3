import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { PersonForm } from "./PersonForm";
import { ProviderButtons } from "./ProviderButtons";
import { signUp } from "./signIn";

const route = getRouteApi("/signup");

/** An account of one's own. What was held and bought before comes along. */
export function SignUpPage() {
  const { t } = useLanguage();
  const { next } = route.useSearch();
  const router = useRouter();
  const asked = useQuery(configQuery).data?.consent ?? false;
  const [consent, setConsent] = useState(false);
  return (
    <div className="page max-w-md pb-16">
      <Heading title={t("account.signUp")} text={t("account.signUpText")} />
      <Panel>
        <PersonForm
          send={(person) => signUp(person, consent)}
          onDone={() => router.history.push(next ?? "/")}
          label={t("account.signUp")}
        >
          {asked && <Consent given={consent} onChange={setConsent} />}
        </PersonForm>
        <ProviderButtons next={next} consent={consent} />
      </Panel>
      <p className="mt-4 text-center text-ink-soft">
        {t("account.haveOne")}{" "}
        <Link to="/login" search={{ next }} className="text-accent underline underline-offset-4">
          {t("shell.login")}
        </Link>
      </p>
    </div>
  );
}

interface ConsentProps {
  given: boolean;
  onChange: (given: boolean) => void;
}

/** Nobody has ticked it for them. The text opens beside, so that what was typed stays. */
function Consent({ given, onChange }: ConsentProps) {
  const { t } = useLanguage();
  return (
    <div>
      <Check
        name="consent"
        label={t("account.consent")}
        checked={given}
        onChange={(event) => onChange(event.target.checked)}
      />
      <Link
        to="/policies/$policy"
        params={{ policy: "privacy" }}
        target="_blank"
        className="block text-13 text-accent underline underline-offset-4"
      >
        {t("account.consentText")}
      </Link>
    </div>
  );
}
