/** What went wrong with a form, said at once by screen readers. */
import { Icon } from "./icon.tsx";

export function Problem({ text, id }: { readonly text: string | null; readonly id?: string }) {
  return (
    <p id={id} class="problem" role="alert">
      {text === null ? null : (
        <>
          <Icon name="alert" />
          <span>{text}</span>
        </>
      )}
    </p>
  );
}
