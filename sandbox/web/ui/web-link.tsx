import type { ComponentChildren } from 'preact';

interface WebLinkProps {
  readonly url: string | null | undefined;
  readonly class?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** Links lead to the web or to the sandbox itself, whatever a message says; anything else cannot be clicked. */
export function WebLink({ url, class: name = '', title, children }: WebLinkProps) {
  const titled = title === undefined ? {} : { title };
  if (typeof url !== 'string' || !/^(https?:\/\/|\/(?!\/))/.test(url)) {
    return (
      <span class={name} {...titled}>
        {children}
      </span>
    );
  }
  return (
    <a class={name} href={url} target="_blank" rel="noopener noreferrer nofollow" {...titled}>
      {children}
    </a>
  );
}
