import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { CodeField } from "./CodeField";
import { useTextForm } from "./form";
import { loginByCode } from "./signIn";

interface Props {
  step: string;
  onDone: () => void;
  onBack: () => void;
}

/** The second step of a login: the password was right, and a code is asked for. */
export function CodeStep({ step, onDone, onBack }: Props) {
  const { t } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const sending = useMutation({
    mutationFn: (code: string) => loginByCode(step, code),
    onSuccess: onDone,
  });
  const { bind, form } = useTextForm({ code: "" }, sending, ({ code }) => sending.mutate(code));
  useEffect(() => place.current?.querySelector("input")?.focus(), []);
  const over = sending.isError && asProblem(sending.error).code === "second-step-over";
  return (
    <div ref={place} className="page max-w-md pb-16" data-testid="second-step">
      <Heading title={t("second.step")} text={t("second.stepText")} />
      <Panel>
        <Form
          {...form}
          end={
            over ? (
              <Button kind="primary" size="l" wide onClick={onBack}>
                {t("second.again")}
              </Button>
            ) : (
              <Button kind="primary" size="l" wide type="submit" busy={sending.isPending}>
                {t(sending.isPending ? "session.submitting" : "shell.login")}
              </Button>
            )
          }
        >
          <CodeField {...bind("code")} />
        </Form>
      </Panel>
      {!over && (
        <p className="mt-4 text-center">
          <Button kind="plain" size="s" onClick={onBack}>
            {t("second.other")}
          </Button>
        </p>
      )}
    </div>
  );
}
