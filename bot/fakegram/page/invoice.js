// The sheet of an invoice, as a messenger shows it: what is bought, and the person's choice. Its address is /$<slug>.

const slug = decodeURIComponent(location.pathname).slice(2);
const at = `/control/invoices/${encodeURIComponent(slug)}`;
const el = (id) => document.getElementById(id);

const said = { paid: "Paid. The bot has been told.", pending: "Closed; the money is on its way.", failed: "Not paid.", cancelled: "Closed without paying." };

const answer = await fetch(at);
if (answer.ok) show(await answer.json());
else el("title").textContent = "There is no such invoice.";
el("acts").hidden = !answer.ok;

function show(invoice) {
  const sum = (n) =>
    invoice.currency === "XTR" ? `${n} ⭐` : `${(n / 100).toLocaleString("ru-RU", { minimumFractionDigits: 2 })} ${invoice.currency}`;
  el("title").textContent = invoice.title;
  el("description").textContent = invoice.description;
  el("total").textContent = sum(invoice.total);
  el("mode").textContent = invoice.is_test ? "Test payment: no money moves." : "";
  for (const price of invoice.prices) {
    const row = el("prices").insertRow();
    row.insertCell().textContent = price.label;
    row.insertCell().textContent = sum(price.amount);
  }
}

el("acts").addEventListener("click", async (event) => {
  const act = event.target.dataset.act;
  if (!act) return;
  for (const button of el("acts").children) button.disabled = true;
  const response = await fetch(`${at}/${act}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  const { ok, result, error } = await response.json();
  el("said").textContent = ok ? [said[result.status], result.reason].filter(Boolean).join(" ") : error;
  for (const button of el("acts").children) button.disabled = false;
});
