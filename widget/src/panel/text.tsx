/** What somebody wrote: only ever text nodes, and links of checked schemes. */

import type { Texts } from "../locales/zh-CN.ts";
import { find_links } from "../shared/links.ts";

export function Text({ text, texts }: { text: string; texts: Texts }) {
  return (
    <>
      {find_links(text).map((piece, index) =>
        piece.href ? (
          <a
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            title={`${piece.href} (${texts.new_tab})`}
          >
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}
