/** A stored document with the revision that a safe change must name. */
export interface Stored<T> {
  readonly data: T;
  readonly revision: string;
}

export interface Entry<T> {
  readonly key: string;
  readonly data: T;
}

/** A document as the store keeps it: an object of JSON values. */
export type DocumentData = object;

/**
 * Where state lives between two runs of a Function. Every adapter passes `tests/contract/store-contract.ts`.
 * Calls throw a `Fault` when the store cannot be reached; whoever cannot read state must not act on a guess.
 */
export interface Store {
  /** Null when there is none, or when its time to live is over. */
  read<T extends DocumentData>(name: string): Promise<Stored<T> | null>;
  /** Atomic: of several creators exactly one gets the document, the others null. */
  create<T extends DocumentData>(
    name: string,
    data: T,
    options?: { secondsToLive?: number },
  ): Promise<Stored<T> | null>;
  /** Replaces the whole document; null when `revision` is no longer the current one, or the document is gone. */
  update<T extends DocumentData>(
    name: string,
    data: T,
    revision: string,
    options?: { secondsToLive?: number },
  ): Promise<Stored<T> | null>;
  /** Idempotent. */
  remove(name: string): Promise<void>;
  /** All entries of a collection, in the order of their keys. A collection nobody wrote to is empty. */
  entries<T extends DocumentData>(collection: string): Promise<readonly Entry<T>[]>;
  /** The last writer wins. */
  setEntry(collection: string, key: string, data: DocumentData): Promise<void>;
  /** Idempotent. */
  removeEntry(collection: string, key: string): Promise<void>;
}
