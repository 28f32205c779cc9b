/** Who a visitor is proven to be: its part of the source catalogue. */
export const identityZhCN = {
  "identity.verified": "已验证",
  "identity.verified_hint": "客户编号和姓名由网站后台签名确认",
  "identity.id_verified": "编号已验证",
  "identity.id_verified_hint": "客户编号由网站后台签名确认；姓名是页面或访客自己填的",
  "identity.unverified": "未验证",
  "identity.unverified_hint": "这是页面或访客自己填的，没有经过网站后台确认",
  "identity.external_id": "客户编号",
} as const;
