import type {
  PaymentAccountFormFragment,
  PaymentAccountSetInput,
  PaymentProviderFormFragment,
} from '../generated/gql/graphql';
import type { PlainKey } from '../i18n/i18n';

type Account = PaymentAccountFormFragment | undefined;

/** What the form of an account shows. */
export function draftOf(provider: PaymentProviderFormFragment, account: Account) {
  const given = new Map(account?.settings.map(({ name, value }) => [name, value]));
  return {
    mode: account?.mode ?? ('TEST' as const),
    isActive: account?.isActive ?? true,
    settings: provider.settings.map((setting) => ({
      name: setting.name,
      value: given.get(setting.name) ?? setting.default,
    })),
    /** Empty: it stays. */
    secret: '',
    keepPreviousMinutes: 1440,
    /** null: as long as the provider's own default. */
    payWithinMinutes: account?.payWithinMinutes ?? null,
    /** One address or network a line. */
    allowedIps: account?.allowedIps.join('\n') ?? '',
  };
}

export type Draft = ReturnType<typeof draftOf>;

export function inputOf(
  provider: PaymentProviderFormFragment,
  account: Account,
  draft: Draft,
  version: number,
): PaymentAccountSetInput {
  const secret = draft.secret.trim();
  const isReplaced = secret !== '' && account !== undefined && account.mode === draft.mode;
  return {
    provider: provider.provider,
    ...(account && { expectedVersion: version }),
    mode: draft.mode,
    isActive: draft.isActive,
    settings: draft.settings.map(({ name, value }) => ({ name, value: value.trim() })),
    ...(secret !== '' && { secret }),
    ...(isReplaced && { keepPreviousMinutes: draft.keepPreviousMinutes }),
    payWithinMinutes: draft.payWithinMinutes,
    allowedIps: draft.allowedIps
      .split(/[\s,;]+/)
      .map((line) => line.trim())
      .filter(Boolean),
  };
}

/** Names of settings that have words; another one is shown as it is named. */
const words: Record<string, PlainKey> = {
  merchantId: 'paySetting.merchantId',
  accountField: 'paySetting.accountField',
  recipient: 'paySetting.recipient',
  account: 'paySetting.account',
  bank: 'paySetting.bank',
  mfo: 'paySetting.mfo',
  taxId: 'paySetting.taxId',
  serviceId: 'paySetting.serviceId',
  merchantUserId: 'paySetting.merchantUserId',
  cancelPaid: 'paySetting.cancelPaid',
  merchantApi: 'paySetting.merchantApi',
  fiscal: 'paySetting.fiscal',
  gatewayUrl: 'paySetting.gatewayUrl',
  paramsKey: 'paySetting.paramsKey',
  lifetime: 'paySetting.lifetime',
  repeats: 'paySetting.repeats',
  linkPrefix: 'paySetting.linkPrefix',
  somPerStar: 'paySetting.somPerStar',
  savedCards: 'paySetting.savedCards',
  terminalId: 'paySetting.terminalId',
  apiHost: 'paySetting.apiHost',
  sessionMinutes: 'paySetting.sessionMinutes',
};

export const wordOf = (name: string): PlainKey | undefined => words[name];
