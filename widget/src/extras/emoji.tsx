/** What stands for a face or a thing, to be put between words. */

const emoji = [
  ..."😀😄😁😅😂🙂😉😊😍😘😋😎🤔🤗😴😢😭😡👍👎👌🙏👏🙌💪👋❤🎉🔥⭐✅❓❗💯🌹🎁☕🍵🚚💰",
];

export function EmojiPicker({ label, pick }: { label: string; pick: (mark: string) => void }) {
  return (
    <div class="emoji" role="group" aria-label={label} id="emoji">
      {emoji.map((mark) => (
        <button type="button" key={mark} onClick={() => pick(mark)}>
          {mark}
        </button>
      ))}
    </div>
  );
}
