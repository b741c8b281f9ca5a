package click

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/dokon-shop/dokon/server/payment"
)

var _ payment.Registrar = Provider{}

// longestName is what a cash register prints of a name, in characters. The unit of measure stands at its end.
const (
	longestName = 63
	unit        = " dona" // piece
)

// line is an item of a receipt; its sums are tiyin, unlike all others of CLICK.
type line struct {
	Name           string
	SPIC           string // IKPU
	PackageCode    string
	GoodPrice      int64 // of one
	Price          int64 // of all, before the discount
	Discount       int64
	Amount         int
	VAT            int64
	VATPercent     int
	CommissionInfo seller
}

// seller is who pays the taxes.
type seller struct {
	TIN   string `json:",omitempty"`
	PINFL string `json:",omitempty"`
}

// Prints implements payment.Registrar.
func (p Provider) Prints(t payment.Terms) bool { return p.MayAsk(t) && t.Settings[Fiscal] == "YES" }

// Register implements payment.Registrar.
func (p Provider) Register(ctx context.Context, k payment.Keys, s payment.Sale) error {
	by := seller{TIN: s.SellerTaxID}
	if len(s.SellerTaxID) == 14 {
		by = seller{PINFL: s.SellerTaxID}
	}
	lines := make([]line, len(s.Receipt.Items))
	for i, it := range s.Receipt.Items {
		name := []rune(it.Title)
		lines[i] = line{
			Name: string(name[:min(len(name), longestName-len(unit))]) + unit, SPIC: it.IKPU, PackageCode: it.PackageCode,
			GoodPrice: int64(it.Unit), Price: int64(it.Gross()), Discount: int64(it.Discount), Amount: it.Quantity,
			VAT: int64(it.VAT()), VATPercent: it.VATPercent, CommissionInfo: by,
		}
	}
	return refusal(p.call(ctx, k, http.MethodPost, "payment/ofd_data/submit_items", map[string]any{
		"service_id": service(k), "payment_id": json.Number(s.Ref), "items": lines,
		"received_ecash": int64(s.Receipt.Total), "received_cash": 0, "received_card": 0,
	}, nil))
}

// ReceiptURL implements payment.Registrar.
func (p Provider) ReceiptURL(ctx context.Context, k payment.Keys, ref string) (string, error) {
	var got struct {
		URL string `json:"qrCodeURL"`
	}
	err := p.call(ctx, k, http.MethodGet, "payment/ofd_data/"+k.Settings[ServiceID]+"/"+ref, nil, &got)
	var no *Refused
	if errors.As(err, &no) { // CLICK has printed nothing yet
		return "", nil
	}
	return got.URL, err
}
