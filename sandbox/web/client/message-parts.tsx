import type { AttachmentView, EmbedView } from '../../control/types.ts';
import { fileSize } from '../format.ts';
import { Icon } from '../ui/icons.tsx';
import { WebLink } from '../ui/web-link.tsx';
import { InlineMarkdown, Markdown } from './markdown-view.tsx';

export function Embeds({ embeds }: { embeds: readonly EmbedView[] }) {
  return (
    <>
      {embeds.map((embed, index) => (
        <Embed key={index} embed={embed} />
      ))}
    </>
  );
}

function Embed({ embed }: { embed: EmbedView }) {
  const color = embed.color === undefined ? undefined : `#${embed.color.toString(16).padStart(6, '0')}`;
  return (
    <figure
      class="embed"
      aria-label={`Embed: ${embed.title ?? embed.author ?? ''}`}
      style={color === undefined ? {} : { '--edge': color }}
    >
      {embed.author !== undefined && <div class="embed-author">{embed.author}</div>}
      {embed.title !== undefined && (
        <WebLink class="embed-title" url={embed.url}>
          {embed.title}
        </WebLink>
      )}
      {embed.description !== undefined && <Markdown text={embed.description} />}
      {embed.fields.length > 0 && (
        <dl class="embed-fields">
          {embed.fields.map((field, index) => (
            <div key={index} class={field.inline ? 'inline' : ''}>
              <dt>
                <InlineMarkdown text={field.name} />
              </dt>
              <dd>
                <Markdown text={field.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {embed.footer !== undefined && <small class="embed-footer">{embed.footer}</small>}
    </figure>
  );
}

interface FileLike {
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly url: string;
  readonly description?: string | null;
}

export function Attachments({ attachments }: { attachments: readonly AttachmentView[] }) {
  if (attachments.length === 0) return null;
  return (
    <div class="attachments">
      {attachments.map((attachment) => (
        <FileCard key={attachment.id} file={attachment} />
      ))}
    </div>
  );
}

/** A picture as itself, any other file as a card. */
export function FileCard({ file }: { file: FileLike }) {
  if (file.contentType.startsWith('image/')) {
    return (
      <WebLink class="picture" url={file.url}>
        <img src={file.url} alt={file.description ?? file.filename} loading="lazy" />
      </WebLink>
    );
  }
  return (
    <WebLink class="file" url={file.url} title={file.description ?? file.filename}>
      <Icon name="file" size={26} />
      <span>
        <bdi>{file.filename}</bdi>
        <small>
          {fileSize(file.size)} · {file.contentType}
        </small>
      </span>
    </WebLink>
  );
}
