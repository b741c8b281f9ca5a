import { LANG_NAMES, type Lang, phone as showPhone, weekday } from '@dokon/i18n';
import { useQuery } from '@tanstack/preact-query';
import {
  AddressDeleteDocument,
  CustomerUpdateDocument,
  ProfilePageDocument,
  type ProfilePageQuery,
} from '../generated/gql/graphql';
import { askMine, cache, canSignIn, mine, sessionEnded } from '../shell/api';
import { boot } from '../shell/boot';
import { host } from '../shell/host';
import { apiLanguage, lang, sum, switchLang, t } from '../shell/lang';
import { Page } from '../shell/page';
import { Link } from '../shell/router';
import { signInWall } from '../shell/status';
import { TabBar } from '../shell/tab-bar';
import { RadioRows } from '../ui/choice';
import { Icon } from '../ui/icons';
import { toast } from '../ui/toast';

export default function ProfileScreen() {
  const query = useQuery(askMine('profile', ProfilePageDocument, {}));
  const page = query.data;
  return (
    <Page title={t('profile.title')} grouped>
      <div class="stack">
        {page && !sessionEnded.value ? (
          <>
            <Person page={page} />
            <Link class="rows" to="/wallet">
              <span class="line">
                <Icon name="wallet" />
                <span class="grow">{t('wallet.title')}</span>
                {page.me.customer.cashback.minor > 0 && (
                  <span class="hint num">{sum(page.me.customer.cashback.minor)}</span>
                )}
                <Icon name="chevron" size={20} />
              </span>
            </Link>
          </>
        ) : (
          (!canSignIn || sessionEnded.value) && signInWall(canSignIn)
        )}
        <section class="stack" aria-labelledby="language">
          <h2 id="language" class="gap">
            {t('profile.language')}
          </h2>
          <RadioRows
            label={t('profile.language')}
            choices={boot.store.languages.map((value) => ({ value, title: LANG_NAMES[value] }))}
            value={lang.value}
            onChoose={(next) => {
              host.haptic('select');
              void speak(next);
            }}
          />
        </section>
        {page && <Addresses page={page} />}
        {page && <About store={page.store} />}
      </div>
      <TabBar />
    </Page>
  );
}

/** Switches the page at once; the server keeps the language too, for what the bot writes. */
async function speak(next: Lang): Promise<void> {
  await switchLang(next);
  if (canSignIn) await mine.exec(CustomerUpdateDocument, { input: { language: apiLanguage(next) } }).catch(() => {});
}

function Person({ page }: { page: ProfilePageQuery }) {
  const { customer } = page.me;
  return (
    <section class="card row">
      <span class="logo letter" style={{ borderRadius: '50%' }}>
        {(customer.name || '?').slice(0, 1)}
      </span>
      <div class="grow">
        <b>{customer.name}</b>
        {customer.phone && (
          <p class="hint small num">
            {showPhone(customer.phone)} {customer.isPhoneVerified && <span class="ok">✓</span>}
          </p>
        )}
      </div>
    </section>
  );
}

function Addresses({ page }: { page: ProfilePageQuery }) {
  const { addresses } = page.me.customer;
  if (addresses.length === 0) return null;
  const forget = async (id: string) => {
    if (!(await host.confirm(t('profile.forgetAsk'), t('profile.forgetYes'), t('common.cancel')))) return;
    await mine.exec(AddressDeleteDocument, { input: { id } }).catch(() => toast(t('error.offlineTitle')));
    await cache.invalidateQueries({ queryKey: ['profile'] });
  };
  return (
    <section class="stack" aria-labelledby="addresses">
      <h2 id="addresses" class="gap">
        {t('profile.addresses')}
      </h2>
      <ul class="rows">
        {addresses.map(({ id, title, address }) => (
          <li class="line" key={id}>
            <Icon name="pin" />
            <span class="grow">
              {title && <b class="line-title">{title}</b>}
              {address.formatted}
            </span>
            <button
              type="button"
              class="icon-btn clear"
              aria-label={t('profile.forget', { address: address.formatted })}
              onClick={() => void forget(id)}
            >
              <Icon name="trash" size={20} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const DAYS = { SUNDAY: 0, MONDAY: 1, TUESDAY: 2, WEDNESDAY: 3, THURSDAY: 4, FRIDAY: 5, SATURDAY: 6 } as const;

/** The shop, its hours and who sells. */
function About({ store }: { store: ProfilePageQuery['store'] }) {
  const { contacts, legal, hours } = store;
  return (
    <section class="stack" aria-labelledby="about">
      <h2 id="about" class="gap">
        {store.name}
      </h2>
      <div class="rows">
        {store.description && <p class="line">{store.description}</p>}
        {contacts.phone && (
          <a class="line" href={`tel:${contacts.phone}`}>
            <Icon name="phone" />
            <span class="grow num">{showPhone(contacts.phone)}</span>
          </a>
        )}
        {contacts.telegram && (
          <button type="button" class="line" onClick={() => host.openTelegramLink(`https://t.me/${contacts.telegram}`)}>
            <Icon name="chat" />
            <span class="grow">@{contacts.telegram}</span>
          </button>
        )}
        {contacts.address && (
          <p class="line">
            <Icon name="pin" />
            <span class="grow">{contacts.address}</span>
          </p>
        )}
        {hours.length > 0 && (
          <div class="line" style={{ alignItems: 'flex-start' }}>
            <Icon name="clock" />
            <dl class="facts grow">
              {hours.map(({ weekday: day, spans }) => (
                <div key={day}>
                  <dt>{weekday(DAYS[day], lang.value)}</dt>
                  <dd class="num">
                    {spans.length === 0 ? t('profile.dayOff') : spans.map(({ from, to }) => `${from}–${to}`).join(', ')}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
      </div>
      {legal.name && (
        <p class="hint small" style={{ padding: '0 4px' }}>
          {t('checkout.seller', { name: legal.name, taxId: legal.taxId })}
          {legal.address && `, ${legal.address}`}{' '}
          {legal.termsUrl && (
            <button type="button" class="link small" onClick={() => host.openLink(legal.termsUrl)}>
              {t('profile.terms')}
            </button>
          )}
        </p>
      )}
    </section>
  );
}
