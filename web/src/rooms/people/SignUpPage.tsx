import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
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
  return (
    <div className="page max-w-md pb-16">
      <Heading title={t("account.signUp")} text={t("account.signUpText")} />
      <Panel>
        <PersonForm
          send={signUp}
          onDone={() => router.history.push(next ?? "/")}
          label={t("account.signUp")}
        />
        <ProviderButtons next={next} />
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
