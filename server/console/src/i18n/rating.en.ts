/** Ratings, and the alarms of ratings and words, in English. */
import type { ratingZhCN } from "./rating.zh-CN.ts";

export const ratingEn: Readonly<Record<keyof typeof ratingZhCN, string>> = {
  "rating.heading": "Visitor's rating",
  "rating.earlier": "Rating before it was reopened",
  "rating.score": "{n} of 5",
  "rating.of": "for {name}",
  "rating.average_of": "Rating {average} ({n} today)",
  "rating.today": "Rating",
  "rating.today_detail": "{n} ratings today",
  "words.found": "Listed word: {word}",

  "board.alarm_low_rating": "{name} gave only {score} of 5",
  "board.alarm_word_visitor": "{name} wrote “{word}”",
  "board.alarm_word_agent": "An agent wrote “{word}” to {name}",
  "board.alarm_ago": "{time} ago",
  "board.alarm_open": "Open the conversation",
  "board.alarm_seen": "Seen: {alarm}",
};
