import { put, remove } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  GroupBody,
  GroupsAnswer,
  MembersAnswer,
  PromotionsAnswer,
} from "../../base/api/schema";
import { ROWS } from "../desk/search";

/** As many as there can be. */
const ALL = 100;

export const groupsQuery = (q: string) =>
  listQuery<GroupsAnswer>(["staff", "groups", "list", q], "/staff/customer-groups", {
    q,
    limit: ROWS,
  });

/** All of them, to choose from. */
export const allGroupsQuery = answerQuery<GroupsAnswer>(
  ["staff", "groups", "all"],
  "/staff/customer-groups",
  { limit: ALL },
);

export const groupQuery = (groupId: string) =>
  answerQuery<GroupBody>(
    ["staff", "groups", "one", groupId],
    `/staff/customer-groups/${encodeURIComponent(groupId)}`,
  );

export const membersQuery = (groupId: string, q: string) =>
  listQuery<MembersAnswer>(
    ["staff", "groups", "members", groupId, q],
    `/staff/customer-groups/${encodeURIComponent(groupId)}/members`,
    { q, limit: ROWS },
  );

/** What is sold to the group on other terms. */
export const offersQuery = (groupId: string) =>
  answerQuery<PromotionsAnswer>(["staff", "promotions", "of-group", groupId], "/staff/promotions", {
    group: groupId,
    limit: ALL,
  });

/** Somebody came into a group, or left one. */
export const renewMembers = (userId?: string) =>
  renew(["staff", "groups"], userId ? ["staff", "person", userId] : ["staff", "person"]);

/** Whether a customer is in the group from now on. */
export function setMember(groupId: string, userId: string, member: boolean): Promise<unknown> {
  const path = `/staff/customer-groups/${groupId}/members/${userId}`;
  return member ? put(path, {}) : remove(path);
}
