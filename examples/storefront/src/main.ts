import {
  CartDocument, type CartFactsFragment, CartLinesAddDocument, CartLinesUpdateDocument, CartSetDocument, CategoriesDocument,
  createClient, MeDocument, OrderPlaceDocument, OrderUpdatedDocument, PickupPointsDocument, ProductDocument, ProductsDocument,
  type SaleFactsFragment, StoreDocument,
} from '@dokon/client';
import qrcode from 'qrcode-generator';
import { draw, html, trusted } from './html.ts';
import './style.css';

const shop = createClient({
  url: import.meta.env.VITE_DOKON_URL ?? 'http://localhost:8080',
  store: import.meta.env.VITE_DOKON_STORE ?? 'zarbof',
  language: 'en',
  storage: localStorage,
});

const page = document.querySelector('main') as HTMLElement;
const badge = document.querySelector('.cart output') as HTMLElement;
const find = <E extends Element = HTMLElement>(selector: string) => page.querySelector<E>(selector) as E;
let leave = new AbortController(); // aborted when another page is opened

/** Runs what a person asked for; what went wrong is told where they look. */
async function attempt(work: () => Promise<{ ok: boolean; errors?: readonly { message: string }[] } | void>): Promise<void> {
  const here = leave.signal;
  const tell = (text: string) => Object.assign(find('.note.error') ?? page.appendChild(document.createElement('p')), { textContent: text, hidden: !text, className: 'note error' });
  try {
    tell('');
    const outcome = await work();
    if (outcome && !outcome.ok) tell(outcome.errors?.map(({ message }) => message).join(' ') ?? '');
  } catch (error) {
    if (!here.aborted) tell((error as Error).message);
  }
}

async function readCart(): Promise<CartFactsFragment | null> {
  const options = { signal: leave.signal };
  if (shop.isSignedIn) return (await shop.query(MeDocument, {}, options)).me.cart;
  return shop.cartToken ? (await shop.query(CartDocument, { cartToken: shop.cartToken }, options)).cart : null;
}

/** "× 0.1 kg" behind a quantity of what is not sold by the piece. */
const measure = ({ portion }: SaleFactsFragment) => (portion.unit === 'PIECE' ? '' : `× ${portion.formatted}`);
const count = (cart: CartFactsFragment | null) => Object.assign(badge, { textContent: String(cart?.quantity ?? 0) });

async function catalog(categoryId = '', search = ''): Promise<void> {
  const filter = { ...(categoryId && { categoryId }), ...(search && { search }) };
  const options = { signal: leave.signal };
  const reading = [shop.query(CategoriesDocument, {}, options), shop.query(ProductsDocument, { first: 48, filter }, options)] as const;
  const [{ categories }, { products }] = await Promise.all(reading);
  draw(page, html`
    <form class="search"><input type="search" name="q" placeholder="Search" aria-label="Search" value="${search}"></form>
    <nav class="chips" style="margin-top: 14px"><a href="#/" class="${categoryId ? '' : 'on'}">All</a>${categories.map(
      (c) => html`<a href="#/c/${c.id}" class="${c.id === categoryId ? 'on' : ''}">${c.name}</a>`)}</nav>
    ${products.nodes.length ? '' : html`<p class="soft">Nothing was found.</p>`}
    <div class="grid">${products.nodes.map((p) => html`
      <a href="#/p/${p.slug}" class="${p.isAvailable ? '' : 'out'}">
        <img src="${p.cover?.url}" srcset="${p.cover?.srcset}" sizes="(min-width: 600px) 220px, 45vw" alt="${p.cover?.alt}" loading="lazy">
        <strong>${p.priceRange.min.formatted}</strong><span>${p.name}</span></a>`)}</div>`);
  find('.search').onsubmit = (event) => {
    event.preventDefault();
    location.hash = `#/s/${encodeURIComponent(find<HTMLInputElement>('[name=q]').value)}`;
  };
}

async function productPage(slug: string): Promise<void> {
  const { product } = await shop.query(ProductDocument, { slug }, { signal: leave.signal });
  if (!product) return draw(page, html`<p>There is no such product.</p>`);
  const first = product.variants.find((v) => v.id === product.defaultVariant?.id);
  draw(page, html`
    <div class="two"><img src="${product.cover?.url}" srcset="${product.cover?.srcset}" sizes="(min-width: 800px) 540px, 95vw" alt="${product.cover?.alt}">
    <form><h1>${product.name}</h1><p class="soft">${product.summary}</p>
      ${product.options.map((o) => html`<fieldset><legend>${o.name}</legend>${o.values.map((v) => html`
        <label class="chip"><input type="radio" name="${o.id}" value="${v.id}" ${first?.optionValues.some(({ id }) => id === v.id) ? 'checked' : ''}>${v.name}</label>`)}</fieldset>`)}
      ${product.modifierGroups.map((g) => html`<fieldset class="extra"><legend>${g.name}</legend>${g.options.map((o, i) => html`
        <label class="chip"><input type="${g.maximum === 1 ? 'radio' : 'checkbox'}" name="${g.id}" value="${o.id}" ${i < g.minimum ? 'checked' : ''}>
        ${o.name} ${o.price.minor ? `+${o.price.formatted}` : ''}</label>`)}</fieldset>`)}
      <p class="sum"><strong><span class="price"></span> ${measure(product.sale).replace('×', '/')}</strong><span class="soft left"></span></p>
      <button>Add to cart</button><p class="note error" hidden></p><p style="white-space: pre-line">${product.description}</p></form></div>`);
  const form = find<HTMLFormElement>('form');
  const chosen = () => {
    const values = new Set([...new FormData(form).values()].map(String));
    return product.variants.find((v) => v.optionValues.every(({ id }) => values.has(id)));
  };
  form.onchange = () => {
    const variant = chosen();
    const { canBuy, available, isLow } = variant?.availability ?? { canBuy: false };
    find('.price').textContent = variant?.price?.formatted ?? '';
    find('.left').textContent = canBuy ? (isLow ? `only ${available} left` : '') : 'sold out';
    find<HTMLButtonElement>('button').disabled = !canBuy;
    if (variant?.cover) Object.assign(find<HTMLImageElement>('img'), { src: variant.cover.url, srcset: variant.cover.srcset });
  };
  form.dispatchEvent(new Event('change'));
  form.onsubmit = (event) => {
    event.preventDefault();
    const modifiers = [...form.querySelectorAll<HTMLInputElement>('.extra :checked')].map(({ value }) => ({ optionId: value }));
    void attempt(async () => {
      await shop.openCart();
      const added = await shop.mutate(CartLinesAddDocument, { input: { lines: [{ variantId: chosen()?.id ?? '', quantity: product.sale.minimum, modifiers }] } });
      if (added.ok) count(added.cart);
      return added;
    });
  };
}

async function cartPage(): Promise<void> {
  const less = ({ quantity, product: { sale } }: CartFactsFragment['lines'][number]) => (quantity - sale.step < sale.minimum ? 0 : quantity - sale.step);
  const cart = await readCart();
  count(cart);
  if (!cart?.quantity) return draw(page, html`<h1>Your cart is empty</h1><p class="soft">Choose something first.</p>`);
  draw(page, html`<div class="two"><section><h1>Cart</h1>${cart.lines.map((line) => html`
    <div class="line"><img src="${line.variant.cover?.url}" alt=""><div><a href="#/p/${line.product.slug}">${line.product.name}</a>
      <p class="soft">${line.variant.name}</p><p><strong>${line.total.formatted}</strong></p></div>
      <div><button class="small" data-line="${line.id}" data-quantity="${less(line)}" aria-label="Less">−</button>
        ${line.quantity} ${measure(line.product.sale)} <button class="small" data-line="${line.id}" data-quantity="${line.quantity + line.product.sale.step}" aria-label="More">+</button></div></div>`)}
    <p class="sum"><span>Goods</span><strong>${cart.totals.items.formatted}</strong></p></section>
    <section class="next">${shop.isSignedIn ? '' : html`<button class="enter">Sign in with Telegram</button>`}<p class="note error" hidden></p></section></div>`);
  for (const button of page.querySelectorAll<HTMLElement>('[data-line]')) {
    const line = { lineId: button.dataset.line ?? '', quantity: Number(button.dataset.quantity) };
    button.onclick = () => attempt(async () => {
      const changed = await shop.mutate(CartLinesUpdateDocument, { input: { lines: [line] } });
      if (changed.ok) await cartPage();
      return changed;
    });
  }
  if (shop.isSignedIn) return checkout(cart);
  find('.enter').onclick = () => attempt(signIn);
}

async function signIn() {
  const begun = await shop.signIn({ signal: leave.signal });
  if (!begun.ok) return begun;
  const qr = qrcode(0, 'M');
  qr.addData(begun.signIn.url);
  qr.make();
  draw(find('.next'), html`<div class="note signin" style="display: grid; gap: 14px"><p>The chat must show this number:</p>
    <p class="match">${begun.signIn.matchCode}</p><a class="button" href="${begun.signIn.url}" target="_blank" rel="noopener">Open Telegram</a>
    <p class="soft">or scan with your phone</p>${trusted(qr.createSvgTag({ scalable: true }))}<p class="soft">Waiting for your press …</p></div>
    <p class="note error" hidden></p>`);
  const done = await begun.signIn.done();
  if (done.ok) await cartPage();
  return done;
}

async function checkout(cart: CartFactsFragment): Promise<void> {
  const { pickupPoints } = await shop.query(PickupPointsDocument);
  draw(find('.next'), html`<form><h2>Delivery</h2>
    <input name="name" autocomplete="name" placeholder="Your name" aria-label="Your name" value="${cart.contact.name}" required>
    <input name="phone" type="tel" autocomplete="tel" placeholder="+998 90 123 45 67" aria-label="Phone" value="${cart.contact.phone}" required>
    <fieldset><label class="chip"><input type="radio" name="method" value="PICKUP" checked>Pickup</label>
      <label class="chip"><input type="radio" name="method" value="COURIER">Courier</label></fieldset>
    <select name="pickup" aria-label="Pickup point">${pickupPoints.map((p) => html`<option value="${p.id}">${p.name}, ${p.address}</option>`)}</select>
    <div class="courier" hidden style="display: grid; gap: 14px"><input name="street" placeholder="Street and house" aria-label="Street and house">
      <button type="button" class="small locate">Use my location</button></div>
    <p class="note missing" hidden></p><p class="sum"><span>Delivery</span><span class="delivery"></span></p>
    <button class="place">Order, pay in cash</button><p class="note error" hidden></p></form>`);
  const form = find<HTMLFormElement>('form');
  const text = (name: string) => String(new FormData(form).get(name) ?? '');
  let point: { latitude: number; longitude: number } | undefined;
  const save = async () => {
    const isCourier = text('method') === 'COURIER';
    find('.courier').hidden = !isCourier;
    find('[name=pickup]').hidden = isCourier;
    const set = await shop.mutate(CartSetDocument, { input: {
      contact: { ...(text('name') && { name: text('name') }), ...(text('phone') && { phone: text('phone') }) }, paymentMethod: 'CASH',
      delivery: isCourier ? { method: 'COURIER', address: { street: text('street'), ...(point && { point }) } } : { method: 'PICKUP', pickupPointId: text('pickup') },
    } });
    if (!set.ok) return { set, quote: undefined };
    const missing = set.cart.readiness.blockers.map(({ message }) => message).join(' ');
    Object.assign(find('.missing'), { textContent: missing, hidden: !missing });
    find('.delivery').textContent = set.cart.totals.delivery.formatted;
    find('.place').textContent = `Order for ${set.cart.totals.total.formatted}, pay in cash`;
    return { set, quote: set.cart.quote };
  };
  const saved = () => attempt(async () => (await save()).set);
  form.onchange = saved;
  find('.locate').onclick = () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    point = { latitude: coords.latitude, longitude: coords.longitude };
    void saved();
  });
  form.onsubmit = (event) => {
    event.preventDefault();
    void attempt(async () => {
      const { set, quote } = await save();
      if (!quote) return set;
      const placed = await shop.mutate(OrderPlaceDocument, { input: { quoteId: quote.id } });
      if (placed.ok) location.hash = `#/o/${placed.order.id}`;
      if (placed.ok) count(null);
      return placed;
    });
  };
  await saved();
}

function orderPage(id: string): void {
  const stop = shop.subscribe(OrderUpdatedDocument, { id }, {
    next: ({ orderUpdated: { order } }) => draw(page, html`<section><p class="soft">Order № ${order.number}</p><h1 class="status">${order.statusText}</h1>
      ${order.lines.map((line) => html`<p class="sum"><span>${line.name} ${line.variantName} × ${line.quantity}</span><span>${line.total.formatted}</span></p>`)}
      <p class="sum"><strong>Total</strong><strong>${order.totals.total.formatted}</strong></p>
      <p class="note">This page changes by itself when the shop does something.</p></section>`),
    failed: ({ message }) => draw(page, html`<p class="note">${message}</p>`),
  });
  leave.signal.addEventListener('abort', stop);
}

async function route(): Promise<void> {
  leave.abort();
  leave = new AbortController();
  const [, kind, rest = ''] = location.hash.split('/');
  await attempt(async () => {
    if (kind === 'p') await productPage(rest);
    else if (kind === 'cart') await cartPage();
    else if (kind === 'o') orderPage(rest);
    else await catalog(kind === 'c' ? rest : '', kind === 's' ? decodeURIComponent(rest) : '');
  });
  scrollTo(0, 0);
}

addEventListener('hashchange', route);
void route();
void attempt(async () => {
  const [{ store }, cart] = await Promise.all([shop.query(StoreDocument), readCart()]);
  document.title = store.name;
  Object.assign(document.querySelector('.brand') as HTMLElement, { textContent: store.name });
  document.documentElement.style.setProperty('--brand', store.look.brandColor);
  count(cart);
});
