import { shorten } from './components.ts';
import { LIMITS } from './limits.ts';

export interface TextModal {
  readonly customId: string;
  readonly title: string;
  readonly field: { readonly customId: string; readonly label: string; readonly description?: string };
}

/** A form with one long text field, as `data` of response type 9 (Discord docs, Component Reference: Label). */
export function textModal(modal: TextModal): object {
  return {
    custom_id: modal.customId,
    title: shorten(modal.title, LIMITS.modalTitle),
    components: [
      {
        type: 18,
        label: shorten(modal.field.label, 45),
        ...(modal.field.description === undefined ? {} : { description: shorten(modal.field.description, 100) }),
        component: {
          type: 4,
          custom_id: modal.field.customId,
          style: 2,
          min_length: 1,
          max_length: LIMITS.modalText,
          required: true,
        },
      },
    ],
  };
}
