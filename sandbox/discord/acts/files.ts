import type { FileUpload } from '../../control/types.ts';
import { MAX_FILE_BYTES, type UploadedFile } from '../attachments.ts';
import { optional, record, text } from '../form.ts';
import { invalid } from './refused.ts';

export const fileUpload = record({
  filename: text({ min: 1, max: 260 }),
  contentType: text({ max: 100 }),
  data: text(),
  description: optional(text({ max: 1024 })),
});

export type FileForm = ReturnType<typeof fileUpload>;

export function bytesOf(file: Pick<FileUpload, 'filename' | 'contentType' | 'data'>): UploadedFile {
  const bytes = Buffer.from(file.data, 'base64');
  if (bytes.byteLength > MAX_FILE_BYTES) invalid(`${file.filename} is larger than 10 MiB`);
  return { filename: file.filename, contentType: file.contentType, bytes: new Uint8Array(bytes) };
}

/** Discord looks at the ending or at the kind only, never at the content. */
export function fitsTypes(file: FileForm, types: readonly string[]): boolean {
  if (types.length === 0) return true;
  return types.some((type) =>
    type.startsWith('.') ? file.filename.toLowerCase().endsWith(type) : file.contentType.startsWith(`${type}/`),
  );
}
