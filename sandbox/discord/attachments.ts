import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Attachment } from './entities.ts';
import { refuse } from './errors.ts';
import type { AttachmentForm } from './forms/message.ts';
import type { Cloud } from './store.ts';

export interface UploadedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Discord's default limit for one file; interactions tell it as `attachment_size_limit`. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_REQUEST_BYTES = 25 * 1024 * 1024;
const LINK_LIFETIME_S = 24 * 3600;
const HOUR_S = 3600;
/** Discord sets a duration on any audio or video file. A whole number, because whole floats are the hard case to sign. */
const DURATION_SECS = 3;

interface Placement {
  readonly channelId: string;
  readonly ephemeral: boolean;
  readonly description?: string | null | undefined;
  readonly spoiler?: boolean | null | undefined;
  readonly waveform?: string;
}

export function keepFile(cloud: Cloud, file: UploadedFile, placement: Placement): Attachment {
  const attachment: Attachment = {
    id: cloud.ids.next(),
    channelId: placement.channelId,
    filename: file.filename.replaceAll(/[^\p{L}\p{N}._-]/gu, '_').slice(0, 200) || 'file',
    contentType: file.contentType || 'application/octet-stream',
    bytes: file.bytes,
    description: placement.description ?? null,
    ephemeral: placement.ephemeral,
    durationSecs: /^(audio|video)\//.test(file.contentType) ? DURATION_SECS : null,
    waveform: placement.waveform ?? null,
    spoiler: placement.spoiler === true,
  };
  cloud.store.attachments.set(attachment.id, attachment);
  return attachment;
}

/** Keeps the files of a write, described by the `attachments` of its body where index and id agree. */
export function keepFiles(
  cloud: Cloud,
  files: ReadonlyMap<number, UploadedFile>,
  forms: readonly AttachmentForm[],
  placement: Pick<Placement, 'channelId' | 'ephemeral'>,
): readonly string[] {
  const sizes = [...files.values()].map((file) => file.bytes.byteLength);
  if (sizes.some((size) => size > MAX_FILE_BYTES)) refuse('tooLarge');
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_REQUEST_BYTES) refuse('tooLarge');
  return [...files].map(([index, file]) => {
    const form = forms.find((one) => one.id === String(index));
    const named = { ...file, filename: form?.filename ?? file.filename };
    return keepFile(cloud, named, { ...placement, description: form?.description, spoiler: form?.is_spoiler }).id;
  });
}

function pathOf(attachment: Attachment): string {
  const folder = attachment.ephemeral ? 'ephemeral-attachments' : 'attachments';
  return `/${folder}/${attachment.channelId}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
}

function signatureOf(cloud: Cloud, path: string, issued: string, expires: string): string {
  const key = cloud.application.privateKey.export({ format: 'der', type: 'pkcs8' });
  return createHmac('sha256', key).update(`${path}?ex=${expires}&is=${issued}`).digest('hex');
}

/** A signed link that expires. The same within an hour, so that a re-read message does not look edited. */
export function linkOf(cloud: Cloud, attachment: Attachment): string {
  const issuedAt = Math.floor(cloud.world.clock.now() / 1000 / HOUR_S) * HOUR_S;
  const issued = issuedAt.toString(16);
  const expires = (issuedAt + LINK_LIFETIME_S).toString(16);
  const path = pathOf(attachment);
  return `${cloud.publicUrl()}/cdn${path}?ex=${expires}&is=${issued}&hm=${signatureOf(cloud, path, issued, expires)}&`;
}

/** The file behind a link whose signature holds and whose time is not over. */
export function fileBehind(cloud: Cloud, id: string, query: URLSearchParams): Attachment | null {
  const attachment = cloud.store.attachments.get(id);
  if (attachment === undefined) return null;
  const issued = query.get('is') ?? '';
  const expires = query.get('ex') ?? '';
  const given = Buffer.from(query.get('hm') ?? '', 'hex');
  const expected = Buffer.from(signatureOf(cloud, pathOf(attachment), issued, expires), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Number.parseInt(expires, 16) * 1000 > cloud.world.clock.now() ? attachment : null;
}
