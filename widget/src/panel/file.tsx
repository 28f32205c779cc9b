/** A file that came with a message: an image as it is, in a frame whose size is known before. */

import { useSignal } from "@preact/signals";
import { file_path, size_label } from "../../../protocol/ts/files.ts";
import type { File } from "../../../protocol/ts/frames.gen.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { Icon } from "./icons.tsx";

interface FileViewProps {
  file: File;
  base: string;
  /** Nothing was said with it. */
  alone: boolean;
  texts: Texts;
}

export function FileView({ file, base, alone, texts }: FileViewProps) {
  const { name, bytes, image } = file;
  // The page's own policy may forbid it.
  const hidden = useSignal(false);
  const href = base + file_path(file);
  return image && !hidden.value ? (
    <a
      class="picture"
      href={href}
      target="_blank"
      rel="noopener"
      title={`${name} (${texts.new_tab})`}
      data-alone={alone || undefined}
    >
      <img src={href} alt={name} loading="lazy" onError={() => (hidden.value = true)} />
    </a>
  ) : (
    <a class="file" href={href} download={name} rel="noopener">
      <Icon name="file" />
      <span>
        <b>{name}</b>
        <small>{size_label(bytes)}</small>
      </span>
    </a>
  );
}
