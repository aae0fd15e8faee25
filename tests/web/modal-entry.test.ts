import type { ModalFieldView, ModalView } from '../../sandbox/control/types.ts';
import { faultsOfModal, modalValues, startModal } from '../../sandbox/web/client/modal-entry.ts';

function field(part: Partial<ModalFieldView> & Pick<ModalFieldView, 'kind' | 'customId'>): ModalFieldView {
  const empty = { label: '', description: null, value: null, placeholder: null, maxLength: null, minLength: null };
  return { ...empty, required: true, options: [], ...part };
}

const modal: ModalView = {
  id: '1',
  customId: 'form',
  title: 'Form',
  fields: [
    field({ kind: 'text', customId: '' }),
    field({ kind: 'short', customId: 'title', minLength: 3, maxLength: 5 }),
    field({ kind: 'paragraph', customId: 'story', value: 'Once', required: false }),
    field({ kind: 'select', customId: 'area' }),
    field({ kind: 'radio', customId: 'urgency', value: 'low' }),
    field({ kind: 'checkboxes', customId: 'where' }),
    field({ kind: 'checkbox', customId: 'agree', value: 'true' }),
    field({ kind: 'files', customId: 'files' }),
  ],
};
const picture = { filename: 'a.png', contentType: 'image/png', data: '' };

describe('web/client/modal-entry', () => {
  describe('startModal()', () => {
    it('begins with what the form brings along', () => {
      expect(startModal(modal).values).toEqual({
        title: '',
        story: 'Once',
        area: [],
        urgency: 'low',
        where: [],
        agree: true,
      });
    });
  });

  describe('faultsOfModal()', () => {
    it('names every required field that is empty', () => {
      expect([...faultsOfModal(modal, startModal(modal)).keys()]).toEqual(['title', 'area', 'where', 'files']);
    });

    it.each([
      ['ab', 'Use at least 3 characters.'],
      ['abcdef', 'Use 5 characters or fewer.'],
      ['abc', undefined],
    ])('judges the length of %s', (title, expected) => {
      const start = startModal(modal);

      const faults = faultsOfModal(modal, { ...start, values: { ...start.values, title } });

      expect(faults.get('title')).toBe(expected);
    });

    it('is content once all is filled in', () => {
      const values = { title: 'abc', area: ['a'], urgency: 'low', where: ['b'], agree: false };

      expect(faultsOfModal(modal, { values, files: { files: [picture] } }).size).toBe(0);
    });
  });

  describe('modalValues()', () => {
    it('sends all but texts and files', () => {
      expect(Object.keys(modalValues(modal, startModal(modal)))).toEqual([
        'title',
        'story',
        'area',
        'urgency',
        'where',
        'agree',
      ]);
    });
  });
});
