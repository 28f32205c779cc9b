/** The account: its name, the time zone whose midnight begins a day, the words that alarm. */
import { t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { type Account, readAccount, saveAccount } from "./api.ts";
import { TextField, WrittenField } from "./fields.tsx";
import { Form } from "./form.tsx";
import { zones } from "./hours.tsx";
import { at } from "./lens.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { words } from "./texts.ts";
import { readLines } from "./written.ts";

export function AccountPage() {
  const desk = useDesk();
  const loaded = useLoaded(readAccount);
  const work = useWork<Account>(desk.parts.toasts, loaded.reload);
  const doing = work.doing.value;
  return (
    <>
      <Table
        heading={t("settings.account")}
        lead={words("account.lead")}
        loaded={loaded}
        work={work}
        id={(account) => account.name}
        name={(account) => account.name}
        columns={[
          { heading: words("common.name"), cell: (account) => <strong>{account.name}</strong> },
          { heading: words("hours.zone"), cell: (account) => account.zone },
          {
            heading: words("account.words"),
            cell: (account) => account.words.join(", ") || words("common.none"),
          },
        ]}
      />
      {doing?.kind === "edit" ? (
        <Form<Account>
          heading={words("account.edit")}
          initial={doing.row}
          save={saveAccount}
          onSaved={work.saved}
          onClose={work.close}
        >
          {(lens) => (
            <>
              <TextField lens={at(lens, "name")} label={words("common.name")} />
              <TextField
                lens={at(lens, "zone")}
                label={words("hours.zone")}
                hint={words("account.zone_hint")}
                list={zones}
              />
              <WrittenField
                lens={at(lens, "words")}
                label={words("account.words")}
                hint={words("account.words_hint")}
                rows={6}
                write={(list) => list.join("\n")}
                read={readLines}
              />
            </>
          )}
        </Form>
      ) : null}
    </>
  );
}
