/** What the panel can begin without: it asks for it once it stands, and shows it in its places. */

import extras_css from "./extras.css";
import rating_css from "./rating.css";

export { EmojiPicker } from "./emoji.tsx";
export { Files } from "./files.tsx";
export { Consent, Notice, Privacy } from "./privacy.tsx";
export { Rating } from "./rating.tsx";
export const css = extras_css + rating_css;

export type ExtrasModule = typeof import("./main.ts");
