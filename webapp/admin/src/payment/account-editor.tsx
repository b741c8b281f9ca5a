import {
  Alert,
  Button,
  Code,
  CopyButton,
  NativeSelect,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import {
  type PaymentAccountFormFragment,
  PaymentAccountSetDocument,
  type PaymentMode,
  type PaymentProviderFormFragment,
  PaymentsDocument,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { EditPage } from '../ui/edit-page';
import { Icon } from '../ui/icons';
import { Columns } from '../ui/page';
import { Panel } from '../ui/panel';
import { useEditor } from '../ui/use-editor';
import { draftOf, inputOf, wordOf } from './account-draft';
import { AccountState } from './payments-screen';

type Props = { provider: PaymentProviderFormFragment; account?: PaymentAccountFormFragment };

const overlaps = [0, 60, 1440, 4320, 10080] as const;
const modes: readonly PaymentMode[] = ['TEST', 'LIVE'];

/** The store's account with a provider: what the provider gave goes in, the address for its cabinet comes out. */
export function AccountEditor({ provider, account }: Props) {
  const { t, dateTime } = useI18n();
  const { can } = useViewer();
  const editor = useEditor(draftOf(provider, account), account?.version ?? 0, []);
  const { draft, fields, patch } = editor;
  const needsSecret = provider.hasSecret && (!account || account.mode !== draft.mode);
  const isReplacing = account !== undefined && !needsSecret && draft.secret.trim() !== '';
  const within = (part: string) => Object.entries(fields).find(([path]) => path.startsWith(part))?.[1];

  const onSave = () =>
    void editor.save(
      inputOf(provider, account, draft, editor.version),
      async (input, key) => (await act(PaymentAccountSetDocument, { input }, key)).paymentAccountSet,
      ({ account: next }) => {
        if (!next) return;
        editor.saved(draftOf(provider, next), next.version);
        queryClient.setQueryData(
          query('paymentAccounts', PaymentsDocument, {}).queryKey,
          (now) =>
            now && {
              ...now,
              paymentAccounts: [...now.paymentAccounts.filter((each) => each.provider !== next.provider), next],
            },
        );
      },
    );

  return (
    <EditPage
      title={t(`paymentMethod.${provider.method}`)}
      back={{ to: '/payments' }}
      badges={<AccountState account={account} />}
      editor={editor}
      shown={['settings', 'secret', 'keepPreviousMinutes', 'allowedIps', 'payWithinMinutes', 'mode']}
      isNew={!account}
      mayWrite={can('PAYMENTS_WRITE')}
      onSave={onSave}
    >
      {draft.mode === 'TEST' && draft.isActive && (
        <Alert mb="md" color="orange" variant="light" icon={<Icon name="alert" />}>
          {t('payments.testWarning')}
        </Alert>
      )}
      <Columns
        main={
          <Panel title={t('payments.details')}>
            <Stack gap="md">
              {draft.settings.map((setting, at) => {
                const word = wordOf(setting.name);
                const isAsked = provider.settings.find((each) => each.name === setting.name)?.default === '';
                return (
                  <TextInput
                    key={setting.name}
                    label={word ? t(word) : setting.name}
                    required={isAsked}
                    maxLength={200}
                    autoComplete="off"
                    spellCheck={false}
                    value={setting.value}
                    error={fields[`settings.${at}.value`] ?? (setting.value === '' ? fields.settings : undefined)}
                    onChange={(event) => {
                      const { value } = event.currentTarget;
                      patch((now) => ({
                        settings: now.settings.map((each, i) => (i === at ? { ...each, value } : each)),
                      }));
                    }}
                  />
                );
              })}
              {provider.hasSecret && (
                <PasswordInput
                  label={t('payments.secret')}
                  description={
                    needsSecret
                      ? t('payments.secretNew')
                      : t('payments.secretKept', { hint: account?.secretHint ?? '' })
                  }
                  required={needsSecret}
                  autoComplete="new-password"
                  spellCheck={false}
                  maxLength={300}
                  value={draft.secret}
                  error={fields.secret}
                  onChange={(event) => patch({ secret: event.currentTarget.value })}
                />
              )}
              {isReplacing && (
                <NativeSelect
                  label={t('payments.overlap')}
                  description={t('payments.overlapHint')}
                  value={String(draft.keepPreviousMinutes)}
                  error={fields.keepPreviousMinutes}
                  onChange={(event) => patch({ keepPreviousMinutes: Number(event.currentTarget.value) })}
                  data={overlaps.map((minutes) => ({
                    value: String(minutes),
                    label:
                      minutes === 0
                        ? t('payments.overlapNone')
                        : minutes < 1440
                          ? t('payments.overlapHours', { count: minutes / 60 })
                          : t('payments.overlapDays', { count: minutes / 1440 }),
                  }))}
                />
              )}
              {account?.previousSecretUntil && Date.parse(account.previousSecretUntil) > Date.now() && (
                <Text size="sm" c="dimmed">
                  {t('payments.previousUntil', { at: dateTime(account.previousSecretUntil) })}
                </Text>
              )}
              <NumberInput
                label={t('payments.payWithin')}
                description={t('payments.payWithinHint')}
                min={5}
                max={10080}
                clampBehavior="none"
                allowDecimal={false}
                allowNegative={false}
                hideControls
                value={draft.payWithinMinutes ?? ''}
                error={fields.payWithinMinutes}
                onChange={(minutes) => patch({ payWithinMinutes: minutes === '' ? null : Number(minutes) })}
              />
              {provider.callbackUrl && (
                <Textarea
                  label={t('payments.ips')}
                  description={t('payments.ipsHint')}
                  autosize
                  minRows={2}
                  maxRows={10}
                  spellCheck={false}
                  styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
                  value={draft.allowedIps}
                  error={within('allowedIps')}
                  onChange={(event) => patch({ allowedIps: event.currentTarget.value })}
                />
              )}
            </Stack>
          </Panel>
        }
        aside={
          <>
            <Panel title={t('product.status')}>
              <Stack gap="md">
                <Switch
                  label={t('payments.isActive')}
                  description={t('payments.isActiveHint')}
                  checked={draft.isActive}
                  onChange={(event) => patch({ isActive: event.currentTarget.checked })}
                />
                <div>
                  <Text size="sm" fw={500} id="payment-mode" mb={4}>
                    {t('payments.mode')}
                  </Text>
                  <SegmentedControl
                    fullWidth
                    aria-labelledby="payment-mode"
                    data={modes.map((mode) => ({ value: mode, label: t(`payMode.${mode}`) }))}
                    value={draft.mode}
                    onChange={(mode) => patch({ mode: mode as PaymentMode })}
                  />
                  {provider.hasSecret && (
                    <Text size="xs" c="dimmed" mt={4}>
                      {t('payments.modeHint')}
                    </Text>
                  )}
                </div>
              </Stack>
            </Panel>
            {provider.callbackUrl && <Callback url={provider.callbackUrl} />}
          </>
        }
      />
    </EditPage>
  );
}

function Callback({ url }: { url: string }) {
  const { t } = useI18n();
  return (
    <Panel title={t('payments.callback')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t('payments.callbackHint')}
        </Text>
        <Code block w="100%" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {url}
        </Code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="sm"
              onClick={copy}
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}
            >
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Panel>
  );
}
