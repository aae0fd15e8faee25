import { useId } from 'preact/hooks';
import type { FileUpload, ModalFieldView } from '../../control/types.ts';
import { toUpload } from '../format.ts';
import { FileChips } from '../ui/file-chips.tsx';
import { Markdown } from './markdown-view.tsx';

type Value = string | readonly string[] | boolean;

interface ModalFieldProps {
  readonly field: ModalFieldView;
  readonly value: Value | undefined;
  readonly files: readonly FileUpload[];
  readonly fault: string | undefined;
  readonly onChange: (value: Value) => void;
  readonly onFiles: (files: readonly FileUpload[]) => void;
}

export function ModalField(props: ModalFieldProps) {
  const { field, fault } = props;
  const id = useId();
  if (field.kind === 'text') return <Markdown text={field.value ?? field.label} />;
  const many = field.kind === 'radio' || field.kind === 'checkboxes';
  const role: 'radiogroup' | 'group' = field.kind === 'radio' ? 'radiogroup' : 'group';
  const grouping = many ? { role, 'aria-labelledby': `${id}-label` } : {};
  const label = (
    <>
      {field.label}
      {field.required && <span class="required-mark"> *</span>}
    </>
  );
  return (
    <div class="modal-field" {...grouping}>
      {field.kind !== 'checkbox' && (
        <label id={`${id}-label`} for={many ? undefined : id}>
          {label}
        </label>
      )}
      {field.description !== null && <small id={`${id}-hint`}>{field.description}</small>}
      <Input {...props} id={id} />
      {fault !== undefined && (
        <small class="fault" role="alert">
          {fault}
        </small>
      )}
    </div>
  );
}

function Input({ field, value, files, fault, onChange, onFiles, id }: ModalFieldProps & { id: string }) {
  const common = {
    id,
    'aria-invalid': fault !== undefined,
    'aria-required': field.required,
    'aria-describedby': field.description === null ? undefined : `${id}-hint`,
  };
  const text = typeof value === 'string' ? value : '';
  const chosen = Array.isArray(value) ? value : [];
  switch (field.kind) {
    case 'short':
      return (
        <input
          {...common}
          type="text"
          dir="auto"
          value={text}
          placeholder={field.placeholder ?? ''}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'paragraph':
      return (
        <textarea
          {...common}
          dir="auto"
          rows={4}
          value={text}
          placeholder={field.placeholder ?? ''}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'select':
      return (
        <select
          {...common}
          value={chosen[0] ?? ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
        >
          <option value="">{field.placeholder ?? 'Make a selection'}</option>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.description === null ? option.label : `${option.label} – ${option.description}`}
            </option>
          ))}
        </select>
      );
    case 'radio':
    case 'checkboxes':
      return <Choices field={field} chosen={field.kind === 'radio' ? [text] : chosen} group={id} onChange={onChange} />;
    case 'checkbox':
      return (
        <label class="choice">
          <input
            {...common}
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />
          <span>{field.label}</span>
        </label>
      );
    case 'files':
      return <FilesInput common={common} files={files} onFiles={onFiles} />;
    case 'text':
      return null;
  }
}

interface ChoicesProps {
  readonly field: ModalFieldView;
  readonly chosen: readonly string[];
  readonly group: string;
  readonly onChange: (value: Value) => void;
}

function Choices({ field, chosen, group, onChange }: ChoicesProps) {
  const single = field.kind === 'radio';

  function toggle(value: string, on: boolean): void {
    if (single) onChange(value);
    else onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value));
  }

  return (
    <div class="choices">
      {field.options.map((option) => (
        <label class="choice" key={option.value}>
          <input
            type={single ? 'radio' : 'checkbox'}
            name={group}
            checked={chosen.includes(option.value)}
            onChange={(event) => toggle(option.value, event.currentTarget.checked)}
          />
          <span>
            {option.label}
            {option.description !== null && <small>{option.description}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

interface FilesInputProps {
  readonly common: Readonly<Record<string, string | boolean | undefined>>;
  readonly files: readonly FileUpload[];
  readonly onFiles: (files: readonly FileUpload[]) => void;
}

function FilesInput({ common, files, onFiles }: FilesInputProps) {
  async function take(input: HTMLInputElement): Promise<void> {
    const uploads = await Promise.all([...(input.files ?? [])].map(toUpload));
    input.value = '';
    onFiles([...files, ...uploads]);
  }

  return (
    <>
      {files.length > 0 && (
        <FileChips files={files} onRemove={(at) => onFiles(files.filter((_, index) => index !== at))} />
      )}
      <input {...common} type="file" multiple onChange={(event) => void take(event.currentTarget)} />
    </>
  );
}
