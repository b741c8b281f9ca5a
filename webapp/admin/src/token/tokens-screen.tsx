import { Badge, Button, Group, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiTokenRevokeDocument, ApiTokensDocument, type TokenFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { Confirm } from '../ui/confirm';
import { Above, type Column, DataTable } from '../ui/data-table';
import { Icon } from '../ui/icons';
import { say, warn } from '../ui/notice';
import { Page } from '../ui/page';
import { Secret } from '../ui/secret';
import { Nothing } from '../ui/states';
import { Time } from '../ui/time';
import { scopes } from './scopes';
import { TokenDialog } from './token-dialog';

/** Tokens for programs: made with scopes, shown once, ended at once. */
export function TokensScreen() {
  const t = useT();
  return (
    <Allowed to={['TOKENS_WRITE']} title={t('nav.tokens')}>
      <Tokens />
    </Allowed>
  );
}

function Tokens() {
  const t = useT();
  const { data, error, refetch } = useQuery(query('apiTokens', ApiTokensDocument, {}));
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [doomed, setDoomed] = useState<TokenFragment>();
  const readAgain = () => queryClient.invalidateQueries({ queryKey: ['apiTokens'] });

  const state = (token: TokenFragment) => {
    const isOver = token.expiresAt !== null && Date.parse(token.expiresAt) < Date.now();
    if (!token.revokedAt && !isOver) return null;
    return <Badge color="gray">{t(token.revokedAt ? 'token.revoked' : 'token.expired')}</Badge>;
  };
  const name = (token: TokenFragment) => (
    <>
      <Group gap="xs">
        <Text fw={600}>{token.name}</Text>
        {state(token)}
      </Group>
      <Text size="sm" c="dimmed" ff="monospace">
        dkt_…{token.hint}
      </Text>
    </>
  );
  const end = (token: TokenFragment) =>
    !token.revokedAt && (
      <Above>
        <Button size="sm" variant="light" color="red" onClick={() => setDoomed(token)}>
          {t('token.revoke')}
        </Button>
      </Above>
    );
  const columns: Column<TokenFragment>[] = [
    { id: 'name', header: t('token.name'), fixed: true, cell: name },
    {
      id: 'scopes',
      header: t('token.scopes'),
      cell: (token) =>
        scopes
          .filter((scope) => token.scopes.includes(scope))
          .map((scope) => t(`scope.${scope}`))
          .join(', '),
    },
    {
      id: 'used',
      header: t('token.used'),
      cell: (token) => (token.lastUsedAt ? <Time at={token.lastUsedAt} /> : t('token.never')),
    },
    {
      id: 'expires',
      header: t('token.expires'),
      cell: (token) => (token.expiresAt ? <Time at={token.expiresAt} exact /> : '—'),
    },
    { id: 'end', header: t('table.actions'), fixed: true, isMenu: true, cell: end },
  ];
  const add = (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setMaking(true)}>
      {t('token.add')}
    </Button>
  );

  return (
    <Page title={t('nav.tokens')} actions={add}>
      <DataTable
        id="tokens"
        label={t('nav.tokens')}
        columns={columns}
        rows={data?.apiTokens}
        rowKey={(token) => token.id}
        card={(token) => (
          <Group justify="space-between" gap="xs">
            <div>
              {name(token)}
              <Text size="sm" c="dimmed">
                {t('token.used')}: {token.lastUsedAt ? <Time at={token.lastUsedAt} /> : t('token.never')}
              </Text>
            </div>
            {end(token)}
          </Group>
        )}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <Nothing icon="key" title={t('token.none')} text={t('token.noneHint')}>
            {add}
          </Nothing>
        }
      />
      {isMaking && (
        <TokenDialog
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
            void readAgain();
          }}
        />
      )}
      <Modal
        opened={secret !== undefined}
        onClose={() => setSecret(undefined)}
        title={t('token.made')}
        centered
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {secret && <Secret text={secret} hint={t('token.once')} />}
      </Modal>
      <Confirm
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={t('token.revokeTitle', { name: doomed?.name ?? '' })}
        action={t('token.revoke')}
        isDangerous
        onConfirm={async () => {
          if (!doomed) return;
          try {
            const { apiTokenRevoke: answer } = await act(ApiTokenRevokeDocument, { input: { id: doomed.id } });
            if (answer.userErrors[0]) warn(doomed.name, answer.userErrors[0].message);
            else say(t('token.revokedNow', { name: doomed.name }));
          } catch (fault) {
            const { title, hint } = faultText(fault);
            warn(t(title), t(hint));
          }
          setDoomed(undefined);
          await readAgain();
        }}
      >
        {t('token.revokeText')}
      </Confirm>
    </Page>
  );
}
