/** 管理后台的框架：目录中的一部分，其他语言以此为准。 */
export const settingsZhCN = {
  "settings.heading": "管理后台",
  "settings.queues": "队列",
  "settings.agents": "客服",
  "settings.sites": "站点",
  "settings.canned": "常用回复",
  "settings.loading": "正在加载…",
  "settings.failed": "页面没有加载成功。",
  "settings.ringing": "有 {n} 个新会话",
  "settings.back": "返回会话",
  "settings.account": "账户",
  "settings.webhooks": "Webhook",
} as const;
