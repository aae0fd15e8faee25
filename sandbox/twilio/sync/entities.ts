export interface SyncValue {
  data: Record<string, unknown>;
  /** Bytes of the data as JSON: the size that Twilio limits. */
  size: number;
  revision: string;
  expiresAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

interface SyncObject {
  readonly sid: string;
  readonly uniqueName: string | null;
}

export interface SyncDocument extends SyncObject, SyncValue {}

export interface SyncCollection extends SyncObject {
  revision: string;
  expiresAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

/** A map (items by key) or a list (items by index). */
export interface SyncItems<Key extends string | number> extends SyncCollection {
  readonly items: Map<Key, SyncValue>;
  /** Lists only: an index is never used again. */
  nextIndex: number;
}

export interface SyncService {
  readonly sid: string;
  friendlyName: string | null;
  readonly uniqueName: string | null;
  readonly createdAt: number;
  updatedAt: number;
  readonly documents: Map<string, SyncDocument>;
  readonly maps: Map<string, SyncItems<string>>;
  readonly lists: Map<string, SyncItems<number>>;
}
