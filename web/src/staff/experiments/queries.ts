import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type { ExperimentBody, ExperimentsBody } from "../../base/api/schema";
import { ROWS } from "../desk/search";

const KEY = ["staff", "experiments"];

export const experimentsQuery = listQuery<ExperimentsBody>([...KEY, "list"], "/staff/experiments", {
  limit: ROWS,
});

export function experimentQuery(id: string) {
  const query = answerQuery<ExperimentBody>([...KEY, id], addressOf(id));
  return { ...query, refetchInterval: 30_000 };
}

export function addressOf(id: string): string {
  return `/staff/experiments/${id}`;
}

export const renewExperiments = () => renew(KEY, ["config"]);
