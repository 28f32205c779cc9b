/** Who a visitor is proven to be: its part of the English catalogue. */
import type { identityZhCN } from "./identity.zh-CN.ts";

export const identityEn: Readonly<Record<keyof typeof identityZhCN, string>> = {
  "identity.verified": "verified",
  "identity.verified_hint": "The site's backend signed the customer's number and name",
  "identity.id_verified": "number verified",
  "identity.id_verified_hint":
    "The site's backend signed the number; the name is what the page or the visitor says",
  "identity.unverified": "unverified",
  "identity.unverified_hint":
    "What the page or the visitor says; the site's backend has not signed it",
  "identity.external_id": "Customer no.",
};
