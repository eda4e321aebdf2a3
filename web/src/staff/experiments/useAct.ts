import { insist } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { ExperimentBody } from "../../base/api/schema";
import { addressOf, experimentQuery, renewExperiments } from "./queries";

/** What moves an experiment on. */
export function useAct({ id }: Pick<ExperimentBody, "id">) {
  return async (what: "start" | "end" | "keep", asked: object, key: string) => {
    const answer = await insist<ExperimentBody>(`${addressOf(id)}/${what}`, asked, key);
    queryClient.setQueryData(experimentQuery(id).queryKey, answer);
    await renewExperiments();
    return answer;
  };
}
