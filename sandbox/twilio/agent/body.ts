import type { FileUpload } from '../../control/types.ts';
import { isRecord } from '../json.ts';
import { ActError } from './act-error.ts';

type Body = Readonly<Record<string, unknown>>;

export function textIn(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw new ActError(400, 'INVALID', `${field} is missing`);
  return value;
}

export function flagIn(body: Body, field: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ActError(400, 'INVALID', `${field} must be true or false`);
}

export function fileIn(body: Body, field: string): FileUpload | undefined {
  const value = body[field];
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw new ActError(400, 'INVALID', `${field} must be a file`);
  return {
    filename: textIn(value, 'filename'),
    contentType: textIn(value, 'contentType'),
    data: textIn(value, 'data'),
  };
}
