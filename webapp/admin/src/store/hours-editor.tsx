import { weekday as weekdayName } from '@dokon/i18n';
import { ActionIcon, Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { type Day, type Span, timeOf, weekdayIndex } from './hours';
import css from './hours-editor.module.css';

type HoursEditorProps = { week: Day[]; errors: Record<string, string>; path: string; onChange: (week: Day[]) => void };

const usual: Span = { from: '09:00', to: '21:00' };

/** Opening hours by weekday; several spans are breaks between them. */
export function HoursEditor({ week, errors, path, onChange }: HoursEditorProps) {
  const { t, lang } = useI18n();
  const setDay = (at: number, spans: Span[]) => onChange(week.map((day, i) => (i === at ? { ...day, spans } : day)));
  const first = week[0];
  return (
    <>
      <ul className={css.days}>
        {week.map(({ weekday, spans }, at) => {
          const name = capital(weekdayName(weekdayIndex(weekday), lang));
          return (
            <li key={weekday} className={css.day}>
              <Switch
                mt={6}
                label={name}
                checked={spans.length > 0}
                onChange={(event) => setDay(at, event.currentTarget.checked ? [usual] : [])}
              />
              <div className={css.spans}>
                {spans.map((span, i) => {
                  const set = (part: Partial<Span>) =>
                    setDay(
                      at,
                      spans.map((each, j) => (j === i ? { ...each, ...part } : each)),
                    );
                  const error = errors[`${path}.${at}.spans.${i}`];
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity but their place
                    <div key={i} className={css.span}>
                      <TimeField
                        label={`${name}, ${t('hours.from')}`}
                        value={span.from}
                        error={error ?? errors[`${path}.${at}.spans.${i}.from`]}
                        onChange={(from) => set({ from })}
                      />
                      –
                      <TimeField
                        label={`${name}, ${t('hours.to')}`}
                        value={span.to}
                        error={errors[`${path}.${at}.spans.${i}.to`]}
                        onChange={(to) => set({ to })}
                      />
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="lg"
                        aria-label={t('hours.removeSpan', { day: name })}
                        onClick={() =>
                          setDay(
                            at,
                            spans.filter((_, j) => j !== i),
                          )
                        }
                      >
                        <Icon name="close" size={16} />
                      </ActionIcon>
                      {i === spans.length - 1 && (
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          size="lg"
                          aria-label={t('hours.addSpan', { day: name })}
                          onClick={() => setDay(at, [...spans, { from: span.to, to: usual.to }])}
                        >
                          <Icon name="plus" size={16} />
                        </ActionIcon>
                      )}
                    </div>
                  );
                })}
                {spans.length === 0 && (
                  <span style={{ color: 'var(--mantine-color-dimmed)' }}>{t('hours.closed')}</span>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {first && (
        <Button
          mt="sm"
          size="sm"
          variant="default"
          onClick={() => onChange(week.map((day) => ({ ...day, spans: first.spans.map((span) => ({ ...span })) })))}
        >
          {t('hours.copy', { day: weekdayName(1, lang) })}
        </Button>
      )}
    </>
  );
}

/** Weekdays are written small inside a sentence, here they open a line. */
function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

type TimeFieldProps = { label: string; value: string; error: string | undefined; onChange: (time: string) => void };

function TimeField({ label, value, error, onChange }: TimeFieldProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState<string>();
  const isBroken = draft !== undefined && timeOf(draft) === undefined;
  return (
    <TextInput
      aria-label={label}
      inputMode="numeric"
      placeholder="09:00"
      maxLength={5}
      value={draft ?? value}
      error={isBroken ? t('hours.notTime') : error}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft === undefined) return;
        const time = timeOf(draft);
        if (!time) return;
        onChange(time);
        setDraft(undefined);
      }}
    />
  );
}
