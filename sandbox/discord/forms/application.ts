import { bits, choice, list, optional, record, text, url, whole } from '../form.ts';

const installParams = record({ scopes: list(text({ min: 1, max: 40 }), { max: 10 }), permissions: bits });
const installation = optional(record({ oauth2_install_params: optional(installParams) }));

/** `PATCH /applications/@me`. */
export const applicationEdit = record({
  description: optional(text({ max: 400 })),
  tags: optional(list(text({ min: 1, max: 20 }), { max: 5 })),
  flags: optional(whole({ min: 0 })),
  icon: optional(text()),
  interactions_endpoint_url: optional(url(2048)),
  event_webhooks_url: optional(url(2048)),
  event_webhooks_status: optional(choice(1, 2)),
  event_webhooks_types: optional(list(text({ max: 64 }), { max: 20 })),
  integration_types_config: optional(record({ '0': installation, '1': installation })),
  custom_install_url: optional(url(2048)),
});
