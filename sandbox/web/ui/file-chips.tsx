import type { FileUpload } from '../../control/types.ts';
import { IconButton } from './controls.tsx';
import { Icon } from './icons.tsx';

export function FileChips({ files, onRemove }: { files: readonly FileUpload[]; onRemove: (at: number) => void }) {
  return (
    <ul class="file-chips" aria-label="Files to send">
      {files.map((file, at) => (
        <li key={`${at}-${file.filename}`}>
          <Icon name="file" size={16} /> <bdi>{file.filename}</bdi>
          <IconButton icon="cross" size={12} label={`Remove ${file.filename}`} onClick={() => onRemove(at)} />
        </li>
      ))}
    </ul>
  );
}
