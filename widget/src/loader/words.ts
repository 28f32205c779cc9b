/** The few words that the launcher needs before any catalogue is loaded. */

export const words: Record<string, { open: string; close: string; unread: string; flash: string }> =
  {
    "zh-CN": {
      open: "打开在线客服",
      close: "收起在线客服",
      unread: "{n} 条未读消息",
      flash: "您有新消息",
    },
    "zh-TW": {
      open: "開啟線上客服",
      close: "收合線上客服",
      unread: "{n} 則未讀訊息",
      flash: "您有新訊息",
    },
    en: { open: "Open chat", close: "Close chat", unread: "{n} unread", flash: "New message" },
  };
