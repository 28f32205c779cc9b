/** What an agent may see of a message that is still being written. Pure. */

/** The protocol's limit, in characters. */
const length_max = 500;

/** Numbers of cards, accounts, papers, telephones: nine digits or more, however they are parted. */
const number = /\d(?:[ .-]?\d){8,}[Xx]?/g;
/** What follows a word for a secret. */
const words = "pass(?:word|code|phrase)?|pin|cvv|密码|密碼|口令|验证码|驗證碼";
const secret = new RegExp(`(${words})(\\s*(?:is|是|为|為|[:：=])?\\s*)(\\S+)`, "gi");

const dots = (text: string): string => "•".repeat(Array.from(text).length);

/** The end of what was typed, without what looks like a secret. */
export function typing_preview(text: string): string {
  const hidden = (_: string, word: string, between: string, rest: string): string =>
    word + between + dots(rest);
  const masked = text.replace(secret, hidden).replace(number, dots);
  return Array.from(masked).slice(-length_max).join("");
}
