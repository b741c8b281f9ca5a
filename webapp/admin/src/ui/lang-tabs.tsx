import { LANG_NAMES } from '@dokon/i18n';
import { Button, Group, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useT } from '../i18n/i18n';
import css from './lang-tabs.module.css';
import { langTags, type TextLang } from './texts';

/** On a phone all four stand in one line. */
const short: Record<TextLang, string> = { uzLatn: 'Oʻzb', uzCyrl: 'Ўзб', ru: 'Рус', en: 'Eng' };

type LangTabsProps = {
  langs: readonly TextLang[];
  value: TextLang;
  onChange: (lang: TextLang) => void;
  /** Languages in which something that matters is missing. */
  missing: readonly TextLang[];
  /** Fills Uzbek Cyrillic from Latin; absent where there is nothing to fill. */
  onFill?: (() => void) | undefined;
};

/** One language of texts at a time, missing ones marked. */
export function LangTabs({ langs, value, onChange, missing, onFill }: LangTabsProps) {
  const t = useT();
  return (
    <Group gap="xs">
      <SegmentedControl
        aria-label={t('texts.language')}
        size="sm"
        value={value}
        onChange={(next) => onChange(next as TextLang)}
        data={langs.map((lang) => ({
          value: lang,
          label: (
            <span lang={langTags[lang]}>
              <span className={css.long}>{LANG_NAMES[langTags[lang]]}</span>
              <span className={css.short}>{short[lang]}</span>
              {missing.includes(lang) && (
                <>
                  <span className={css.missing} aria-hidden="true" />
                  <VisuallyHidden> ({t('texts.missing')})</VisuallyHidden>
                </>
              )}
            </span>
          ),
        }))}
      />
      {value === 'uzCyrl' && onFill && (
        <Button size="compact-sm" variant="light" onClick={onFill}>
          {t('texts.fill')}
        </Button>
      )}
    </Group>
  );
}
