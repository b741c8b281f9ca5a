import { LANG_NAMES, LANGS } from '@dokon/i18n';
import { NativeSelect } from '@mantine/core';
import { useI18n } from '../i18n/i18n';
import { Icon } from '../ui/icons';

/** Languages by their own names: one finds one's own whatever is set. */
export function LanguageSwitch() {
  const { t, lang, setLang } = useI18n();
  return (
    <NativeSelect
      aria-label={t('shell.language')}
      leftSection={<Icon name="globe" size={18} />}
      value={lang}
      onChange={(event) => {
        const next = LANGS.find((each) => each === event.currentTarget.value);
        if (next) void setLang(next);
      }}
      data={LANGS.map((each) => ({ value: each, label: LANG_NAMES[each] }))}
    />
  );
}
