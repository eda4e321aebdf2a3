import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";

/** A refusal as a sentence of the visitor's language; the server's own words where we have none. */
export function useProblemWords(reader?: "staff"): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (error) => {
      const problem = asProblem(error);
      const names = [reader && `problem.${reader}-${problem.code}`, `problem.${problem.code}`];
      const named = names.find((name) => name && i18n.exists(name));
      if (named) return t(named as "problem.offline");
      if (problem.body.detail) return problem.body.detail;
      const general = `problem.http-${problem.status}`;
      return i18n.exists(general) ? t(general as "problem.http-500") : t("problem.title");
    },
    [t, i18n, reader],
  );
}
