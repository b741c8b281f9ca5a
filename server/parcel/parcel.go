// Package parcel packs one store into a file, rows and pictures, and unpacks it in another deployment: to move a shop from
// the embedded database to a managed one, from one host to another, or to a newer major version of PostgreSQL. It knows the
// catalogue of the database and no noun, so that a new table is packed without anybody thinking of it.
//
// A parcel is a compressed tar archive, so it can be looked at with the tools of any system:
//
//	dokon-store.json        first: what this is, of which schema, with which tables
//	rows/<table>/<part>     rows as COPY writes text, without their store_id, in the order in which they can be written
//	pictures/<hash>         masters; what is drawn of them is drawn anew
//	end.json                last: how much there is, so that nothing can be missing
package parcel

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

const (
	headName    = "dokon-store.json"
	endName     = "end.json"
	rowsDir     = "rows/"
	picturesDir = "pictures/"

	formatName    = "dokon store"
	formatVersion = 1
)

// LeftOut are tables of stores that do not travel, with the reason. Whoever adds a table either lets it travel, by doing
// nothing, or says here why not.
var LeftOut = map[string]string{
	"store_hosts":         "which host leads to which store is the deployment's own",
	"store_bots":          "the token is sealed with this deployment's keys, and a bot that two deployments speak as loses messages",
	"sessions":            "a session's secret names the store's number here; people sign in anew",
	"staff_links":         "live for minutes, and name the store's number here",
	"telegram_sign_ins":   "live for minutes, and name the store's number here",
	"api_tokens":          "a token names the store's number here; programs get new ones",
	"webhooks":            "their secrets are sealed with this deployment's keys, and two deployments would send everything twice",
	"webhook_progress":    "goes with its webhook",
	"webhook_deliveries":  "goes with its webhook",
	"payment_accounts":    "their secrets are sealed with this deployment's keys, and a provider calls one deployment",
	"notifications":       "messages leave from where they were written, once",
	"idempotency_keys":    "a repeat comes to where the first request went, within a day",
	"media_uploads":       "an upload ends where it was begun",
	"search_documents":    "made anew of the catalog",
	"search_words":        "made anew of the catalog",
	"search_word_changes": "made anew of the catalog",
}

// head is the first entry.
type head struct {
	Format   string    `json:"format"`
	Version  int       `json:"version"`
	Schema   int64     `json:"schema"`   // number of the newest migration
	Revision string    `json:"revision"` // db.Revision
	PackedAt time.Time `json:"packedAt"`
	Store    Store     `json:"store"`
	Tables   []Table   `json:"tables"` // in the order of the entries
}

// Store is which shop a parcel holds.
type Store struct {
	UUID string `json:"uuid"`
	Slug string `json:"slug"`
}

// Report is how much a parcel holds, and its last entry.
type Report struct {
	Rows     map[string]int64 `json:"rows"` // by table
	Pictures int              `json:"pictures"`
	Missing  []string         `json:"missing,omitempty"` // pictures that have a row and are in no storage
}

// Total is the number of rows.
func (r *Report) Total() (n int64) {
	for _, rows := range r.Rows {
		n += rows
	}
	return n
}

// Why a parcel is refused.
var (
	ErrForeign = errors.New("this is no store packed by `server store export`")
	ErrDamaged = errors.New("the file is damaged or not whole; nothing was imported")
	ErrNewer   = errors.New("the file was made by a newer release")
	ErrOlder   = errors.New("the file was made by an older release")
	ErrTaken   = errors.New("the store cannot be unpacked here")
)

// check refuses what was not made for this schema: rows are what COPY writes, so they fit exactly one.
func (h *head) check(schema int64, revision string) error {
	switch {
	case h.Format != formatName:
		return ErrForeign
	case h.Version > formatVersion || h.Schema > schema:
		return fmt.Errorf("%w: its schema is %d, this program's %d; import it with the release that made it", ErrNewer, h.Schema, schema)
	case h.Version < formatVersion || h.Schema < schema:
		return fmt.Errorf("%w: its schema is %d, this program's %d; import it with the release that made it and migrate then, or migrate its origin and export again",
			ErrOlder, h.Schema, schema)
	case h.Revision != revision:
		return fmt.Errorf("%w: it has the schema %s of another build, this program has %s", ErrForeign, h.Revision, revision)
	}
	return nil
}

// slugForm is that of stores_slug_check; a slug of this form needs no escaping anywhere.
var slugForm = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9])*$`)

// hashForm is that of the names of pictures, which become names of files.
var hashForm = regexp.MustCompile(`^[0-9a-f]{16,64}$`)
