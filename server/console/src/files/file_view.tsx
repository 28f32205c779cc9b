/** A file that came with a message: an image as it is, in a frame whose size is known before. */
import { useState } from "preact/hooks";
import { file_path, size_label } from "../../../../protocol/ts/files";
import type { File } from "../../../../protocol/ts/frames.gen";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";

export function FileView({ file }: { readonly file: File }) {
  const { name, bytes, image } = file;
  const [broken, setBroken] = useState(false);
  const href = file_path(file);
  if (image && !broken) {
    return (
      <a
        class="file-picture"
        href={href}
        target="_blank"
        rel="noopener"
        title={t("file.open", { name })}
      >
        <img src={href} alt={name} loading="lazy" onError={() => setBroken(true)} />
      </a>
    );
  }
  return (
    <a class="file-link" href={href} download={name} rel="noopener">
      <Icon name="file" />
      <span>
        {name}
        <small>{size_label(bytes)}</small>
      </span>
    </a>
  );
}
