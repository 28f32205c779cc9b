/** Files: their part of the source catalogue. */
export const filesZhCN = {
  "file.attach": "添加图片或文件",
  "file.drop": "松开即可添加",
  "file.list": "待发送的文件",
  "file.sending": "正在上传 {name}",
  "file.cancel": "取消上传 {name}",
  "file.remove": "移除 {name}",
  "file.retry": "重试",
  "file.open": "在新标签页打开 {name}",
  "file.wait": "文件上传完成后即可发送。",
  "file.mend": "有文件没有上传成功：请重试或移除。",
  "file.too_large": "文件太大，最大 10 MB。",
  "file.empty": "这是空文件。",
  "file.kind": "不能发送程序文件。",
  "file.unreachable": "连不上服务器，请重试。",
  "file.too_many": "一次最多 {n} 个文件。",
  "error.bad_ticket": "文件已失效，请重新上传。",
} as const;
