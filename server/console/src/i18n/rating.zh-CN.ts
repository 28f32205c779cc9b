/** Ratings, and the alarms of ratings and words: their part of the source catalogue. */
export const ratingZhCN = {
  "rating.heading": "访客评价",
  "rating.earlier": "重新开启前的评价",
  "rating.score": "{n} 分，满分 5 分",
  "rating.of": "客服 {name}",
  "rating.average_of": "满意度 {average}（{n} 条评价）",
  "rating.today": "满意度",
  "rating.today_detail": "今天 {n} 条评价",
  "words.found": "敏感词：{word}",

  "board.alarm_low_rating": "{name} 只给了 {score} 分",
  "board.alarm_word_visitor": "{name} 提到“{word}”",
  "board.alarm_word_agent": "客服对 {name} 说了“{word}”",
  "board.alarm_ago": "{time} 前",
  "board.alarm_open": "打开会话",
  "board.alarm_seen": "知道了：{alarm}",
} as const;
