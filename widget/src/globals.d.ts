declare module "*.css" {
  const text: string;
  export default text;
}

/** File names of the other chunks, put in by build.mjs. */
declare const CHUNKS: {
  readonly line: string;
  readonly panel: string;
  readonly extras: string;
  readonly invite: string;
  readonly locales: Readonly<Record<string, string>>;
};
