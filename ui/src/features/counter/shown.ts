/**
 * What a citizen is shown of what was written down, in large letters.
 *
 * Purpose: questions and answers of a form, or of what was saved, in plain words. Must never: show
 * anything of anybody else, or a mark of the desk's own.
 */
import type { FieldView, VisitSaved } from '../../ipc/desk-api';
import { dayInWords } from '../../shared/format/day';
import { language, t } from '../../shared/i18n/i18n.svelte';
import type { Intake } from './intake.svelte';
import { rowsOf } from '../../shared/catalogue/people';

/** One line. */
export interface ShownLine {
  label: string;
  value: string;
}

/** A part with its heading. */
export interface ShownPart {
  title: string;
  lines: readonly ShownLine[];
}

/** An answer as it was typed, its keys in words. */
function words(field: FieldView, typed: string): string {
  switch (field.kind) {
    case 'yes_no':
      return t(typed === 'yes' ? 'ui.yes' : 'ui.no');
    case 'choice':
    case 'choices': {
      const keys = typed.split(',');
      const chosen = field.choices.filter((choice) => keys.includes(choice.key));
      return chosen.map((choice) => choice.labels[language.current]).join('; ');
    }
    case 'person':
    case 'persons':
      return rowsOf(typed)
        .map(({ name, born, number, relation }) =>
          [name, born, number, relation].filter(Boolean).join(' · '),
        )
        .join('\n');
    case 'text':
    case 'long_text':
    case 'number':
    case 'money':
    case 'date':
    case 'partial_date':
    case 'time':
    case 'plate':
    case 'vehicle_number':
    case 'address':
    case 'computed':
    case 'note':
      return typed;
  }
}

const told = (lines: readonly ShownLine[]) => lines.filter(({ value }) => value.trim() !== '');

/** What stands in the form now. */
export function shownOfForm(intake: Intake): readonly ShownPart[] {
  const { values } = intake.person;
  const person: ShownPart = {
    title: t('ui.shown.person'),
    lines: told([
      { label: t('ui.person.name'), value: values.name },
      { label: t('ui.person.born'), value: values.born },
      { label: t('ui.person.number'), value: values.number },
      { label: t('ui.person.phone'), value: values.phone },
      { label: t('ui.person.address'), value: values.address },
    ]),
  };
  const matters = intake.matters.map((matter): ShownPart => ({
    title: matter.service.titles[language.current],
    lines: told(
      matter.asked.map(({ field }) => ({
        label: field.labels[language.current],
        value: words(field, matter.values[field.key] ?? ''),
      })),
    ),
  }));
  return [person, ...matters].filter(({ lines }) => lines.length > 0);
}

/** What was saved: numbers, and by when she hears. */
export function shownOfSaved(
  saved: VisitSaved,
  title: (service: string) => string,
): readonly ShownPart[] {
  return saved.files.map((file) => ({
    title: title(file.service),
    lines: told([
      { label: t('ui.shown.receipt'), value: file.receipt ?? '' },
      { label: t('ui.shown.file'), value: file.number },
      ...file.deadlines.slice(0, 1).map(({ due }) => ({
        label: t('ui.shown.due'),
        value: dayInWords(due.slice(0, 10), language.current),
      })),
    ]),
  }));
}
