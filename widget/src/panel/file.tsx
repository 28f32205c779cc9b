/** A file that came with a message: an image as it is, in a frame whose size is known before. */

import { useSignal } from "@preact/signals";
import type { File } from "../../../protocol/ts/frames.gen.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { Icon } from "./icons.tsx";

export function size_label(bytes: number): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  const size = bytes / 1024 ** step;
  return `${step && size < 10 ? size.toFixed(1) : Math.round(size)} ${["B", "KB", "MB"][step]}`;
}

interface FileViewProps {
  file: File;
  base: string;
  texts: Texts;
}

export function FileView({ file: { key, name, bytes, image }, base, texts }: FileViewProps) {
  // The page's own policy may forbid it.
  const hidden = useSignal(false);
  const href = `${base}/files/${key}/${encodeURIComponent(name)}`;
  return image && !hidden.value ? (
    <a href={href} target="_blank" rel="noopener" title={`${name} (${texts.new_tab})`}>
      <img src={href} alt={name} loading="lazy" onError={() => (hidden.value = true)} />
    </a>
  ) : (
    <a class="file" href={href} download={name} rel="noopener">
      <Icon name="file" />
      <span>
        {name}
        <small>{size_label(bytes)}</small>
      </span>
    </a>
  );
}
