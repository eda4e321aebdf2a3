import { insist, postOver, put, remove } from "../../base/api/client";
import { answerQuery, listQuery, queryClient, renew } from "../../base/api/queries";
import type {
  ClientAnswer,
  ClientAsked,
  ClientBoardAnswer,
  ClientsAnswer,
  HistoryAnswer,
  RequestAsked,
  RequestShown,
  TasksAnswer,
} from "../../base/api/schema";
import { ROWS } from "../desk/search";

export const STAGES = [
  "new",
  "offered",
  "booked",
  "shot",
  "delivered",
] as const satisfies readonly RequestShown["stage"][];
export type Stage = (typeof STAGES)[number];

export interface ClientSearch {
  q?: string;
  tag?: string;
}

export const clientsQuery = (search: ClientSearch) =>
  listQuery<ClientsAnswer>(["staff", "clients", "list", search], "/staff/clients", {
    ...search,
    limit: ROWS,
  });

export const clientQuery = (id: string) => ({
  ...answerQuery<ClientAnswer>(["staff", "clients", id], `/staff/clients/${id}`),
  staleTime: 0,
});

export const historyQuery = (id: string) =>
  listQuery<HistoryAnswer>(["staff", "clients", id, "history"], `/staff/clients/${id}/history`, {});

export const boardQuery = {
  ...answerQuery<ClientBoardAnswer>(["staff", "requests"], "/staff/client-requests"),
  staleTime: 0,
};

export const tasksQuery = {
  ...answerQuery<TasksAnswer>(["staff", "tasks"], "/staff/client-tasks", { limit: 20 }),
  staleTime: 0,
};

const all = () => renew(["staff", "clients"], ["staff", "tasks"], ["staff", "requests"]);

/** What the server answers of one client is what is shown of it. */
function kept(answer: ClientAnswer): ClientAnswer {
  queryClient.setQueryData(clientQuery(answer.client.id).queryKey, answer);
  void renew(["staff", "clients", "list"], ["staff", "tasks"], ["staff", "requests"]);
  return answer;
}

function keptBoard(answer: ClientBoardAnswer): ClientBoardAnswer {
  queryClient.setQueryData(boardQuery.queryKey, answer);
  void renew(["staff", "clients"]);
  return answer;
}

export type ClientForm = Required<ClientAsked>;

export const makeClient = async (key: string, asked: ClientForm) =>
  kept(await insist<ClientAnswer>("/staff/clients", asked, key));

export const saveClient = async (id: string, asked: ClientForm, revision: number) =>
  kept(await put<ClientAnswer>(`/staff/clients/${id}`, asked, revision));

export const writeNote = async (key: string, id: string, text: string) =>
  kept(await insist<ClientAnswer>(`/staff/clients/${id}/notes`, { text }, key));

export const removeNote = async (id: string, note: string) =>
  kept(await remove<ClientAnswer>(`/staff/clients/${id}/notes/${note}`));

export const writeTask = async (key: string, id: string, title: string, dueOn: string) =>
  kept(await insist<ClientAnswer>(`/staff/clients/${id}/tasks`, { title, dueOn }, key));

export async function endTask(task: string, done: boolean) {
  const answer = await put<TasksAnswer>(`/staff/client-tasks/${task}`, { done });
  await renew(["staff", "clients"], ["staff", "tasks"]);
  return answer;
}

export async function mergeClients(
  id: string,
  revision: number,
  other: string,
  otherRevision: number,
) {
  const asked = { other, otherRevision };
  const answer = await postOver<ClientAnswer>(`/staff/clients/${id}/merge`, revision, asked);
  await all();
  return answer;
}

export const makeRequest = async (key: string, asked: RequestAsked & { clientId: string }) =>
  keptBoard(await insist<ClientBoardAnswer>("/staff/client-requests", asked, key));

export const moveRequest = async (card: RequestShown, stage: Stage, place?: number) =>
  keptBoard(
    await postOver<ClientBoardAnswer>(`/staff/client-requests/${card.id}/move`, card.revision, {
      stage,
      place: place ?? null,
    }),
  );

export const putAway = async (card: RequestShown) =>
  keptBoard(
    await postOver<ClientBoardAnswer>(`/staff/client-requests/${card.id}/away`, card.revision),
  );
