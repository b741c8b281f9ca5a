import { useState } from 'preact/hooks';
import { ContactTakenDocument, MyPhoneDocument } from '../generated/gql/graphql';
import { mine } from '../shell/api';
import { host } from '../shell/host';
import { t } from '../shell/lang';
import { Button } from '../ui/button';
import { PhoneField } from '../ui/field';
import { formatTyped } from '../ui/phone';
import { toast } from '../ui/toast';

interface PhonePartProps {
  phone: string;
  error: string | undefined;
  onPhone: (shown: string) => void;
  onDone: () => void;
}

/** How often and how long, in milliseconds, the bot is given to deliver a contact the client did not hand over. */
const ASKS = 8;
const PAUSE = 1500;

/** The phone by one tap through Telegram where that is possible, else typed. */
export function PhonePart({ phone, error, onPhone, onDone }: PhonePartProps) {
  const [asking, setAsking] = useState(false);
  const [offered, setOffered] = useState(host.kind === 'telegram');
  const take = async () => {
    setAsking(true);
    try {
      const answer = await host.requestContact();
      if (answer.status === 'sent') {
        const number = answer.response ? await verified(answer.response) : await fromBot();
        if (number) {
          onPhone(formatTyped(number));
          onDone();
          host.haptic('success');
        } else toast(t('checkout.phoneLate'));
      } else if (answer.status === 'unsupported') setOffered(false);
    } catch {
      toast(t('error.offlineTitle'));
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <PhoneField label={t('checkout.phone')} value={phone} onInput={onPhone} onBlur={onDone} error={error} />
      {offered && phone === '' && (
        <Button kind="soft" icon="phone" busy={asking} onClick={() => void take()}>
          {t('checkout.phoneTake')}
        </Button>
      )}
    </>
  );
}

async function verified(response: string): Promise<string | null> {
  const { customerContactSet } = await mine.exec(ContactTakenDocument, { input: { response } });
  const error = customerContactSet.userErrors[0];
  if (error) toast(error.message);
  return customerContactSet.customer?.phone ?? null;
}

/** The client gave no text, so the contact comes by way of the bot: ask for it a while. */
async function fromBot(): Promise<string | null> {
  for (let i = 0; i < ASKS; i++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const { me } = await mine.exec(MyPhoneDocument, {});
    if (me.customer.isPhoneVerified && me.customer.phone) return me.customer.phone;
  }
  return null;
}
