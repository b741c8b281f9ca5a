package store

import (
	"regexp"
	"slices"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
)

// Fiscal is what the receipts of the tax office need of a shop.
type Fiscal struct {
	// IsRequired says that nothing is sold of which no receipt can be printed: products without IKPU and package code cannot be
	// published, and keep a cart from being ordered.
	IsRequired bool `json:"isRequired,omitempty"`
	// The delivery is a line of the receipt too; empty: the shop has no codes for it.
	DeliveryIKPU        string `json:"deliveryIkpu,omitempty"`
	DeliveryPackageCode string `json:"deliveryPackageCode,omitempty"`
	DeliveryVATPercent  int    `json:"deliveryVatPercent,omitempty"`
}

// FiscalInput changes Fiscal.
type FiscalInput struct {
	IsRequired                        *bool
	DeliveryIKPU, DeliveryPackageCode *string
	DeliveryVATPercent                *int
}

// IKPUForm is the form of a code in the national catalogue of products and services: empty, or 17 digits.
var IKPUForm = regexp.MustCompile(`^([0-9]{17})?$`)

func (f *Fiscal) apply(in FiscalInput, path []string) (faults fault.List) {
	set(&f.IsRequired, in.IsRequired)
	set(&f.DeliveryIKPU, in.DeliveryIKPU)
	set(&f.DeliveryVATPercent, in.DeliveryVATPercent)
	if !IKPUForm.MatchString(f.DeliveryIKPU) {
		faults.Add(fault.New(fault.Invalid, slices.Concat(path, []string{"deliveryIkpu"})...))
	}
	if in.DeliveryPackageCode != nil {
		code, bad := input.Text(*in.DeliveryPackageCode, 20, slices.Concat(path, []string{"deliveryPackageCode"})...)
		faults.Add(bad)
		f.DeliveryPackageCode = code
	}
	faults.Add(input.Number(f.DeliveryVATPercent, 0, 100, slices.Concat(path, []string{"deliveryVatPercent"})...))
	return faults
}

// missing tells what a shop that delivers and requires receipts has not said of its delivery.
func (f *Fiscal) missing(delivers bool, path []string) (faults fault.List) {
	if !f.IsRequired || !delivers {
		return nil
	}
	if f.DeliveryIKPU == "" {
		faults.Add(fault.New(fault.Required, slices.Concat(path, []string{"deliveryIkpu"})...))
	}
	if f.DeliveryPackageCode == "" {
		faults.Add(fault.New(fault.Required, slices.Concat(path, []string{"deliveryPackageCode"})...))
	}
	return faults
}
