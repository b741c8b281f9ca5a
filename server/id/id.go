// Package id names rows outside the database: a prefix that tells the noun and a time-sortable UUIDv7 in 26 characters
// of lower-case base32, "prd_01jd3y8v7kfq6r5m2c9xw4tznb". Nothing about the row can be read out of it but its age.
package id

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/fault"
)

// Kind is the prefix of a noun's ids.
type Kind string

const (
	Product         Kind = "prd"
	Variant         Kind = "var"
	Option          Kind = "opt"
	OptionValue     Kind = "val"
	Category        Kind = "cat"
	ModifierGroup   Kind = "mod"
	ModifierOption  Kind = "mdo"
	Media           Kind = "med"
	Upload          Kind = "upl"
	Webhook         Kind = "whk"
	WebhookDelivery Kind = "whd"
	Location        Kind = "loc"
	Cart            Kind = "crt"
	CartLine        Kind = "cln"
	Quote           Kind = "qte"
	Order           Kind = "ord"
	OrderLine       Kind = "oln"
	Fulfilment      Kind = "ful"
	Payment         Kind = "pay"
	Refund          Kind = "ref"
	Zone            Kind = "zon"
	PickupPoint     Kind = "pup"
	Address         Kind = "adr"
	Customer        Kind = "cus"
	Staff           Kind = "stf"
	Session         Kind = "ses"
	Token           Kind = "tok"
	Notification    Kind = "ntf"
	Store           Kind = "sto"
	Brand           Kind = "brd"
	Tag             Kind = "tag"
	Attribute       Kind = "atr"
	Choice          Kind = "atc"
	Collection      Kind = "col"
	Transfer        Kind = "trf"
	PriceList       Kind = "prl"
	CustomerGroup   Kind = "cgr"
	PaymentAccount  Kind = "pac"
	Proof           Kind = "prf"
	Purse           Kind = "prs"
	Card            Kind = "crd"
	Chargeback      Kind = "cbk"
	Handover        Kind = "cho"
	LedgerCheck     Kind = "lck"
	LedgerMovement  Kind = "ltx"
)

// New makes a UUIDv7: rows made later sort later, so an index grows at its end.
// It fails only when the operating system gives no random numbers, and then nothing else would work either.
func New() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// ID is a row's name in the API, the Go side of the GraphQL scalar ID. The zero ID names nothing.
type ID struct {
	Kind Kind
	UUID uuid.UUID
}

// Of names the row u of noun k.
func Of(k Kind, u uuid.UUID) ID { return ID{Kind: k, UUID: u} }

// IsZero tells that the id names nothing.
func (i ID) IsZero() bool { return i == ID{} }

// Must gives the row's key when the id is of kind k, else the fault INVALID_ID at path.
func (i ID) Must(k Kind, path ...string) (uuid.UUID, error) {
	if i.Kind != k {
		return uuid.Nil, fault.New(fault.InvalidID, path...).With("expected", string(k)+"_")
	}
	return i.UUID, nil
}

// digits is Crockford's base32 alphabet in lower case: no i, l, o, u, so ids survive being read aloud.
const digits = "0123456789abcdefghjkmnpqrstvwxyz"

// size is the number of characters after the prefix: 128 bits in digits of 5, the first of which holds 3.
const size = 26

// String writes "prd_01jd…", empty for the zero ID.
func (i ID) String() string {
	if i.IsZero() {
		return ""
	}
	hi, lo := binary.BigEndian.Uint64(i.UUID[:8]), binary.BigEndian.Uint64(i.UUID[8:])
	var out [size]byte
	for n := size - 1; n >= 0; n-- {
		out[n] = digits[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(i.Kind) + "_" + string(out[:])
}

// Parse reads what String wrote, and nothing else: one row has one spelling, so ids may be compared and cached as text.
func Parse(s string) (ID, error) {
	kind, text, ok := strings.Cut(s, "_")
	if !ok || len(kind) != 3 || strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ID{}, fmt.Errorf("%s is not an id: a prefix such as prd_ is missing", shown(s))
	}
	if len(text) != size || text[0] > '7' {
		return ID{}, fmt.Errorf("%s is not an id: %d characters must follow %s_", shown(s), size, kind)
	}
	var hi, lo uint64
	for n := range len(text) {
		digit := strings.IndexByte(digits, text[n])
		if digit < 0 {
			return ID{}, fmt.Errorf("%s is not an id: %q does not occur in ids", shown(s), text[n])
		}
		hi = hi<<5 | lo>>59
		lo = lo<<5 | uint64(digit)
	}
	id := ID{Kind: Kind(kind)}
	binary.BigEndian.PutUint64(id.UUID[:8], hi)
	binary.BigEndian.PutUint64(id.UUID[8:], lo)
	return id, nil
}

// shown quotes a caller's text for a message and cuts it, since it may be anything.
func shown(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return strconv.Quote(s)
}

// MarshalGQL writes the GraphQL scalar ID.
func (i ID) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(i.String())) }

// UnmarshalGQL reads the GraphQL scalar ID. Garbage is the fault BAD_REQUEST; whether the noun is the right one is for
// the field to say, by Must.
func (i *ID) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return fault.New(fault.BadRequest).With("reason", fmt.Sprintf("an ID is a string, not %v", v))
	}
	parsed, err := Parse(s)
	if err != nil {
		return fault.New(fault.BadRequest).With("reason", err.Error())
	}
	*i = parsed
	return nil
}

// MarshalText writes the same form, for JSON and logs.
func (i ID) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads the same form; empty text is the zero ID.
func (i *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = ID{}
		return nil
	}
	parsed, err := Parse(string(b))
	*i = parsed
	return err
}
