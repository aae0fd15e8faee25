/** One article, as `knowledge/<id>.md` gives it. */
export interface KnowledgeEntry {
  /** The file's name without its ending: stable, and short enough for a button's custom id. */
  readonly id: string;
  /** The question the article answers. */
  readonly title: string;
  /** The product area, shown before the title: "Account & Sign-In". */
  readonly category: string | undefined;
  /** The topic's label on a button. */
  readonly button: string;
  /** Other ways members ask the same question. */
  readonly queries: readonly string[];
  readonly labels: readonly string[];
  readonly url: string;
  /** What the member reads, in Discord's markdown. */
  readonly text: string;
}
