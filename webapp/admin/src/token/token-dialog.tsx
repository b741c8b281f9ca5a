import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiTokenCreateDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { elsewhere } from '../ui/field-errors';
import { Refusals } from '../ui/refusals';
import { useSave } from '../ui/use-save';
import { scopes } from './scopes';

const days = [30, 90, 365, 0] as const;
const dayMs = 86_400_000;

export function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const t = useT();
  const { can } = useViewer();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['CATALOG_READ', 'ORDERS_READ']);
  const [lasts, setLasts] = useState<(typeof days)[number]>(365);
  const [now] = useState(Date.now);
  const { isSaving, errors, fields, save } = useSave();

  const submit = () =>
    void save(
      {
        name: name.trim(),
        scopes: scopes.filter((scope) => chosen.includes(scope)),
        ...(lasts > 0 && { expiresAt: new Date(now + lasts * dayMs).toISOString() }),
      },
      async (input, key) => (await act(ApiTokenCreateDocument, { input }, key)).apiTokenCreate,
      ({ secret }) => onMade(secret ?? ''),
    );

  return (
    <Modal opened onClose={onClose} title={t('token.new')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Refusals errors={elsewhere(errors, ['name', 'scopes', 'expiresAt'])} />
          <TextInput
            label={t('token.name')}
            description={t('token.nameHint')}
            required
            maxLength={100}
            data-autofocus
            value={name}
            error={fields.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group label={t('token.scopes')} error={fields.scopes} value={chosen} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} disabled={!can(scope)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <NativeSelect
            label={t('token.lasts')}
            value={String(lasts)}
            error={fields.expiresAt}
            onChange={(event) => setLasts(days.find((each) => String(each) === event.currentTarget.value) ?? 365)}
            data={days.map((each) => ({
              value: String(each),
              label: each === 0 ? t('token.forever') : t('token.days', { count: each }),
            }))}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={name.trim() === '' || chosen.length === 0}>
              {t('token.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
