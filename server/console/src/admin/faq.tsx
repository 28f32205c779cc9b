/** Questions and answers that visitors find by themselves, and how often those helped. */
import { useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import {
  type FaqEntry,
  faq_url,
  languages,
  list,
  orderFaq,
  remove,
  save,
  type Site,
  sites_url,
} from "./api.ts";
import { SwitchField, TextArea, TextField } from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { at, type Lens } from "./lens.ts";
import { moved } from "./order.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { OrderButtons } from "./order_buttons.tsx";
import { words } from "./texts.ts";

const fresh: FaqEntry = {
  entry: "",
  category: "",
  question: "",
  answer: "",
  language: "",
  sites: [],
  published: true,
  shown: 0,
  helped: 0,
  not_helped: 0,
};

function Readers({ entry: { shown, helped, not_helped } }: { readonly entry: FaqEntry }) {
  if (shown === 0) return <>–</>;
  return <div class="faq-readers">{words("faq.readers", { shown, helped, not_helped })}</div>;
}

export function FaqPage() {
  const { toasts } = useDesk().parts;
  const loaded = useLoaded(() => list<FaqEntry>(faq_url, "faq"));
  const sites = useLoaded(() => list<Site>(sites_url, "sites"));
  const work = useWork<FaqEntry>(toasts, loaded.reload);
  const doing = work.doing.value;
  const entries = loaded.rows.value ?? [];
  const move = (index: number, step: 1 | -1): void => {
    const before = entries;
    loaded.rows.value = moved(entries, index, step);
    void orderFaq(loaded.rows.value).then((outcome) => {
      if (outcome.ok) return;
      loaded.rows.value = before;
      toasts.show("bad", words("faq.not_moved"));
      loaded.reload();
    });
  };
  return (
    <>
      <Table
        heading={t("settings.faq")}
        lead={words("faq.lead")}
        add={words("faq.add")}
        fresh={fresh}
        loaded={loaded}
        work={work}
        id={(entry) => entry.entry}
        name={(entry) => entry.question}
        empty={<Empty />}
        columns={[
          {
            heading: words("faq.order"),
            cell: (entry) => (
              <OrderButtons name={entry.question} item={entry} items={entries} move={move} />
            ),
          },
          { heading: words("faq.question"), cell: (entry) => <Question entry={entry} /> },
          {
            heading: words("faq.state"),
            cell: ({ published }) => (
              <span class="faq-state">{words(published ? "faq.published" : "faq.draft")}</span>
            ),
          },
          { heading: words("faq.read"), cell: (entry) => <Readers entry={entry} /> },
        ]}
      />
      {doing?.kind === "edit" ? (
        <EntryForm
          entry={doing.row}
          categories={[...new Set(entries.map(({ category }) => category))].filter(Boolean)}
          sites={sites.rows.value ?? []}
          onSaved={work.saved}
          onClose={work.close}
        />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("faq.delete", { name: doing.row.question })}
          text={words("faq.delete_text")}
          remove={() => remove(faq_url, doing.row.entry)}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
    </>
  );
}

function Empty() {
  return (
    <div class="empty">
      <Icon name="help" />
      <p>{words("faq.empty")}</p>
      <small>{words("faq.empty_hint")}</small>
    </div>
  );
}

function Question({ entry }: { readonly entry: FaqEntry }) {
  const { category, question, answer, language } = entry;
  const about = [category, language].filter(Boolean).join(" · ");
  return (
    <div class="faq-question">
      {about === "" ? null : <small class="muted">{about}</small>}
      <div>
        <strong>{question}</strong>
      </div>
      <span class="table-text">{answer}</span>
    </div>
  );
}

interface EntryFormProps {
  readonly entry: FaqEntry;
  readonly categories: readonly string[];
  readonly sites: readonly Site[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function EntryForm({ entry, categories, sites, onSaved, onClose }: EntryFormProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const { entry: id, shown, helped, not_helped, ...initial } = entry;
  return (
    <Form
      heading={words(id === "" ? "faq.add" : "faq.edit")}
      initial={initial}
      save={(value) => save(faq_url, id, value)}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => (
        <>
          <TextField lens={at(lens, "question")} label={words("faq.question")} />
          <TextArea
            lens={at(lens, "answer")}
            label={words("faq.answer")}
            hint={words("faq.answer_hint")}
            box={box}
          />
          <TextField
            lens={at(lens, "category")}
            label={words("faq.category")}
            hint={words("faq.category_hint")}
            list={categories}
          />
          <TextField
            lens={at(lens, "language")}
            label={words("faq.language")}
            hint={words("faq.language_hint")}
            list={languages}
          />
          {sites.length < 2 ? null : <SitesField lens={at(lens, "sites")} sites={sites} />}
          <SwitchField
            lens={at(lens, "published")}
            label={words("faq.publish")}
            hint={words("faq.publish_hint")}
          />
        </>
      )}
    </Form>
  );
}

interface SitesFieldProps {
  readonly lens: Lens<readonly string[]>;
  readonly sites: readonly Site[];
}

function SitesField({ lens, sites }: SitesFieldProps) {
  return (
    <fieldset class="memberships">
      <legend>{words("faq.sites")}</legend>
      <p class="muted">{words("faq.sites_hint")}</p>
      {sites.map(({ site, name }) => (
        <div key={site} class="membership">
          <label>
            <input
              type="checkbox"
              checked={lens.value.includes(site)}
              onChange={(event) => {
                const others = lens.value.filter((each) => each !== site);
                lens.set(event.currentTarget.checked ? [...others, site] : others);
              }}
            />
            {name}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
