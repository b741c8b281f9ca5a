// Package media keeps pictures: what a shopkeeper uploads is checked, turned upright, freed of metadata, kept once under
// the hash of its bytes, and served as WebP or JPEG in a few fixed widths. Where the bytes lie is a Storage's matter.
package media

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// Widths are the widths in pixels in which a picture can be asked for. A closed list, so that nobody can make the server
// draw thousands of sizes. 160 is a thumbnail in the cart, 320 and 480 a card on a phone, 800 the product screen.
var Widths = []int{160, 320, 480, 800}

// Media is one picture of one store; the same bytes uploaded twice are the same row.
type Media struct {
	bun.BaseModel `bun:"table:media,alias:med"`

	StoreID  int64     `bun:"store_id,pk"`
	ID       uuid.UUID `bun:"id,pk,type:uuid"`
	Hash     string    `bun:"hash"`      // of the uploaded bytes: 32 hex digits
	Mime     string    `bun:"mime"`      // of the upload, e.g. "image/jpeg"
	Width    int       `bun:"width"`     // pixels of the kept picture, upright
	Height   int       `bun:"height"`    // pixels
	ByteSize int       `bun:"byte_size"` // of the upload
	Color    string    `bun:"color"`     // "#rrggbb" shown until the picture has loaded
	Widths   []int     `bun:"widths,array"`
	Alt      lang.Text `bun:"alt,type:jsonb"`

	Version   int        `bun:"version,nullzero,default:1"`
	State     state      `bun:"state"`
	IdleSince *time.Time `bun:"idle_since"` // see Sweep
	CreatedAt time.Time  `bun:"created_at,nullzero,default:now()"`
}

// state says whether a picture is there for people.
type state string

const (
	live    state = "LIVE"
	deleted state = "DELETED" // its files are kept while an order shows it
	purging state = "PURGING" // its files are being removed
)

// URL is the path of the picture at the smallest width of its list that is at least width, else at its largest.
func (m *Media) URL(width int, format Format) string {
	return address(m.StoreID, m.Hash, m.Widths, width, format)
}

// Srcset lists all renditions for an img element: "/media/… 160w, /media/… 320w".
func (m *Media) Srcset(format Format) string {
	parts := make([]string, len(m.Widths))
	for i, w := range m.Widths {
		parts[i] = fmt.Sprintf("%s %dw", m.URL(w, format), min(w, m.Width))
	}
	return strings.Join(parts, ", ")
}

// NodeID is the picture's id in the contract.
func (m *Media) NodeID() id.ID { return id.Of(id.Media, m.ID) }

// Save writes the row of a picture; its files follow, see Files.PutMaster. A picture the store has is returned as it is, and
// one that was deleted a moment ago comes back; a non-empty alt replaces the words it had.
// Fault: MEDIA_BUSY while the files of the very same picture are being removed.
func Save(ctx context.Context, tx *db.Tx, storeID int64, p *Picture, alt lang.Text) (*Media, error) {
	m := &Media{
		StoreID: storeID, ID: id.New(), Hash: p.Hash, Mime: p.Mime, Width: p.Width, Height: p.Height,
		ByteSize: p.ByteSize, Color: p.Color, Widths: widthsOf(p.Width), Alt: alt, State: live,
	}
	q := tx.NewInsert().Model(m).On("CONFLICT (store_id, hash) DO UPDATE").Set("state = EXCLUDED.state").
		Set("idle_since = NULL").Where("med.state <> ?", purging).Returning("*")
	if !alt.IsZero() {
		tx.Touch() // it may be shown already
		q = q.Set("alt = EXCLUDED.alt").Set("version = med.version + 1")
	}
	result, err := q.Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("save picture %s: %w", p.Hash, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return nil, errors.Join(fault.New(fault.MediaBusy), err)
	}
	return m, nil
}

// ByIDs reads pictures of one store; ids that are not there, or were deleted, are left out.
func ByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Media, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []*Media
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).
		Where("state = ?", live).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("pictures of store %d: %w", storeID, err)
	}
	return found, nil
}

// widthsOf lists the widths worth asking for: all that make the picture smaller, and one more that shows it whole.
func widthsOf(width int) []int {
	for i, w := range Widths {
		if w >= width {
			return slices.Clone(Widths[:i+1])
		}
	}
	return slices.Clone(Widths)
}

// SetAlt changes the words of a picture. Faults: INVALID_ID and NOT_FOUND at id, STALE_VERSION, TOO_LONG.
func SetAlt(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, expected *int, alt lang.Text) (*Media, error) {
	m, _, err := edit.Find[Media](ctx, tx, storeID, id.Media, &which, nil)
	if err != nil {
		return nil, err
	}
	if m.State != live {
		return nil, fault.New(fault.NotFound, "input", "id")
	}
	if f := edit.Stale(expected, m.Version); f != nil {
		return nil, f
	}
	clean, faults := input.Texts(alt, 300, "input", "alt")
	if len(faults) > 0 {
		return nil, faults
	}
	m.Alt = clean
	m.Version++
	if err := edit.Save(ctx, tx, m, false); err != nil {
		return nil, fmt.Errorf("words of picture %s: %w", m.ID, err)
	}
	return m, nil
}
