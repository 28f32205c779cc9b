/** Webhooks: who outside the console is told when an alarm begins. */
import { useSignal } from "@preact/signals";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { list, remove, save } from "./api.ts";
import { SwitchField, TextField } from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { at, type Lens } from "./lens.ts";
import { type Column, Table, useLoaded, useWork } from "./table.tsx";
import { words } from "./texts.ts";
import { DeliveriesDialog, outcomeText, SecretDialog } from "./webhook_dialogs.tsx";
import {
  type AlarmKind,
  alarm_kinds,
  createWebhook,
  type Draft,
  type Webhook,
  webhooks_url,
} from "./webhooks_api.ts";

const fresh: Webhook = {
  webhook: "",
  url: "",
  kinds: alarm_kinds,
  enabled: true,
  deliveries: [],
};

export function WebhooksPage() {
  const desk = useDesk();
  const loaded = useLoaded(() => list<Webhook>(webhooks_url, "webhooks"));
  const work = useWork<Webhook>(desk.parts.toasts, loaded.reload);
  const secret = useSignal<string | null>(null);
  const shown = useSignal<Webhook | null>(null);
  const doing = work.doing.value;
  return (
    <>
      <Table
        heading={t("settings.webhooks")}
        lead={words("webhooks.lead")}
        add={words("webhooks.add")}
        fresh={fresh}
        loaded={loaded}
        work={work}
        id={(webhook) => webhook.webhook}
        name={(webhook) => webhook.url}
        empty={<Empty />}
        columns={columns((webhook) => {
          shown.value = webhook;
        })}
      />
      {doing?.kind === "edit" ? (
        <WebhookForm
          webhook={doing.row}
          onSecret={(made) => {
            secret.value = made;
          }}
          onSaved={work.saved}
          onClose={work.close}
        />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("webhooks.delete")}
          text={words("webhooks.delete_text", { url: doing.row.url })}
          remove={() => remove(webhooks_url, doing.row.webhook)}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
      {shown.value === null ? null : (
        <DeliveriesDialog
          webhook={shown.value}
          onSecret={(made) => {
            shown.value = null;
            secret.value = made;
          }}
          onClose={() => {
            shown.value = null;
            loaded.reload();
          }}
        />
      )}
      {secret.value === null ? null : (
        <SecretDialog
          heading={words("webhooks.secret")}
          text={words("webhooks.secret_text")}
          secret={secret.value}
          onClose={() => {
            secret.value = null;
          }}
        />
      )}
    </>
  );
}

function columns(open: (webhook: Webhook) => void): readonly Column<Webhook>[] {
  return [
    {
      heading: words("webhooks.url"),
      cell: ({ url, enabled }) => (
        <>
          <code class="webhook-url">{url}</code>
          {enabled ? null : <small class="muted">{words("webhooks.off")}</small>}
        </>
      ),
    },
    {
      heading: words("webhooks.kinds"),
      cell: ({ kinds }) =>
        kinds.map((kind) => <div key={kind}>{words(`webhooks.kind_${kind}`)}</div>),
    },
    {
      heading: words("webhooks.last"),
      cell: (webhook) => <LastDelivery webhook={webhook} onOpen={() => open(webhook)} />,
    },
  ];
}

function Empty() {
  return (
    <div class="empty">
      <Icon name="bell" />
      <p>{words("webhooks.empty")}</p>
      <small>{words("webhooks.empty_hint")}</small>
    </div>
  );
}

interface LastDeliveryProps {
  readonly webhook: Webhook;
  readonly onOpen: () => void;
}

function LastDelivery({ webhook, onOpen }: LastDeliveryProps) {
  const last = webhook.deliveries[0];
  const text = last === undefined ? words("webhooks.none_yet") : outcomeText(last);
  return (
    <button
      type="button"
      class="text-button"
      aria-label={`${text}, ${words("webhooks.deliveries")} ${webhook.url}`}
      onClick={onOpen}
    >
      {text}
    </button>
  );
}

interface WebhookFormProps {
  readonly webhook: Webhook;
  readonly onSecret: (secret: string) => void;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function WebhookForm({ webhook, onSecret, onSaved, onClose }: WebhookFormProps) {
  const { webhook: id, url, kinds, enabled } = webhook;
  const keep = async (draft: Draft) => {
    if (id !== "") return save(webhooks_url, id, draft);
    const outcome = await createWebhook(draft);
    if (!outcome.ok) return outcome;
    onSecret(outcome.value);
    return { ok: true, value: null } as const;
  };
  return (
    <Form<Draft>
      heading={words(id === "" ? "webhooks.add" : "webhooks.edit")}
      initial={{ url, kinds, enabled }}
      save={keep}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => (
        <>
          <TextField
            lens={at(lens, "url")}
            label={words("webhooks.url")}
            hint={words("webhooks.url_hint")}
          />
          {alarm_kinds.map((kind) => (
            <SwitchField
              key={kind}
              lens={among(at(lens, "kinds"), kind)}
              label={words(`webhooks.kind_${kind}`)}
              hint={words(`webhooks.kind_${kind}_hint`)}
            />
          ))}
          <SwitchField
            lens={at(lens, "enabled")}
            label={words("webhooks.enabled")}
            hint={words("webhooks.enabled_hint")}
          />
        </>
      )}
    </Form>
  );
}

/** Whether a kind is among those chosen. */
function among(lens: Lens<readonly AlarmKind[]>, kind: AlarmKind): Lens<boolean> {
  return {
    value: lens.value.includes(kind),
    path: lens.path,
    fault: lens.fault,
    set: (on) =>
      lens.set(alarm_kinds.filter((each) => (each === kind ? on : lens.value.includes(each)))),
  };
}
