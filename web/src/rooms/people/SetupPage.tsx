import { useNavigate } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Heading, Panel } from "../../design/Heading";
import { LinkGate } from "./LinkGate";
import { PersonForm } from "./PersonForm";
import { setUp } from "./signIn";

/** The owner of a new shop makes the first account, by the link that the server printed. */
export function SetupPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  useTitle(t("account.setup.title"));
  return (
    <div className="page max-w-md pb-16">
      <LinkGate purpose="owner" hint={t("account.setup.noLink")}>
        {(token) => (
          <>
            <Heading title={t("account.setup.title")} text={t("account.setup.text")} />
            <Panel>
              <PersonForm
                send={(person) => setUp(token, person)}
                onDone={() => void navigate({ to: "/staff/start", replace: true })}
                label={t("account.setup.submit")}
              />
            </Panel>
          </>
        )}
      </LinkGate>
    </div>
  );
}
