/** What became of a webhook's deliveries; and its secret, which is shown once. */
import { useEffect, useRef, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import type { Failure } from "../session.ts";
import { useDesk } from "../state/desk.ts";
import { faultOf } from "./api.ts";
import { faultText, isWord, words } from "./texts.ts";
import {
  type Delivery,
  readWebhook,
  rotateSecret,
  sendTest,
  type Webhook,
} from "./webhooks_api.ts";

const look_every_ms = 2000;

/** "Delivered", or what the last attempt came to. */
export function outcomeText({ state, outcome }: Delivery): string {
  if (state === "delivered") return words("webhooks.delivered");
  if (outcome === "") return words("webhooks.sending");
  const key = `webhooks.trouble_${outcome}`;
  const why = isWord(key) ? words(key) : words("webhooks.status", { status: outcome });
  return words(state === "given_up" ? "webhooks.given_up" : "webhooks.retrying", { why });
}

const exactTime = (at: number): string =>
  new Intl.DateTimeFormat(locale.value, { dateStyle: "short", timeStyle: "medium" }).format(at);

export interface DeliveriesDialogProps {
  readonly webhook: Webhook;
  readonly onSecret: (secret: string) => void;
  readonly onClose: () => void;
}

export function DeliveriesDialog({ webhook, onSecret, onClose }: DeliveriesDialogProps) {
  const id = webhook.webhook;
  const [deliveries, setDeliveries] = useState(webhook.deliveries);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const outcome = await readWebhook(id);
      if (outcome.ok) setDeliveries(outcome.value.deliveries);
    };
    const timer = setInterval(() => void look(), look_every_ms);
    void look();
    return () => clearInterval(timer);
  }, [id]);
  const refused = (failure: Failure): void => {
    const { code, field } = faultOf(failure);
    setProblem(faultText(code, field));
  };
  const act = async (what: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await what();
    setBusy(false);
  };
  const test = async (): Promise<void> => {
    const outcome = await sendTest(id);
    if (outcome.ok) setDeliveries(outcome.value.deliveries);
    else refused(outcome.failure);
  };
  const rotate = async (): Promise<void> => {
    const outcome = await rotateSecret(id);
    if (outcome.ok) onSecret(outcome.value);
    else refused(outcome.failure);
  };
  return (
    <Dialog heading={words("webhooks.deliveries")} onClose={onClose} wide>
      <p class="dialog-text">
        <code class="webhook-url">{webhook.url}</code>
      </p>
      <DeliveryTable deliveries={deliveries} />
      <Problem text={problem} />
      <footer class="dialog-footer">
        <button
          type="button"
          class="button"
          disabled={busy}
          title={words("webhooks.rotate_hint")}
          onClick={() => void act(rotate)}
        >
          {words("webhooks.rotate")}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={busy || !webhook.enabled}
          onClick={() => void act(test)}
        >
          {words("webhooks.test")}
        </button>
      </footer>
    </Dialog>
  );
}

function DeliveryTable({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) return <p class="muted">{words("webhooks.no_deliveries")}</p>;
  return (
    <div
      class="table-frame deliveries"
      tabIndex={0}
      role="group"
      aria-label={words("webhooks.deliveries")}
    >
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words("webhooks.made_at")}</th>
            <th scope="col">{words("webhooks.what")}</th>
            <th scope="col">{words("webhooks.outcome")}</th>
            <th scope="col">{words("webhooks.attempts")}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={delivery.message}>
              <td>{exactTime(delivery.made_at)}</td>
              <td>{typeText(delivery.type)}</td>
              <td class={`delivery ${delivery.state}`}>
                {outcomeText(delivery)}
                {delivery.state === "waiting" && delivery.attempts > 0 ? (
                  <small class="muted">
                    {words("webhooks.next", { time: exactTime(delivery.at) })}
                  </small>
                ) : null}
              </td>
              <td>{delivery.attempts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function typeText(type: string): string {
  const key = `webhooks.${type.replace("alarm.", "kind_")}`;
  return type === "test" ? words("webhooks.test_message") : isWord(key) ? words(key) : type;
}

export interface SecretDialogProps {
  readonly heading: string;
  readonly text: string;
  readonly secret: string;
  readonly onClose: () => void;
}

export function SecretDialog({ heading, text, secret, onClose }: SecretDialogProps) {
  const { toasts } = useDesk().parts;
  const box = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    box.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      toasts.show("good", t("visitor.copied"));
    } catch {
      // Not over plain http: it is selected, and the keyboard copies it.
    }
  };
  return (
    <Dialog heading={heading} onClose={onClose}>
      <p class="dialog-text">{text}</p>
      <input
        ref={box}
        class="webhook-secret"
        readOnly
        value={secret}
        aria-label={heading}
        onFocus={(event) => event.currentTarget.select()}
      />
      <footer class="dialog-footer">
        <button type="button" class="button" onClick={() => void copy()}>
          {t("visitor.copy")}
        </button>
        <button type="button" class="button primary" onClick={onClose}>
          {words("webhooks.secret_kept")}
        </button>
      </footer>
    </Dialog>
  );
}
